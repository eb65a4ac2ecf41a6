//! Numbers across events: which schools' people took part, and how many hours one has to show.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use accounts::{
    entity::{affiliation, organisation, person, role_grant},
    facts,
    words::{AffiliationStatus, PersonStatus},
};
use kernel::{Actor, Code, DateTime, Error, OrgId, OrgKind, OrgRef, PersonId, Result, Role, Utc};
use platform::App;
use sea_orm::{JoinType, QuerySelect, QueryTrait, RelationTrait, entity::prelude::*, sea_query::SelectStatement};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    entity::{event, event_registration, event_subject},
    kinds::{EventKind, EventState},
};

/// `?from=…&to=…` of reports.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// What started at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// What started before this moment.
    pub to: Option<DateTime<Utc>>,
    /// A subject code.
    pub subject: Option<String>,
    pub kind: Option<EventKind>,
    /// Only people who hold this role now.
    pub role: Option<Role>,
}

/// A school in the report of coverage.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventCoverage {
    pub school: OrgRef,
    /// Confirmed people of the school now.
    pub people: usize,
    /// Of whoever worked there then, how many came to something.
    pub took_part: usize,
    /// Whole percent of `people`; absent where the school has none.
    pub percent: Option<usize>,
    /// Times anybody came.
    pub visits: usize,
    pub minutes: i64,
}

/// Hours of one person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventHours {
    pub events: usize,
    pub minutes: i64,
}

/// Somebody came to something.
struct Visit {
    person: PersonId,
    school: Option<OrgId>,
    minutes: i64,
}

async fn visits(app: &App, query: &ReportQuery, person: Option<PersonId>) -> Result<Vec<Visit>> {
    let db = app.reader();
    let mut events = event::Entity::find()
        .filter(event::Column::State.is_in([EventState::Published, EventState::Held, EventState::Closed]))
        .filter(event::Column::StartsAt.is_not_null());
    if let Some(from) = query.from {
        events = events.filter(event::Column::StartsAt.gte(from));
    }
    if let Some(to) = query.to {
        events = events.filter(event::Column::StartsAt.lt(to));
    }
    if let Some(kind) = query.kind {
        events = events.filter(event::Column::Kind.eq(kind));
    }
    if let Some(subject) = &query.subject {
        let ids = event_subject::Entity::find().select_only().column(event_subject::Column::EventId);
        let ids = ids.filter(event_subject::Column::Subject.eq(subject.as_str())).into_query();
        events = events.filter(event::Column::Id.in_subquery(ids));
    }
    let wanted = events.clone().select_only().column(event::Column::Id).into_query();
    let mut came = event_registration::Entity::find()
        .filter(event_registration::Column::AttendedAt.is_not_null())
        .filter(event_registration::Column::EventId.in_subquery(wanted));
    if let Some(person) = person {
        came = came.filter(event_registration::Column::PersonId.eq(person));
    }
    if let Some(role) = query.role {
        came = came.filter(event_registration::Column::PersonId.in_subquery(holders(app, role)));
    }
    let lengths: HashMap<_, i64> = events
        .all(db)
        .await?
        .into_iter()
        .filter_map(|row| Some((row.id, (row.ends_at? - row.starts_at?).num_minutes())))
        .collect();
    let visit = |row: event_registration::Model| Visit {
        person: row.person_id,
        school: row.org_id,
        // Where nobody measured it, they stayed to the end.
        minutes: row.minutes.map_or_else(|| lengths.get(&row.event_id).copied().unwrap_or(0), i64::from),
    };
    Ok(came.all(db).await?.into_iter().map(visit).collect())
}

/// Schools below an organisation whose people the actor administers.
///
/// # Errors
/// `Forbidden` elsewhere.
pub async fn coverage(app: &App, actor: &Actor, org: OrgId, query: &ReportQuery) -> Result<Vec<EventCoverage>> {
    if !actor.confirmed || !actor.administers(org) {
        return Err(Error::Refused(Code::Forbidden));
    }
    let schools = schools(app, org).await?;
    let people = people(app, query.role).await?;
    let mut came: BTreeMap<OrgId, (BTreeSet<PersonId>, usize, i64)> = BTreeMap::new();
    for visit in visits(app, query, None).await? {
        let Some(school) = visit.school else { continue };
        let line = came.entry(school).or_default();
        line.0.insert(visit.person);
        line.1 += 1;
        line.2 += visit.minutes;
    }
    let mut rows: Vec<EventCoverage> = schools
        .into_iter()
        .map(|school| {
            let people = people.get(&school.id).copied().unwrap_or(0);
            let (who, visits, minutes) = came.remove(&school.id).unwrap_or_default();
            let percent = (who.len() * 100 + people / 2).checked_div(people).map(|percent| percent.min(100));
            EventCoverage { school, people, took_part: who.len(), percent, visits, minutes }
        })
        .collect();
    rows.sort_by(|a, b| a.school.short_name.cmp(&b.school.short_name));
    Ok(rows)
}

/// Every school.
pub(crate) async fn all_schools(app: &App) -> Result<Vec<OrgRef>> {
    let rows = organisation::Entity::find().filter(organisation::Column::Kind.eq(OrgKind::School));
    Ok(rows.all(app.reader()).await?.iter().map(accounts::directory::org_ref).collect())
}

async fn schools(app: &App, org: OrgId) -> Result<Vec<OrgRef>> {
    let db = app.reader();
    let rows = organisation::Entity::find().filter(organisation::Column::Kind.eq(OrgKind::School)).all(db).await?;
    let ids: Vec<OrgId> = rows.iter().map(|row| row.id).collect();
    let above = accounts::directory::ancestors(db, &ids).await?;
    let below = |id: &OrgId| *id == org || above.get(id).is_some_and(|above| above.contains(&org));
    Ok(rows.iter().filter(|row| below(&row.id)).map(accounts::directory::org_ref).collect())
}

/// Whoever holds a role now, wherever it counts.
fn holders(app: &App, role: Role) -> SelectStatement {
    let grants = role_grant::Entity::find().select_only().column(role_grant::Column::PersonId);
    grants.filter(role_grant::Column::Role.eq(role)).filter(facts::in_force_somewhere(app.now())).into_query()
}

/// How many confirmed people each organisation has, or how many of them hold a role.
pub(crate) async fn people(app: &App, role: Option<Role>) -> Result<HashMap<OrgId, usize>> {
    let mut rows = affiliation::Entity::find()
        .select_only()
        .column(affiliation::Column::OrganisationId)
        .column(affiliation::Column::PersonId)
        .join(JoinType::InnerJoin, affiliation::Relation::Person.def())
        .filter(affiliation::Column::Status.eq(AffiliationStatus::Confirmed))
        .filter(affiliation::Column::EndedAt.is_null())
        .filter(person::Column::Status.eq(PersonStatus::Confirmed));
    if let Some(role) = role {
        rows = rows.filter(affiliation::Column::PersonId.in_subquery(holders(app, role)));
    }
    let rows: Vec<(OrgId, PersonId)> = rows.into_tuple().all(app.reader()).await?;
    let mut counted: HashMap<OrgId, BTreeSet<PersonId>> = HashMap::new();
    rows.into_iter().for_each(|(org, person)| {
        counted.entry(org).or_default().insert(person);
    });
    Ok(counted.into_iter().map(|(org, people)| (org, people.len())).collect())
}

/// The same as a Markdown table, of which sheets are made.
pub fn table(rows: &[EventCoverage]) -> String {
    let cell = |text: &str| text.replace(['|', '\n', '\r'], " ");
    let mut text =
        String::from("| Школа | Работников | Участвовали | Доля, % | Посещений | Часов |\n|---|---|---|---|---|---|\n");
    for row in rows {
        let percent = row.percent.map(|percent| percent.to_string()).unwrap_or_default();
        let hours = format!("{}:{:02}", row.minutes / 60, row.minutes % 60);
        let name = cell(&row.school.short_name);
        text.push_str(&format!(
            "| {name} | {} | {} | {percent} | {} | {hours} |\n",
            row.people, row.took_part, row.visits
        ));
    }
    text
}

/// One's own hours.
pub async fn hours(app: &App, actor: &Actor, query: &ReportQuery) -> Result<EventHours> {
    let visits = visits(app, query, Some(actor.person)).await?;
    Ok(EventHours { events: visits.len(), minutes: visits.iter().map(|visit| visit.minutes).sum() })
}
