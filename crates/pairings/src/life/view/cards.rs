//! Pairs as lists show them.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{Actor, DateTime, NeedId, OrgId, OrgRef, Page, PageQuery, PairingId, Result, SkillId, Utc};
use platform::App;
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use skills::SkillChip;
use utoipa::{IntoParams, ToSchema};

use super::runs::{self, PairingRun};
use crate::{
    entity::life::{agreement, pairing, pairing_skill},
    kinds::{AgreementState, PairState, ThemeKind},
    policy::life::{of_territory, visible},
};

/// Which pairs.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PairingQuery {
    /// Of this school, whichever side it is on.
    pub school: Option<OrgId>,
    /// With a school of this territory.
    pub territory: Option<OrgId>,
    pub state: Option<PairState>,
    /// Only those that go on: proposed, agreed, active, suspended.
    #[serde(default)]
    pub live: bool,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

/// A pair in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingCard {
    pub id: PairingId,
    pub number: i32,
    pub mentor: Option<OrgRef>,
    pub mentee: Option<OrgRef>,
    pub theme_kind: ThemeKind,
    pub theme: String,
    pub skills: Vec<SkillChip>,
    pub need_id: Option<NeedId>,
    /// The year in which the school year of the proposal begins.
    pub year: i32,
    pub state: PairState,
    pub created_at: DateTime<Utc>,
    pub active_since: Option<DateTime<Utc>>,
    /// The day it ended.
    pub until: Option<NaiveDate>,
    pub last_active_at: DateTime<Utc>,
    /// Days nothing was heard of it, while it is active.
    pub silent_days: Option<i64>,
    /// Last day of what is signed.
    pub agreement_until: Option<NaiveDate>,
    /// The run it came from, for those who read its board; absent also where somebody thought of the pair themselves.
    pub run: Option<PairingRun>,
}

/// Databases bind a limited number of values.
const CHUNK: usize = 500;

/// Pairs the reader sees, the newest first.
pub async fn list(app: &App, actor: &Actor, query: &PairingQuery) -> Result<Page<PairingCard>> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let mut found = pairing::Entity::find().filter(visible(actor));
    if let Some(school) = query.school {
        let side = Condition::any().add(pairing::Column::MentorId.eq(school)).add(pairing::Column::MenteeId.eq(school));
        found = found.filter(side);
    }
    if let Some(territory) = query.territory {
        let below = accounts::directory::descendants(app.reader(), &[territory]).await?;
        found = found.filter(of_territory(below.into_values().flatten().collect()));
    }
    if let Some(state) = query.state {
        found = found.filter(pairing::Column::State.eq(state));
    }
    if query.live {
        found = found.filter(pairing::Column::State.is_in(PairState::LIVE));
    }
    if let Some(number) = page.key::<i32>()? {
        found = found.filter(pairing::Column::Number.lt(number));
    }
    let rows = found.order_by_desc(pairing::Column::Number).limit(page.limit() as u64 + 1).all(app.reader()).await?;
    let cut = Page::cut(rows, page.limit(), |row| row.number)?;
    Ok(Page { items: cards(app, actor, &cut.items).await?, next: cut.next })
}

/// Cards of pairs the reader sees, in their order.
pub(crate) async fn cards(app: &App, actor: &Actor, rows: &[pairing::Model]) -> Result<Vec<PairingCard>> {
    let db = app.reader();
    let mut tagged: HashMap<PairingId, Vec<SkillId>> = HashMap::new();
    let mut ends: HashMap<PairingId, NaiveDate> = HashMap::new();
    for part in rows.chunks(CHUNK) {
        let ids = || part.iter().map(|row| row.id);
        let skills = pairing_skill::Entity::find().filter(pairing_skill::Column::PairingId.is_in(ids()));
        for row in skills.order_by_asc(pairing_skill::Column::SkillId).all(db).await? {
            tagged.entry(row.pairing_id).or_default().push(row.skill_id);
        }
        let signed = agreement::Entity::find()
            .filter(agreement::Column::PairingId.is_in(ids()))
            .filter(agreement::Column::State.eq(AgreementState::Signed));
        for row in signed.all(db).await? {
            let Some(until) = row.until else { continue };
            let last = ends.entry(row.pairing_id).or_insert(until);
            *last = until.max(*last);
        }
    }
    let chips = skills::chips(db, &tagged.values().flatten().copied().collect::<Vec<_>>()).await?;
    let schools: Vec<OrgId> = rows.iter().flat_map(|row| [row.mentor_id, row.mentee_id]).collect();
    let schools = accounts::directory::org_refs(db, &schools).await?;
    let (now, runs) = (app.now(), runs::of(db, actor, rows).await?);
    Ok(rows
        .iter()
        .map(|row| PairingCard {
            id: row.id,
            number: row.number,
            mentor: schools.get(&row.mentor_id).cloned(),
            mentee: schools.get(&row.mentee_id).cloned(),
            theme_kind: row.theme_kind,
            theme: row.theme.clone(),
            skills: tagged.get(&row.id).into_iter().flatten().filter_map(|id| chips.get(id).cloned()).collect(),
            need_id: row.need_id,
            year: row.year,
            state: row.state,
            created_at: row.created_at,
            active_since: row.active_since,
            until: row.until,
            last_active_at: row.last_active_at,
            silent_days: (row.state == PairState::Active).then(|| (now - row.last_active_at).num_days()),
            agreement_until: ends.get(&row.id).copied(),
            run: row.run_id.and_then(|id| runs.get(&id).cloned()),
        })
        .collect())
}
