//! What else is at the same time: warnings for whoever plans, never a refusal.
//!
//! Of events the planner may not know of nothing is told but that a colleague is busy.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use kernel::{Actor, Error, EventId, PersonId, Result, SkillId, Timestamp};
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, Select, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access,
    entity::{calendar_day, event, event_registration, event_skill, event_speaker, event_subject},
    kinds::{EventState, RegistrationState},
    plan::EventPlan,
    policy, territory,
};

/// Warnings of one sort at most.
const MAX_SHOWN: u64 = 30;

/// What two events have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventClashWhy)]
pub enum Why {
    Skills,
    Subjects,
    Association,
    /// One school holds both.
    Host,
    /// It is for people of the same organisation.
    Places,
}

/// Something at the same time.
#[derive(Clone, Debug)]
pub enum Clash {
    Audience { row: event::Model, why: Vec<Why> },
    Day(calendar_day::Model),
    Person { person: PersonId, row: event::Model, known: bool },
}

/// The stretch of time a plan takes.
struct Stretch {
    from: Timestamp,
    to: Timestamp,
    first: NaiveDate,
    last: NaiveDate,
}

/// Everything that is at the time of a plan. A plan without a date meets nothing.
pub async fn find<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    plan: EventPlan,
    except: Option<EventId>,
) -> Result<Vec<Clash>> {
    let plan = plan.tidy();
    let host = plan.host.ok_or_else(|| Error::invalid("host", "required"))?;
    policy::may_hold(actor, host)?;
    let when = plan.dates()?;
    let Some((wall, from)) = when.starts else { return Ok(Vec::new()) };
    let length = TimeDelta::minutes(plan.kind.minutes().into());
    let (last, to) = when.ends.unwrap_or((wall + length, from + length));
    let stretch = Stretch { from, to, first: wall.date(), last: last.date() };
    let mut clashes = days(db, &plan, &stretch).await?;
    clashes.extend(audience(db, actor, &plan, &stretch, except).await?);
    clashes.extend(people(db, actor, &plan, &stretch, except).await?);
    Ok(clashes)
}

fn meanwhile(stretch: &Stretch, except: Option<EventId>) -> Select<event::Entity> {
    let mut found = event::Entity::find()
        .filter(event::Column::State.is_in([EventState::Draft, EventState::Published, EventState::Held]))
        .filter(event::Column::StartsAt.lt(stretch.to))
        // Nothing takes longer than a month: the index on beginnings finds them all.
        .filter(event::Column::StartsAt.gt(stretch.from - TimeDelta::days(32)))
        .filter(event::Column::EndsAt.gt(stretch.from));
    if let Some(except) = except {
        found = found.filter(event::Column::Id.ne(except));
    }
    found
}

async fn days<C: ConnectionTrait>(db: &C, plan: &EventPlan, stretch: &Stretch) -> Result<Vec<Clash>> {
    let Some(host) = plan.host else { return Ok(Vec::new()) };
    let rows = territory::between(db, territory::over(db, host).await?, stretch.first, stretch.last).await?;
    let meets = |row: &calendar_day::Model| {
        let (grades, subjects) = (territory::grades(row), territory::subjects(row));
        let apart = |none: bool, both: bool| !none && !both;
        let by_grade =
            apart(grades.is_empty() || plan.grades.is_empty(), grades.iter().any(|g| plan.grades.contains(g)));
        let by_subject =
            apart(subjects.is_empty() || plan.subjects.is_empty(), subjects.iter().any(|s| plan.subjects.contains(s)));
        !by_grade && !by_subject
    };
    Ok(rows.into_iter().filter(meets).take(MAX_SHOWN as usize).map(Clash::Day).collect())
}

/// Events for the same people about the same things, of those the planner knows of.
async fn audience<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    plan: &EventPlan,
    stretch: &Stretch,
    except: Option<EventId>,
) -> Result<Vec<Clash>> {
    let rows = meanwhile(stretch, except)
        .filter(policy::visible(Some(actor)))
        .order_by_asc(event::Column::StartsAt)
        .order_by_asc(event::Column::Id)
        .limit(300)
        .all(db)
        .await?;
    let ids: Vec<EventId> = rows.iter().map(|row| row.id).collect();
    let mut about: BTreeMap<EventId, (BTreeSet<SkillId>, BTreeSet<String>)> = BTreeMap::new();
    let found = event_skill::Entity::find().filter(event_skill::Column::EventId.is_in(ids.iter().copied()));
    for row in found.all(db).await? {
        about.entry(row.event_id).or_default().0.insert(row.skill_id);
    }
    let found = event_subject::Entity::find().filter(event_subject::Column::EventId.is_in(ids));
    for row in found.all(db).await? {
        about.entry(row.event_id).or_default().1.insert(row.subject);
    }
    let mut clashes = Vec::new();
    for row in rows {
        let (skills, subjects) = about.remove(&row.id).unwrap_or_default();
        let mut why = Vec::new();
        let places = access::places(db, row.id).await?;
        let mut add = |yes: bool, what: Why| why.extend(yes.then_some(what));
        add(plan.skills.iter().any(|skill| skills.contains(skill)), Why::Skills);
        add(plan.subjects.iter().any(|subject| subjects.contains(subject)), Why::Subjects);
        add(plan.association.is_some() && plan.association == row.association_id, Why::Association);
        add(plan.host == Some(row.host_id) || plan.co_hosts.contains(&row.host_id), Why::Host);
        add(plan.places.iter().any(|place| places.contains(place)), Why::Places);
        if !why.is_empty() {
            clashes.push(Clash::Audience { row, why });
        }
        if clashes.len() == MAX_SHOWN as usize {
            break;
        }
    }
    Ok(clashes)
}

/// Where those who speak, and the planner, are to be at that time.
async fn people<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    plan: &EventPlan,
    stretch: &Stretch,
    except: Option<EventId>,
) -> Result<Vec<Clash>> {
    let mut who: BTreeSet<PersonId> = plan.speakers.iter().filter_map(|speaker| speaker.person_id).collect();
    who.insert(actor.person);
    let busy = busy(db, &who, stretch, except).await?;
    let ids: BTreeSet<EventId> = busy.iter().map(|(_, row)| row.id).collect();
    let known = event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .filter(event::Column::Id.is_in(ids))
        .filter(policy::visible(Some(actor)))
        .into_tuple::<EventId>();
    let known: BTreeSet<EventId> = known.all(db).await?.into_iter().collect();
    let clash = |(person, row): (PersonId, event::Model)| {
        let known = known.contains(&row.id);
        // Somebody else's draft is nobody's duty yet.
        (known || row.state != EventState::Draft).then_some(Clash::Person { person, row, known })
    };
    Ok(busy.into_iter().filter_map(clash).take(MAX_SHOWN as usize).collect())
}

async fn busy<C: ConnectionTrait>(
    db: &C,
    who: &BTreeSet<PersonId>,
    stretch: &Stretch,
    except: Option<EventId>,
) -> Result<Vec<(PersonId, event::Model)>> {
    let mut duties: BTreeSet<(EventId, PersonId)> = BTreeSet::new();
    let speaks = event_speaker::Entity::find().filter(event_speaker::Column::PersonId.is_in(who.iter().copied()));
    let speaks = speaks.filter(event_speaker::Column::EventId.in_subquery(ids(stretch, except)));
    duties.extend(speaks.all(db).await?.into_iter().filter_map(|row| Some((row.event_id, row.person_id?))));
    let comes = event_registration::Entity::find()
        .filter(event_registration::Column::PersonId.is_in(who.iter().copied()))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .filter(event_registration::Column::EventId.in_subquery(ids(stretch, except)));
    duties.extend(comes.all(db).await?.into_iter().map(|row| (row.event_id, row.person_id)));
    let rows = event::Entity::find().filter(event::Column::Id.is_in(duties.iter().map(|(event, _)| *event)));
    let rows: BTreeMap<EventId, event::Model> = rows.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let pair = |(event, person): (EventId, PersonId)| Some((person, rows.get(&event)?.clone()));
    Ok(duties.into_iter().filter_map(pair).collect())
}

fn ids(stretch: &Stretch, except: Option<EventId>) -> sea_orm::sea_query::SelectStatement {
    use sea_orm::QueryTrait;
    meanwhile(stretch, except).select_only().column(event::Column::Id).into_query()
}
