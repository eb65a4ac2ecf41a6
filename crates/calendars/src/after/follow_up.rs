//! Some weeks after an event everybody who was there is asked what has changed in class.

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Actor, Code, Error, EventId, Result, SkillId, Timestamp, error::Checks};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

use super::{present, was_there};
use crate::{
    access::{self, Desk},
    dates,
    entity::{event, event_follow_up, event_outcome},
    event::{Detail, Event, kind},
    kinds::{Changed, EventState},
    post, view,
};

const KIND: &str = "calendars.follow_up";
const WEEKS: std::ops::RangeInclusive<i32> = 4..=8;
const USUAL: i32 = 6;
const MAX_WORDS: usize = 2_000;
/// A question that comes later than this after its day is not asked: the server slept, or old events were brought in.
const STALE: TimeDelta = TimeDelta::days(14);

#[derive(Serialize, Deserialize)]
struct Question {
    event: EventId,
    /// The moment it was meant for: another date or another number of weeks has a question of its own.
    due: Timestamp,
}

/// After how many weeks people of this event are asked.
pub async fn weeks<C: ConnectionTrait>(db: &C, id: EventId) -> Result<i32> {
    Ok(event_follow_up::Entity::find_by_id(id).one(db).await?.map_or(USUAL, |row| row.weeks))
}

/// When they are asked; never, while nobody knows when it ends.
pub fn due(event: &event::Model, weeks: i32) -> Option<Timestamp> {
    event.ends_at.map(|ends| ends + TimeDelta::weeks(i64::from(weeks)))
}

/// Saves the question with the write that gives the event its dates.
pub(crate) async fn set(tx: &Tx, event: &event::Model) -> Result<()> {
    let Some(due) = due(event, weeks(tx.db(), event.id).await?).filter(|due| *due > tx.now()) else { return Ok(()) };
    let key = format!("event:{}:follow_up:{}", event.id, due.timestamp());
    jobs::enqueue(tx, KIND, &Question { event: event.id, due }, due, Some(key)).await
}

/// The host's choice of weeks, until people were asked.
pub async fn plan(tx: &Tx, actor: &Actor, id: EventId, weeks: i32) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    if !WEEKS.contains(&weeks) {
        return Err(Error::invalid("weeks", "invalid"));
    }
    let asked = due(&desk.row, self::weeks(tx.db(), id).await?).is_some_and(|due| due <= tx.now());
    if asked || due(&desk.row, weeks).is_some_and(|due| due <= tx.now()) {
        return Err(Error::Conflict(Code::WrongState));
    }
    let row = event_follow_up::Model { event_id: id, weeks };
    let over =
        OnConflict::column(event_follow_up::Column::EventId).update_column(event_follow_up::Column::Weeks).to_owned();
    event_follow_up::Entity::insert(event_follow_up::ActiveModel::from(row).reset_all())
        .on_conflict(over)
        .exec_without_returning(tx.db())
        .await?;
    if desk.facts.state == EventState::Draft { Ok(()) } else { set(tx, &desk.row).await }
}

pub struct Asking;

#[async_trait]
impl JobHandler for Asking {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let Question { event: id, due } = serde_json::from_str(payload)?;
        if due < app.now() - STALE {
            return Ok(());
        }
        let mut tx = app.begin().await?;
        let Some(row) = event::Entity::find_by_id(id).one(tx.db()).await? else { return Ok(()) };
        let took_place = matches!(row.state, EventState::Published | EventState::Held | EventState::Closed);
        if !took_place || self::due(&row, weeks(tx.db(), id).await?) != Some(due) {
            return Ok(());
        }
        for entry in present(tx.db(), id).await? {
            let detail = Detail { registration: Some(entry.id), person: Some(entry.person_id), ..Detail::default() };
            tx.emit(Event::by_clock(kind::FOLLOW_UP, id).with(detail));
            let text = format!(
                "{}: {}, {}.\n\nПрошло несколько недель. Изменилось ли что-нибудь на ваших уроках? Ответ займёт минуту:\n{}",
                row.kind.russian(),
                row.title,
                dates::days(&row),
                app.address(&format!("{}#follow-up", view::path(&row))),
            );
            post::send(&tx, entry.person_id, &format!("Что изменилось: {}", row.title), text).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Somebody was there, and the time has come.
pub fn may_answer(desk: &Desk, weeks: i32, now: Timestamp) -> bool {
    was_there(desk).is_some() && due(&desk.row, weeks).is_some_and(|due| due <= now)
}

/// What changed, in one's own words; said again, the last word counts.
pub async fn answer(
    tx: &mut Tx,
    actor: &Actor,
    id: EventId,
    changed: Changed,
    words: &str,
    skill: Option<SkillId>,
) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    let mine = was_there(&desk).ok_or(Error::Conflict(Code::WrongState))?;
    if !may_answer(&desk, weeks(tx.db(), id).await?, tx.now()) {
        return Err(Error::Conflict(Code::WrongState));
    }
    let mut checks = Checks::default();
    checks.up_to(words, MAX_WORDS, "text");
    let known = skills::chips(tx.db(), &skill.into_iter().collect::<Vec<_>>()).await?;
    checks.require(skill.is_none_or(|skill| known.contains_key(&skill)), "skill_id", "unknown");
    checks.done()?;
    let row = event_outcome::Model {
        registration_id: mine.id,
        event_id: id,
        changed,
        words: words.trim().to_owned(),
        skill_id: skill,
        answered_at: tx.now(),
    };
    use event_outcome::Column;
    let columns = [Column::Changed, Column::Words, Column::SkillId, Column::AnsweredAt];
    event_outcome::Entity::insert(event_outcome::ActiveModel::from(row).reset_all())
        .on_conflict(OnConflict::column(Column::RegistrationId).update_columns(columns).to_owned())
        .exec_without_returning(tx.db())
        .await?;
    let detail = Detail { registration: Some(mine.id), person: Some(actor.person), ..Detail::default() };
    tx.emit(Event::new(kind::CHANGE_TOLD, id, actor.person).with(detail));
    Ok(())
}
