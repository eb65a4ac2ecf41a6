//! Offers as somebody sees them.

use std::collections::HashMap;

use accounts::directory;
use kernel::{DateTime, OfferId, OrgId, PersonRef, Result, SkillId, Utc};
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use crate::{
    entity::schools::{offer, offer_skill, offer_theme},
    kinds::{self, OfferState, PlanForm},
    policy::schools::Sight,
    schools::{access::CHUNK, context::languages, themes::Theme},
};

/// A skill the school's pupils have.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SchoolOfferSkill)]
pub struct OfferSkillView {
    pub skill: SkillChip,
    /// Per cent of pupils who can do it; absent for whoever sees offers in outline.
    pub share_done: Option<i32>,
}

/// In what a school helps.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SchoolOfferTheme)]
pub struct OfferThemeView {
    pub theme: Theme,
    pub specialists: i32,
    /// Pairs that work now.
    pub active: i32,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    /// 0 to 100; absent for whoever sees offers in outline.
    pub strength: Option<i32>,
    pub basis: String,
    pub skills: Vec<OfferSkillView>,
}

/// What a school offers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SchoolOffer {
    pub id: OfferId,
    pub school_id: OrgId,
    pub capacity: i32,
    /// Pairs that work now.
    pub active: i32,
    pub online: bool,
    pub in_person: bool,
    pub max_minutes: Option<i32>,
    pub languages: Vec<String>,
    pub forms: Vec<PlanForm>,
    pub note: String,
    pub state: OfferState,
    pub themes: Vec<OfferThemeView>,
    pub by: Option<PersonRef>,
    pub revision: i32,
    pub changed_at: DateTime<Utc>,
}

/// Rows as they are shown.
pub async fn views<C: ConnectionTrait>(db: &C, rows: Vec<offer::Model>, sight: Sight) -> Result<Vec<SchoolOffer>> {
    let ids: Vec<OfferId> = rows.iter().map(|row| row.id).collect();
    let mut themes = themes(db, &ids, sight).await?;
    let names = directory::names(db, &rows.iter().map(|row| row.by_id).collect::<Vec<_>>()).await?;
    let view = |row: offer::Model| SchoolOffer {
        themes: themes.remove(&row.id).unwrap_or_default(),
        by: names.get(&row.by_id).cloned().filter(|_| sight != Sight::Outline),
        languages: languages(&row.languages),
        forms: kinds::split(&row.forms),
        id: row.id,
        school_id: row.school_id,
        capacity: row.capacity,
        active: row.active,
        online: row.online,
        in_person: row.in_person,
        max_minutes: row.max_minutes,
        note: row.note,
        state: row.state,
        revision: row.revision,
        changed_at: row.changed_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

async fn themes<C: ConnectionTrait>(
    db: &C,
    offers: &[OfferId],
    sight: Sight,
) -> Result<HashMap<OfferId, Vec<OfferThemeView>>> {
    let mut rows = Vec::new();
    let mut able = Vec::new();
    for part in offers.chunks(CHUNK) {
        let of = offer_theme::Entity::find().filter(offer_theme::Column::OfferId.is_in(part.iter().copied()));
        let of = of.order_by_desc(offer_theme::Column::ThemeKind).order_by_asc(offer_theme::Column::Theme);
        rows.extend(of.all(db).await?);
        let of = offer_skill::Entity::find().filter(offer_skill::Column::OfferId.is_in(part.iter().copied()));
        able.extend(of.order_by_asc(offer_skill::Column::SkillId).all(db).await?);
    }
    let chips = skills::chips(db, &able.iter().map(|row| row.skill_id).collect::<Vec<SkillId>>()).await?;
    let mut found: HashMap<OfferId, Vec<OfferThemeView>> = HashMap::new();
    for row in rows {
        let here = |skill: &&offer_skill::Model| {
            skill.offer_id == row.offer_id && skill.theme_kind == row.theme_kind && skill.theme == row.theme
        };
        let skills = able.iter().filter(here).filter_map(|skill| one(skill, &chips, sight)).collect();
        found.entry(row.offer_id).or_default().push(OfferThemeView {
            theme: Theme::of(row.theme_kind, &row.theme),
            specialists: row.specialists,
            active: row.active,
            grade_from: row.grade_from,
            grade_to: row.grade_to,
            strength: row.strength.filter(|_| sight != Sight::Outline),
            basis: row.basis,
            skills,
        });
    }
    Ok(found)
}

fn one(row: &offer_skill::Model, chips: &HashMap<SkillId, SkillChip>, sight: Sight) -> Option<OfferSkillView> {
    let skill = chips.get(&row.skill_id)?.clone();
    Some(OfferSkillView { skill, share_done: row.share_done.filter(|_| sight != Sight::Outline) })
}
