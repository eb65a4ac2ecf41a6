//! An offer as somebody fills it in.

use std::collections::BTreeSet;

use kernel::{Result, SkillId, error::Checks};
use platform::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    codes,
    kinds::{PlanForm, ThemeKind},
    schools::themes::{check_grades, is_share},
};

const MAX_NOTE: usize = 2_000;
const MAX_BASIS: usize = 1_000;
const MAX_THEMES: usize = 40;
const MAX_SKILLS: usize = 40;
const MAX_LANGUAGES: usize = 5;

/// A skill the school's pupils have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OfferSkillForm)]
pub struct OfferedSkill {
    pub skill_id: SkillId,
    /// Per cent of pupils who can do it.
    pub share_done: Option<i32>,
}

/// In what a school helps.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct OfferThemeForm {
    pub theme_kind: ThemeKind,
    /// A subject code, or a code of a theme of management.
    pub theme: String,
    /// So many pairs in this theme at once.
    pub specialists: i32,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    /// 0 to 100, where somebody measured it.
    pub strength: Option<i32>,
    /// What says that they are strong in it.
    #[serde(default)]
    pub basis: String,
    #[serde(default)]
    pub skills: Vec<OfferedSkill>,
}

/// What a school offers.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct OfferForm {
    /// Of the offer this one is written over; 0 where there is none.
    #[serde(default)]
    pub revision: i32,
    /// So many pairs at once.
    pub capacity: i32,
    #[serde(default)]
    pub online: bool,
    #[serde(default)]
    pub in_person: bool,
    /// So far they go by road.
    pub max_minutes: Option<i32>,
    /// Russian unless told.
    #[serde(default)]
    pub languages: Vec<String>,
    pub forms: Vec<PlanForm>,
    #[serde(default)]
    pub note: String,
    pub themes: Vec<OfferThemeForm>,
}

impl OfferForm {
    pub(super) fn tidy(mut self) -> Self {
        if self.languages.is_empty() {
            self.languages = vec![codes::RUSSIAN.to_owned()];
        }
        self.note = self.note.trim().to_owned();
        self.forms.sort_unstable();
        self.forms.dedup();
        self.themes.iter_mut().for_each(|theme| theme.basis = theme.basis.trim().to_owned());
        self
    }

    pub(super) async fn check(&self, tx: &Tx) -> Result<()> {
        let mut checks = Checks::default();
        let languages: BTreeSet<&String> = self.languages.iter().collect();
        checks
            .require((1..=20).contains(&self.capacity), "capacity", "invalid")
            .require(self.online || self.in_person, "in_person", "required")
            .require(self.max_minutes.is_none_or(|most| (5..=600).contains(&most)), "max_minutes", "invalid")
            .require(self.languages.iter().all(|code| codes::is_language(code)), "languages", "unknown")
            .require(languages.len() == self.languages.len(), "languages", "taken")
            .require(self.languages.len() <= MAX_LANGUAGES, "languages", "too_many")
            .require(!self.forms.is_empty(), "forms", "required")
            .up_to(&self.note, MAX_NOTE, "note")
            .require(!self.themes.is_empty(), "themes", "required")
            .require(self.themes.len() <= MAX_THEMES, "themes", "too_many");
        let mut seen = BTreeSet::new();
        for (at, theme) in self.themes.iter().enumerate() {
            let fresh = seen.insert((theme.theme_kind, theme.theme.as_str()));
            checks.require(fresh, &format!("themes[{at}].theme"), "taken");
            theme.check(&mut checks, &format!("themes[{at}]."));
        }
        let ids: Vec<SkillId> = self.themes.iter().flat_map(|theme| theme.skills.iter().map(|s| s.skill_id)).collect();
        checks.require(skills::exist(tx.db(), &ids).await?, "themes", "unknown");
        checks.done()
    }
}

impl OfferThemeForm {
    fn check(&self, checks: &mut Checks, prefix: &str) {
        let field = |name: &str| format!("{prefix}{name}");
        let skills: BTreeSet<SkillId> = self.skills.iter().map(|skill| skill.skill_id).collect();
        checks
            .require(codes::is_theme(self.theme_kind, &self.theme), &field("theme"), "unknown")
            .require((1..=50).contains(&self.specialists), &field("specialists"), "invalid")
            .require(is_share(self.strength), &field("strength"), "invalid")
            .up_to(&self.basis, MAX_BASIS, &field("basis"))
            .require(self.skills.len() <= MAX_SKILLS, &field("skills"), "too_many")
            .require(skills.len() == self.skills.len(), &field("skills"), "taken")
            .require(self.skills.iter().all(|skill| is_share(skill.share_done)), &field("skills"), "invalid");
        check_grades(checks, self.grade_from, self.grade_to, prefix);
    }
}
