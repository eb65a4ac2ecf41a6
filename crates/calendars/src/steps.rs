//! An event goes through its life: others hear of it, it is moved, cancelled, held, closed.

use kernel::{Actor, Code, Error, EventId, Result, TopicId, error::Checks};
use platform::{Tx, ports::NewDiscussion};
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    access::{self, Desk},
    entity::{event, event_counter},
    event::{Event, kind},
    events,
    kinds::{EventAudience, EventState},
    plan::EventPlan,
    policy::{Act, after},
    view, watch,
};

const MAX_REASON: usize = 1_000;

async fn step(tx: &Tx, desk: &Desk, act: Act, mut change: event::ActiveModel) -> Result<()> {
    change.id = Set(desk.row.id);
    change.state = Set(after(desk.row.state, act)?);
    change.revision = Set(desk.row.revision + 1);
    change.changed_at = Set(tx.now());
    change.update(tx.db()).await?;
    Ok(())
}

/// Lets its audience hear of it. The first time it gets its number; what was postponed needs a new date.
pub async fn publish(tx: &mut Tx, actor: &Actor, id: EventId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.publish(&desk.facts).or_refuse()?;
    after(desk.row.state, Act::Publish)?;
    let plan = events::stored(tx.db(), &desk.row).await?;
    plan.complete()?;
    let again = desk.row.state == EventState::Postponed;
    if again && desk.row.starts_at.is_none_or(|starts| starts <= tx.now()) {
        return Err(Error::invalid("starts", "invalid"));
    }
    let number = match desk.row.number {
        Some(number) => number,
        None => next_number(tx).await?,
    };
    let change = event::ActiveModel {
        number: Set(Some(number)),
        reason: Set(String::new()),
        sequence: Set(desk.row.sequence + i32::from(again)),
        published_at: Set(desk.row.published_at.or(Some(tx.now()))),
        ..Default::default()
    };
    step(tx, &desk, Act::Publish, change).await?;
    watch::set(tx, id).await?;
    tx.emit(Event::new(if again { kind::MOVED } else { kind::PUBLISHED }, id, actor.person));
    Ok(())
}

/// The date no longer holds; a new one comes with the next save and `publish`.
pub async fn postpone(tx: &mut Tx, actor: &Actor, id: EventId, reason: &str) -> Result<()> {
    end(tx, actor, id, Act::Postpone, reason).await
}

/// It will not be. It stays readable, and in calendars as cancelled.
pub async fn cancel(tx: &mut Tx, actor: &Actor, id: EventId, reason: &str) -> Result<()> {
    end(tx, actor, id, Act::Cancel, reason).await
}

async fn end(tx: &mut Tx, actor: &Actor, id: EventId, act: Act, reason: &str) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    after(desk.row.state, act)?;
    let mut checks = Checks::default();
    checks.text(reason, MAX_REASON, "reason");
    checks.done()?;
    let change = event::ActiveModel {
        reason: Set(reason.trim().to_owned()),
        sequence: Set(desk.row.sequence + 1),
        ..Default::default()
    };
    step(tx, &desk, act, change).await?;
    let kind = if act == Act::Cancel { kind::CANCELLED } else { kind::POSTPONED };
    tx.emit(Event::new(kind, id, actor.person));
    Ok(())
}

/// Says that it took place: not before it began.
pub async fn hold(tx: &mut Tx, actor: &Actor, id: EventId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    after(desk.row.state, Act::Hold)?;
    if desk.row.starts_at.is_none_or(|starts| starts > tx.now()) {
        return Err(Error::Conflict(Code::WrongState));
    }
    step(tx, &desk, Act::Hold, Default::default()).await?;
    tx.emit(Event::new(kind::HELD, id, actor.person));
    Ok(())
}

/// What came of it is written down.
pub async fn close(tx: &mut Tx, actor: &Actor, id: EventId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    step(tx, &desk, Act::Close, Default::default()).await?;
    tx.emit(Event::new(kind::CLOSED, id, actor.person));
    Ok(())
}

/// Where it is talked about; opened by whoever asks first.
pub async fn talk(tx: &mut Tx, actor: &Actor, id: EventId) -> Result<TopicId> {
    let desk = access::locked(tx, actor, id).await?;
    if let Some(topic) = desk.row.topic_id {
        return Ok(topic);
    }
    desk.seat.register(&desk.facts).or_refuse()?;
    if desk.row.state == EventState::Draft {
        return Err(Error::Conflict(Code::WrongState));
    }
    let plan = events::stored(tx.db(), &desk.row).await?;
    let app = tx.app().clone();
    let topic = app.discussions()?.open(tx, discussion(&desk, actor, plan)).await?;
    let change = event::ActiveModel { id: Set(id), topic_id: Set(Some(topic)), ..Default::default() };
    change.update(tx.db()).await?;
    tx.emit(Event::new(kind::CHANGED, id, actor.person));
    Ok(topic)
}

/// Talk about what is for some only stays in the room of their association or of the host.
fn discussion(desk: &Desk, actor: &Actor, plan: EventPlan) -> NewDiscussion {
    let row = &desk.row;
    let place = match row.audience {
        EventAudience::Association => row.association_id,
        EventAudience::Places => Some(row.host_id),
        EventAudience::Everyone | EventAudience::Network => row.association_id,
    };
    let title = format!("{}: {}", row.kind.russian(), row.title);
    let body = format!("{}\n\n[Страница события]({})", row.summary, view::path(row));
    NewDiscussion {
        place,
        title,
        body,
        author: actor.person,
        subject: plan.subjects.into_iter().next(),
        grades: plan.grades,
        skills: plan.skills,
    }
}

/// The next number; the counter's row stays locked until the commit, so numbers have no gaps.
async fn next_number(tx: &Tx) -> Result<i32> {
    event_counter::Entity::update_many()
        .col_expr(event_counter::Column::Last, Expr::col(event_counter::Column::Last).add(1))
        .filter(event_counter::Column::Id.eq(1))
        .exec(tx.db())
        .await?;
    let row = event_counter::Entity::find_by_id(1).one(tx.db()).await?;
    Ok(row.ok_or_else(|| Error::Internal(anyhow::anyhow!("event_counter is empty")))?.last)
}
