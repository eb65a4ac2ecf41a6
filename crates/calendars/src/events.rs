//! Events are begun, written, copied and thrown away.

use kernel::{Actor, Code, Error, EventId, OrgId, PersonId, Result, SkillId};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};

use crate::{
    access::{self, Desk},
    attendance, changes,
    entity::{
        event, event_grade, event_host, event_place, event_role, event_seat, event_skill, event_speaker, event_subject,
    },
    event::{Detail, Event, kind},
    kinds::{EventState, Way},
    plan::{EventPlan, ProgrammeItem, SeatPlan, Speaker, When},
    policy::{self, Act, after},
    seats, series, slots, terms, wall, watch,
};

/// Begins an event: a draft.
pub async fn create(tx: &mut Tx, actor: &Actor, plan: EventPlan) -> Result<EventId> {
    let plan = plan.tidy();
    let host = plan.host.ok_or_else(|| Error::invalid("host", "required"))?;
    policy::may_hold(actor, host)?;
    let when = plan.check(tx.db()).await?;
    put(tx, actor, &plan, host, when).await
}

/// Writes the draft of a plan that was checked.
pub(crate) async fn put(tx: &mut Tx, actor: &Actor, plan: &EventPlan, host: OrgId, when: When) -> Result<EventId> {
    let id: EventId = tx.id();
    let mut row = columns(plan, host, when)?;
    row.id = Set(id);
    row.number = Set(None);
    row.owner_id = Set(actor.person);
    row.state = Set(EventState::Draft);
    row.topic_id = Set(None);
    row.reason = Set(String::new());
    row.revision = Set(1);
    row.sequence = Set(0);
    row.created_at = Set(tx.now());
    row.published_at = Set(None);
    row.changed_at = Set(tx.now());
    event::Entity::insert(row).exec_without_returning(tx.db()).await?;
    write_lists(tx, id, plan).await?;
    slots::write(tx, id, plan).await?;
    terms::write(tx, id, plan, when).await?;
    seats::arrange(tx, id, plan).await?;
    Ok(id)
}

/// What became of a save.
pub enum Saved {
    Done,
    /// Somebody was faster.
    Stale,
}

/// Saves the plan over `revision`. What others see already must stay complete.
pub async fn save(tx: &mut Tx, actor: &Actor, id: EventId, revision: i32, plan: EventPlan) -> Result<Saved> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    after(desk.row.state, Act::Save)?;
    if desk.row.revision != revision {
        return Ok(Saved::Stale);
    }
    let plan = plan.tidy();
    let host = plan.host.ok_or_else(|| Error::invalid("host", "required"))?;
    if host != desk.row.host_id {
        policy::may_hold(actor, host)?;
    }
    let when = plan.check(tx.db()).await?;
    let programme = serde_json::to_string(&plan.programme)?;
    if programme != desk.row.programme && attendance::marked_sessions(tx, id).await? {
        return Err(Error::Conflict(Code::InUse));
    }
    let shown = desk.row.state != EventState::Draft;
    if shown {
        plan.complete()?;
        if plan.level != desk.row.level {
            let facts = policy::Facts { level: plan.level, ..desk.facts.clone() };
            desk.seat.publish(&facts).or_refuse()?;
        }
    }
    seats::check(tx, id, &plan).await?;
    let moved = moved(&desk.row, &plan, when);
    let mut row = columns(&plan, host, when)?;
    row.id = Set(id);
    row.revision = Set(revision + 1);
    row.changed_at = Set(tx.now());
    if shown && moved {
        let sequence = desk.row.sequence + 1;
        row.sequence = Set(sequence);
        changes::write(tx, &desk.row, &plan, when, sequence).await?;
    }
    row.update(tx.db()).await?;
    clear_lists(tx, id).await?;
    write_lists(tx, id, &plan).await?;
    slots::write(tx, id, &plan).await?;
    terms::write(tx, id, &plan, when).await?;
    seats::arrange(tx, id, &plan).await?;
    if desk.row.starts_at.is_none() && when.starts.is_some() {
        slots::follow(tx, actor, id, &plan).await?;
    }
    if shown {
        watch::set(tx, id).await?;
        tell(tx, actor, &desk, &plan, moved);
    }
    Ok(Saved::Done)
}

/// Date, place or link are not what participants were told.
fn moved(row: &event::Model, plan: &EventPlan, when: When) -> bool {
    row.starts_at != when.starts.map(|at| at.1)
        || row.ends_at != when.ends.map(|at| at.1)
        || row.place != plan.place
        || row.link != plan.link
}

fn tell(tx: &mut Tx, actor: &Actor, desk: &Desk, plan: &EventPlan, moved: bool) {
    let audience = desk.row.audience != plan.audience
        || desk.facts.places != plan.places
        || desk.facts.association != plan.association
        || Some(desk.row.host_id) != plan.host
        || desk.facts.co_hosts != plan.co_hosts;
    let kind = if moved { kind::MOVED } else { kind::CHANGED };
    tx.emit(Event::new(kind, desk.row.id, actor.person).with(Detail {
        audience,
        was: desk.row.starts_at.filter(|_| moved),
        sequence: moved.then_some(desk.row.sequence + 1),
        ..Detail::default()
    }));
}

/// Throws a draft away.
pub async fn discard(tx: &mut Tx, actor: &Actor, id: EventId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    after(desk.row.state, Act::Discard)?;
    erase(tx, id).await
}

/// Removes what nobody else has ever seen.
pub(crate) async fn erase(tx: &Tx, id: EventId) -> Result<()> {
    clear_lists(tx, id).await?;
    crate::after::own::forget(tx, id).await?;
    slots::forget(tx, id).await?;
    terms::forget(tx, id).await?;
    series::forget(tx, id).await?;
    event_seat::Entity::delete_many().filter(event_seat::Column::EventId.eq(id)).exec(tx.db()).await?;
    event::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

/// A draft of one's own with everything but the dates.
pub async fn copy(tx: &mut Tx, actor: &Actor, id: EventId) -> Result<EventId> {
    let desk = access::desk(tx.db(), actor, id).await?;
    let plan = stored(tx.db(), &desk.row).await?;
    // Somebody else's words about places, links and who may come are not taken along.
    let link = if desk.seat.manage(&desk.facts).allowed() { plan.link.clone() } else { String::new() };
    let host =
        if policy::may_hold(actor, desk.row.host_id).is_ok() { plan.host } else { own_host(tx.db(), actor).await? };
    let plan = EventPlan { link, host, ..plan.undated() };
    create(tx, actor, plan).await
}

/// Where the actor works.
pub(crate) async fn own_host<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Option<OrgId>> {
    let names = accounts::directory::names(db, &[actor.person]).await?;
    Ok(names.get(&actor.person).and_then(|name| name.school.as_ref()).map(|school| school.id))
}

fn columns(plan: &EventPlan, host: OrgId, when: When) -> Result<event::ActiveModel> {
    Ok(event::ActiveModel {
        host_id: Set(host),
        association_id: Set(plan.association),
        kind: Set(plan.kind),
        level: Set(plan.level),
        audience: Set(plan.audience),
        title: Set(plan.title.clone()),
        summary: Set(plan.summary.clone()),
        body: Set(plan.body.clone()),
        search_key: Set(plan.search_key()),
        programme: Set(serde_json::to_string(&plan.programme)?),
        time_zone: Set(plan.time_zone.clone()),
        starts_wall: Set(when.starts.map(|at| at.0)),
        ends_wall: Set(when.ends.map(|at| at.0)),
        starts_at: Set(when.starts.map(|at| at.1)),
        ends_at: Set(when.ends.map(|at| at.1)),
        slot: Set(slots::said(plan)),
        place: Set(plan.place.clone()),
        link: Set(plan.link.clone()),
        registration: Set(plan.registration),
        register_until_wall: Set(when.register_until.map(|at| at.0)),
        register_until: Set(when.register_until.map(|at| at.1)),
        ..Default::default()
    })
}

async fn clear_lists(tx: &Tx, id: EventId) -> Result<()> {
    let db = tx.db();
    event_subject::Entity::delete_many().filter(event_subject::Column::EventId.eq(id)).exec(db).await?;
    event_grade::Entity::delete_many().filter(event_grade::Column::EventId.eq(id)).exec(db).await?;
    event_skill::Entity::delete_many().filter(event_skill::Column::EventId.eq(id)).exec(db).await?;
    event_host::Entity::delete_many().filter(event_host::Column::EventId.eq(id)).exec(db).await?;
    event_place::Entity::delete_many().filter(event_place::Column::EventId.eq(id)).exec(db).await?;
    event_role::Entity::delete_many().filter(event_role::Column::EventId.eq(id)).exec(db).await?;
    event_speaker::Entity::delete_many().filter(event_speaker::Column::EventId.eq(id)).exec(db).await?;
    Ok(())
}

/// Writes rows of one table, if there are any.
async fn insert<A>(tx: &Tx, rows: Vec<A>) -> Result<()>
where
    A: ActiveModelTrait,
{
    if !rows.is_empty() {
        A::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

async fn write_lists(tx: &Tx, id: EventId, plan: &EventPlan) -> Result<()> {
    let event_id = || Set(id);
    let subject = |code: &String| event_subject::ActiveModel { event_id: event_id(), subject: Set(code.clone()) };
    insert(tx, plan.subjects.iter().map(subject).collect()).await?;
    let grade = |grade: &i32| event_grade::ActiveModel { event_id: event_id(), grade: Set(*grade) };
    insert(tx, plan.grades.iter().map(grade).collect()).await?;
    let skill = |skill: &SkillId| event_skill::ActiveModel { event_id: event_id(), skill_id: Set(*skill) };
    insert(tx, plan.skills.iter().map(skill).collect()).await?;
    let host = |org: &OrgId| event_host::ActiveModel { event_id: event_id(), org_id: Set(*org) };
    insert(tx, plan.co_hosts.iter().map(host).collect()).await?;
    let place = |org: &OrgId| event_place::ActiveModel { event_id: event_id(), org_id: Set(*org) };
    insert(tx, plan.places.iter().map(place).collect()).await?;
    let role = |role: &kernel::Role| event_role::ActiveModel { event_id: event_id(), role: Set(*role) };
    insert(tx, plan.roles.iter().map(role).collect()).await?;
    let speaker = |(position, speaker): (i32, &Speaker)| event_speaker::ActiveModel {
        event_id: event_id(),
        position: Set(position),
        person_id: Set(speaker.person_id),
        name: Set(speaker.name.trim().to_owned()),
        about: Set(speaker.about.trim().to_owned()),
        topic: Set(speaker.topic.trim().to_owned()),
    };
    insert(tx, (0..).zip(&plan.speakers).map(speaker).collect()).await
}

/// A stored JSON list; a broken one is empty.
pub fn programme(row: &event::Model) -> Vec<ProgrammeItem> {
    serde_json::from_str(&row.programme).unwrap_or_default()
}

/// Speakers in their order.
pub async fn speakers<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<Speaker>> {
    let rows = event_speaker::Entity::find()
        .filter(event_speaker::Column::EventId.eq(id))
        .order_by_asc(event_speaker::Column::Position);
    let line = |row: event_speaker::Model| Speaker {
        person_id: row.person_id,
        name: row.name,
        about: row.about,
        topic: row.topic,
    };
    Ok(rows.all(db).await?.into_iter().map(line).collect())
}

/// The plan as it is stored.
pub async fn stored<C: ConnectionTrait>(db: &C, row: &event::Model) -> Result<EventPlan> {
    let id = row.id;
    let subjects = event_subject::Entity::find().filter(event_subject::Column::EventId.eq(id)).all(db).await?;
    let grades = event_grade::Entity::find().filter(event_grade::Column::EventId.eq(id)).all(db).await?;
    let skills = event_skill::Entity::find().filter(event_skill::Column::EventId.eq(id)).all(db).await?;
    let offered = seats::of(db, id).await?;
    let slot = slots::of(db, id).await?;
    let terms = terms::of(db, id).await?;
    let seat = |way: Way| {
        let row = offered.iter().find(|row| row.way == way)?;
        let kept = Some(row.kept).filter(|kept| *kept > 0);
        Some(SeatPlan { capacity: row.capacity, waiting: row.waiting_limit, kept })
    };
    let plan = EventPlan {
        kind: row.kind,
        title: row.title.clone(),
        summary: row.summary.clone(),
        body: row.body.clone(),
        host: Some(row.host_id),
        co_hosts: access::co_hosts(db, id).await?,
        association: row.association_id,
        speakers: speakers(db, id).await?,
        subjects: subjects.into_iter().map(|row| row.subject).collect(),
        grades: grades.into_iter().map(|row| row.grade).collect(),
        skills: skills.into_iter().map(|row| row.skill_id).collect(),
        programme: programme(row),
        starts: row.starts_wall.map(wall::write),
        ends: row.ends_wall.map(wall::write),
        time_zone: row.time_zone.clone(),
        slot: slots::typed(row, slot.as_ref()),
        yearly: slot.as_ref().is_some_and(|slot| slot.yearly),
        month: slot.and_then(|slot| slot.month),
        place: row.place.clone(),
        link: row.link.clone(),
        level: row.level,
        audience: row.audience,
        places: access::places(db, id).await?,
        roles: access::roles(db, id).await?,
        registration: row.registration,
        register_until: row.register_until_wall.map(wall::write),
        room: seat(Way::Room),
        online: seat(Way::Online),
        guests: terms.as_ref().is_some_and(|terms| terms.guests),
        per_school: terms.as_ref().and_then(|terms| terms.per_school),
        kept_for: terms::kept_for(db, id).await?,
        kept_until: terms.and_then(|terms| terms.kept_until_wall).map(wall::write),
    };
    Ok(plan.tidy())
}

/// Events that somebody began and nobody else ever saw.
pub(crate) async fn drafts_of<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<EventId>> {
    let rows = event::Entity::find()
        .filter(event::Column::OwnerId.eq(person))
        .filter(event::Column::State.eq(EventState::Draft))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
