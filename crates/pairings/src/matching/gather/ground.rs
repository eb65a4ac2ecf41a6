//! Everything that is read of a territory for a run, by school.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use accounts::entity::organisation;
use chrono::NaiveDate;
use kernel::{NeedId, OfferId, OrgId, Result, SkillId};
use platform::{App, ports::Shown};
use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    entity::{
        life::pairing,
        matching::{match_decision, school_wish},
        schools::{need, need_skill, offer, offer_skill, offer_theme, school_context},
    },
    kinds::{NeedState, OfferState, StatusKind},
    schools::{
        access::{self, CHUNK},
        context, statuses,
    },
};

/// A mentor as its offer says.
pub struct Offered {
    pub row: offer::Model,
    pub themes: Vec<offer_theme::Model>,
    pub skills: Vec<offer_skill::Model>,
}

/// What is read.
pub struct Ground {
    pub year: i32,
    /// Open ones.
    pub schools: BTreeMap<OrgId, organisation::Model>,
    /// Open needs.
    pub needs: Vec<need::Model>,
    pub weak: HashMap<NeedId, Vec<need_skill::Model>>,
    /// Themes in which schools ask for help or are helped.
    pub asking: BTreeSet<(OrgId, String)>,
    pub chips: HashMap<SkillId, String>,
    pub offers: BTreeMap<OrgId, Offered>,
    pub struggling: BTreeSet<OrgId>,
    /// The latest that is known.
    pub contexts: HashMap<OrgId, school_context::Model>,
    pub wishes: Vec<school_wish::Model>,
    pub decisions: Vec<match_decision::Model>,
    pub pairings: Vec<pairing::Model>,
    pub shown: Vec<Shown>,
}

pub async fn read<C: ConnectionTrait>(db: &C, territory: OrgId, year: i32, today: NaiveDate) -> Result<Ground> {
    let schools = access::schools(db, territory).await?;
    let schools: BTreeMap<OrgId, organisation::Model> =
        schools.into_iter().filter(|row| row.closed_at.is_none()).map(|row| (row.id, row)).collect();
    let ids: Vec<OrgId> = schools.keys().copied().collect();
    let (mut needs, mut wishes, mut pairings) = (Vec::new(), Vec::new(), Vec::new());
    for part in ids.chunks(CHUNK) {
        let part = || part.iter().copied();
        needs.extend(need::Entity::find().filter(need::Column::SchoolId.is_in(part())).all(db).await?);
        wishes.extend(school_wish::Entity::find().filter(school_wish::Column::SchoolId.is_in(part())).all(db).await?);
        pairings.extend(pairing::Entity::find().filter(pairing::Column::MenteeId.is_in(part())).all(db).await?);
    }
    let asking = needs.iter().filter(|row| row.state != NeedState::Closed);
    let asking = asking.map(|row| (row.school_id, row.theme.clone())).collect();
    needs.retain(|row| row.state == NeedState::Open);
    let weak = weak(db, &needs).await?;
    let skills: Vec<SkillId> = weak.values().flatten().map(|row: &need_skill::Model| row.skill_id).collect();
    let chips = skills::chips(db, &skills).await?.into_iter().map(|(id, chip)| (id, chip.short)).collect();
    let offers = offers(db, &ids).await?;
    let statuses = statuses::current(db, &ids, today).await?;
    let low = |kind: StatusKind| matches!(kind, StatusKind::Shnor | StatusKind::Shssu);
    Ok(Ground {
        year,
        struggling: statuses.into_iter().filter(|row| low(row.kind)).map(|row| row.school_id).collect(),
        contexts: contexts(db, &ids, year).await?,
        decisions: decisions(db, &needs, year).await?,
        shown: Vec::new(),
        schools,
        needs,
        weak,
        asking,
        chips,
        offers,
        wishes,
        pairings,
    })
}

async fn weak<C: ConnectionTrait>(db: &C, needs: &[need::Model]) -> Result<HashMap<NeedId, Vec<need_skill::Model>>> {
    let mut found: HashMap<NeedId, Vec<need_skill::Model>> = HashMap::new();
    let ids: Vec<NeedId> = needs.iter().map(|row| row.id).collect();
    for part in ids.chunks(CHUNK) {
        let of = need_skill::Column::NeedId.is_in(part.iter().copied());
        for row in need_skill::Entity::find().filter(of).all(db).await? {
            found.entry(row.need_id).or_default().push(row);
        }
    }
    Ok(found)
}

async fn offers<C: ConnectionTrait>(db: &C, schools: &[OrgId]) -> Result<BTreeMap<OrgId, Offered>> {
    let mut found = BTreeMap::new();
    for part in schools.chunks(CHUNK) {
        let rows = offer::Entity::find()
            .filter(offer::Column::SchoolId.is_in(part.iter().copied()))
            .filter(offer::Column::State.eq(OfferState::Open));
        let rows = rows.all(db).await?;
        let ids: Vec<OfferId> = rows.iter().map(|row| row.id).collect();
        let themes = offer_theme::Entity::find().filter(offer_theme::Column::OfferId.is_in(ids.clone()));
        let skills = offer_skill::Entity::find().filter(offer_skill::Column::OfferId.is_in(ids));
        let (mut themes, mut skills) = (themes.all(db).await?, skills.all(db).await?);
        for row in rows {
            let own = |id: OfferId| id == row.id;
            let offered = Offered {
                themes: themes.extract_if(.., |theme| own(theme.offer_id)).collect(),
                skills: skills.extract_if(.., |skill| own(skill.offer_id)).collect(),
                row,
            };
            found.insert(offered.row.school_id, offered);
        }
    }
    Ok(found)
}

async fn contexts<C: ConnectionTrait>(
    db: &C,
    schools: &[OrgId],
    year: i32,
) -> Result<HashMap<OrgId, school_context::Model>> {
    let mut found: HashMap<OrgId, school_context::Model> = HashMap::new();
    for stored in context::of_years(db, schools, &[year, year.saturating_sub(1)]).await? {
        let known = found.get(&stored.row.school_id).map_or(i32::MIN, |row| row.year);
        if stored.row.year > known {
            found.insert(stored.row.school_id, stored.row);
        }
    }
    Ok(found)
}

/// What coordinators have said this year and not taken back.
pub async fn decisions<C: ConnectionTrait>(
    db: &C,
    needs: &[need::Model],
    year: i32,
) -> Result<Vec<match_decision::Model>> {
    let mut found = Vec::new();
    let ids: Vec<NeedId> = needs.iter().map(|row| row.id).collect();
    for part in ids.chunks(CHUNK) {
        let rows = match_decision::Entity::find()
            .filter(match_decision::Column::NeedId.is_in(part.iter().copied()))
            .filter(match_decision::Column::Year.eq(year))
            .filter(match_decision::Column::UndoneAt.is_null());
        found.extend(rows.all(db).await?);
    }
    found.sort_by_key(|row| row.id);
    Ok(found)
}

impl Ground {
    /// What mentors have shown in the skills that are needed, asked of every feature that knows.
    pub async fn shown(&self, app: &App) -> Result<Vec<Shown>> {
        let mentors: Vec<OrgId> = self.offers.keys().copied().collect();
        let skills: BTreeSet<SkillId> = self.weak.values().flatten().map(|row| row.skill_id).collect();
        let skills: Vec<SkillId> = skills.into_iter().collect();
        let mut sums: BTreeMap<(OrgId, SkillId), (i64, i64)> = BTreeMap::new();
        if mentors.is_empty() || skills.is_empty() {
            return Ok(Vec::new());
        }
        for source in app.evidence() {
            for one in source.shown(app, &mentors, &skills).await? {
                let sum = sums.entry((one.school, one.skill)).or_default();
                *sum = (sum.0 + one.practices, sum.1 + one.events);
            }
        }
        let one = |((school, skill), (practices, events))| Shown { school, skill, practices, events };
        Ok(sums.into_iter().map(one).collect())
    }
}
