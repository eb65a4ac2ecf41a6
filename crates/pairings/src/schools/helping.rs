//! Schools that are willing to help with a skill: open offers that name it, then those of its subject.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use accounts::{directory, entity::organisation};
use kernel::{Actor, Error, OfferId, OrgId, OrgRef, Page, PageQuery, Result, SkillId};
use sea_orm::{Condition, ConnectionTrait, entity::prelude::*};
use serde::{Deserialize, Serialize};
use skills::SkillChip;
use utoipa::ToSchema;

use super::{
    access::CHUNK,
    context::languages,
    ground::{Ground, grounds, regions},
    themes::Theme,
};
use crate::{
    entity::schools::{offer, offer_skill, offer_theme},
    kinds::{self, OfferState, PlanForm, ThemeKind},
    policy::{
        SchoolSeat,
        schools::{Place, Reach, announced_among},
    },
};

/// A school that is willing to help, as it is announced: without anything that results of pupils say.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HelpingSchool {
    pub offer_id: OfferId,
    pub school: OrgRef,
    pub municipality: Option<OrgRef>,
    /// In a municipality the reader works in.
    pub near: bool,
    /// The reader works there.
    pub own: bool,
    /// The offer names the skill itself; otherwise its subject.
    pub exact: bool,
    pub theme: Theme,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    /// So many more schools it takes in this theme now.
    pub free: i32,
    pub online: bool,
    pub in_person: bool,
    /// So far it goes by road.
    pub max_minutes: Option<i32>,
    pub languages: Vec<String>,
    pub forms: Vec<PlanForm>,
    /// What says that it is strong in it.
    pub basis: String,
}

/// The order of the shelf: who names the skill, who has a place, who is near, then by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Rank(bool, bool, bool, String, OrgId);

/// An offer with the theme of it that covers the skill.
struct Covering {
    offer: offer::Model,
    theme: offer_theme::Model,
    exact: bool,
    school: organisation::Model,
    ground: Ground,
}

impl Covering {
    fn near(&self, actor: &Actor) -> bool {
        self.ground.municipality.is_some_and(|place| actor.circle.contains(&place))
    }

    fn free(&self) -> i32 {
        let (offer, theme) = (&self.offer, &self.theme);
        (offer.capacity - offer.active).min(theme.specialists - theme.active).max(0)
    }

    fn rank(&self, actor: &Actor) -> Rank {
        Rank(!self.exact, self.free() == 0, !self.near(actor), self.school.short_name.clone(), self.school.id)
    }
}

/// A page of the shelf.
///
/// # Errors
/// `Hidden` for a skill that nobody has.
pub async fn shelf<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    skill: SkillId,
    page: &PageQuery,
) -> Result<Page<HelpingSchool>> {
    let chip = skills::chips(db, &[skill]).await?.remove(&skill).ok_or(Error::Hidden)?;
    let after = page.key::<Rank>()?;
    let mut rows = covering(db, actor, &chip).await?;
    rows.retain(|row| after.as_ref().is_none_or(|after| row.rank(actor) > *after));
    rows.sort_by_key(|row| row.rank(actor));
    let cut = Page::cut(rows, page.limit(), |row| row.rank(actor))?;
    let municipalities: Vec<OrgId> = cut.items.iter().filter_map(|row| row.ground.municipality).collect();
    let municipalities = directory::org_refs(db, &municipalities).await?;
    Ok(cut.map(|row| shown(row, actor, &municipalities)))
}

fn shown(row: Covering, actor: &Actor, municipalities: &HashMap<OrgId, OrgRef>) -> HelpingSchool {
    HelpingSchool {
        municipality: row.ground.municipality.and_then(|id| municipalities.get(&id).cloned()),
        near: row.near(actor),
        own: actor.orgs.contains(&row.school.id),
        free: row.free(),
        school: directory::org_ref(&row.school),
        exact: row.exact,
        offer_id: row.offer.id,
        online: row.offer.online,
        in_person: row.offer.in_person,
        max_minutes: row.offer.max_minutes,
        languages: languages(&row.offer.languages),
        forms: kinds::split(&row.offer.forms),
        theme: Theme::of(row.theme.theme_kind, &row.theme.theme),
        grade_from: row.theme.grade_from,
        grade_to: row.theme.grade_to,
        basis: row.theme.basis,
    }
}

/// Open offers that the actor hears of and that cover the skill, one line a school.
async fn covering<C: ConnectionTrait>(db: &C, actor: &Actor, skill: &SkillChip) -> Result<Vec<Covering>> {
    let offers = open_to(db, actor).await?;
    let mut themes = covered(db, &offers.iter().map(|row| row.id).collect::<Vec<_>>(), skill).await?;
    let offers: Vec<offer::Model> = offers.into_iter().filter(|row| themes.contains_key(&row.id)).collect();
    let ids: Vec<OrgId> = offers.iter().map(|row| row.school_id).collect();
    let mut schools = standing(db, &ids).await?;
    let mut grounds = grounds(db, &ids).await?;
    let covering = |offer: offer::Model| {
        let (exact, theme) = themes.remove(&offer.id)?;
        let (school, ground) = (schools.remove(&offer.school_id)?, grounds.remove(&offer.school_id)?);
        let place = Place { near: actor.circle.contains(&ground.region), ..Place::default() };
        SchoolSeat::take(actor, school.id).offer(place, Some(offer.state))?;
        Some(Covering { offer, theme, exact, school, ground })
    };
    Ok(offers.into_iter().filter_map(covering).collect())
}

/// Open offers of schools that the actor may hear of.
async fn open_to<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Vec<offer::Model>> {
    let regions = regions(db, &actor.circle).await?;
    let below: BTreeSet<OrgId> = directory::descendants(db, &regions).await?.into_values().flatten().collect();
    let open = offer::Column::State.eq(OfferState::Open);
    let schools: Vec<OrgId> = match announced_among(actor, below) {
        Reach::Everywhere => return Ok(offer::Entity::find().filter(open).all(db).await?),
        Reach::Of(schools) => schools.into_iter().collect(),
    };
    let mut found = Vec::new();
    for part in schools.chunks(CHUNK) {
        let of = offer::Entity::find().filter(offer::Column::SchoolId.is_in(part.iter().copied()));
        found.extend(of.filter(open.clone()).all(db).await?);
    }
    Ok(found)
}

/// Of each offer the theme that covers the skill: the one that names it, or its subject in its grade.
async fn covered<C: ConnectionTrait>(
    db: &C,
    offers: &[OfferId],
    skill: &SkillChip,
) -> Result<BTreeMap<OfferId, (bool, offer_theme::Model)>> {
    let mut found = BTreeMap::new();
    for part in offers.chunks(CHUNK) {
        let named = offer_skill::Entity::find()
            .filter(offer_skill::Column::OfferId.is_in(part.iter().copied()))
            .filter(offer_skill::Column::SkillId.eq(skill.id))
            .all(db)
            .await?;
        let names = |theme: &offer_theme::Model| {
            let same = |row: &&offer_skill::Model| row.theme_kind == theme.theme_kind && row.theme == theme.theme;
            named.iter().filter(same).any(|row| row.offer_id == theme.offer_id)
        };
        for theme in themes(db, part, skill, &named).await? {
            let exact = names(&theme);
            if exact {
                found.insert(theme.offer_id, (true, theme));
            } else if teaches(&theme, skill) {
                found.entry(theme.offer_id).or_insert((false, theme));
            }
        }
    }
    Ok(found)
}

async fn themes<C: ConnectionTrait>(
    db: &C,
    offers: &[OfferId],
    skill: &SkillChip,
    named: &[offer_skill::Model],
) -> Result<Vec<offer_theme::Model>> {
    let subject = Condition::all()
        .add(offer_theme::Column::ThemeKind.eq(ThemeKind::Subject))
        .add(offer_theme::Column::Theme.eq(&skill.subject));
    let either =
        Condition::any().add(subject).add(offer_theme::Column::OfferId.is_in(named.iter().map(|row| row.offer_id)));
    let rows =
        offer_theme::Entity::find().filter(offer_theme::Column::OfferId.is_in(offers.iter().copied())).filter(either);
    Ok(rows.all(db).await?)
}

/// The subject of the skill, in its grade; a theme without grades is of all.
fn teaches(theme: &offer_theme::Model, skill: &SkillChip) -> bool {
    let grades = theme.grade_from.zip(theme.grade_to);
    theme.theme_kind == ThemeKind::Subject
        && theme.theme == skill.subject
        && grades.is_none_or(|(from, to)| (from..=to).contains(&skill.grade))
}

/// Schools that were not closed.
pub(crate) async fn standing<C: ConnectionTrait>(
    db: &C,
    schools: &[OrgId],
) -> Result<HashMap<OrgId, organisation::Model>> {
    let mut found = HashMap::with_capacity(schools.len());
    for part in schools.chunks(CHUNK) {
        let rows = organisation::Entity::find()
            .filter(organisation::Column::Id.is_in(part.iter().copied()))
            .filter(organisation::Column::ClosedAt.is_null());
        found.extend(rows.all(db).await?.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}
