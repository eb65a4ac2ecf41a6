//! Who is in and who is not yet: schools for the host, colleagues for a head.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{Actor, OrgId, OrgKind, OrgRef, PersonId, PersonRef, Result};
use platform::App;
use platform::ports::Names;
use sea_orm::entity::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Registration, registered};
use crate::{
    access::Desk,
    entity::event_registration,
    kinds::{EventAudience, EventState, RegistrationState},
    policy::{LEADERS, Seat},
    reports, terms,
};

/// A school an event is for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = EventSchool)]
pub struct SchoolEntry {
    pub school: OrgRef,
    /// Confirmed people of the school now.
    pub people: usize,
    pub confirmed: usize,
    pub waiting: usize,
    pub applied: usize,
    /// Places are kept for it.
    pub favoured: bool,
}

/// Somebody the reader may register.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = EventColleague)]
pub struct Colleague {
    pub person: PersonRef,
    /// Their live registration.
    pub registration: Option<Registration>,
    /// It is for them, and they hold a role it gathers.
    pub may: bool,
}

/// Schools it is for: below the organisations it names or keeps places for, of the association, or of the territory
/// above the host.
pub async fn schools(app: &App, desk: &Desk) -> Result<Vec<SchoolEntry>> {
    let db = app.reader();
    let kept = terms::kept_for(db, desk.row.id).await?;
    let all = reports::all_schools(app).await?;
    let ids: Vec<OrgId> = all.iter().map(|school| school.id).collect();
    let above = accounts::directory::ancestors(db, &ids).await?;
    let below =
        |id: OrgId, orgs: &[OrgId]| above.get(&id).is_some_and(|above| orgs.iter().any(|org| above.contains(org)));
    let wanted = match desk.row.audience {
        EventAudience::Places => desk.facts.places.clone(),
        EventAudience::Association | EventAudience::Everyone | EventAudience::Network if !kept.is_empty() => {
            kept.clone()
        }
        EventAudience::Association | EventAudience::Everyone | EventAudience::Network => territory(app, desk).await?,
    };
    let people = reports::people(app, None).await?;
    let mut live: BTreeMap<OrgId, (usize, usize, usize)> = BTreeMap::new();
    for row in rows(app, desk).await? {
        let Some(school) = row.org_id else { continue };
        let line = live.entry(school).or_default();
        match row.state {
            RegistrationState::Confirmed => line.0 += 1,
            RegistrationState::Waiting => line.1 += 1,
            _ => line.2 += 1,
        }
    }
    let mut entries: Vec<SchoolEntry> = all
        .into_iter()
        .filter(|school| below(school.id, &wanted) || below(school.id, &kept) || live.contains_key(&school.id))
        .map(|school| {
            let (confirmed, waiting, applied) = live.get(&school.id).copied().unwrap_or_default();
            let favoured = below(school.id, &kept);
            let people = people.get(&school.id).copied().unwrap_or(0);
            SchoolEntry { school, people, confirmed, waiting, applied, favoured }
        })
        .collect();
    let count = |entry: &SchoolEntry| entry.confirmed + entry.waiting + entry.applied;
    entries.sort_by(|a, b| (count(a), &a.school.short_name).cmp(&(count(b), &b.school.short_name)));
    Ok(entries)
}

/// What lies above the host: its municipality, or what stands in its place.
async fn territory(app: &App, desk: &Desk) -> Result<Vec<OrgId>> {
    let host = desk.row.host_id;
    let above = accounts::directory::ancestors(app.reader(), &[host]).await?.remove(&host).unwrap_or_default();
    let orgs = accounts::directory::org_refs(app.reader(), &above.into_iter().collect::<Vec<_>>()).await?;
    let municipal: Vec<OrgId> =
        orgs.values().filter(|org| org.kind == OrgKind::Municipality).map(|org| org.id).collect();
    Ok(if municipal.is_empty() { vec![host] } else { municipal })
}

async fn rows(app: &App, desk: &Desk) -> Result<Vec<event_registration::Model>> {
    let live = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(desk.row.id))
        .filter(event_registration::Column::State.is_in(RegistrationState::LIVE));
    Ok(live.all(app.reader()).await?)
}

/// People of organisations the reader leads, by name.
pub async fn colleagues(app: &App, actor: &Actor, desk: &Desk) -> Result<Vec<Colleague>> {
    let led: BTreeSet<OrgId> = actor.orgs.iter().copied().filter(|org| actor.holds_over(&LEADERS, *org)).collect();
    let led: Vec<OrgId> = led.into_iter().filter(|org| actor.administers(*org)).collect();
    if led.is_empty() || !actor.confirmed || desk.row.state == EventState::Draft {
        return Ok(Vec::new());
    }
    let people = accounts::directory::people_of(app.reader(), &led).await?;
    let known: HashMap<PersonId, event_registration::Model> =
        rows(app, desk).await?.into_iter().map(|row| (row.person_id, row)).collect();
    let names = Names::load(app, people.iter().copied().collect()).await?;
    let mut found = Vec::with_capacity(people.len());
    for person in people {
        let Some(other) = accounts::facts::load(app.reader(), person, app.now()).await? else { continue };
        let row = known.get(&person);
        let may = Seat::take(&other, &desk.facts, row.is_some()).register(&desk.facts).allowed();
        let registration = match row {
            Some(row) => registered(app, vec![row.clone()]).await?.pop(),
            None => None,
        };
        found.push(Colleague { person: names.of(person), registration, may });
    }
    found.sort_by_key(|colleague| colleague.person.full_name());
    Ok(found)
}
