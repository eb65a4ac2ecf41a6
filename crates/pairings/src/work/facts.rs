//! What a half of a school year was, counted of what is there: items, hours, events, visits, people, talk and silence.

use chrono::{Days, NaiveDate, TimeDelta};
use kernel::{EventId, PlanItemId, Result};
use platform::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    items,
    progress::{self, PlanDeed, PlanFormCount},
    room::Room,
    visits,
};
use crate::{
    entity::work::{pairing_visit, plan_item},
    kinds::{PlanForm, PlanState, VisitState},
};

/// An item of the half.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportItem {
    pub id: PlanItemId,
    pub form: PlanForm,
    pub title: String,
    /// When it was done, or was to be.
    pub day: Option<NaiveDate>,
    pub minutes: Option<i32>,
    /// The event it was.
    pub event_id: Option<EventId>,
    /// How many people came to it.
    pub present: Option<i32>,
    pub outcome: String,
}

/// Visits of the half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportVisits {
    pub planned: i32,
    /// Held, the signed ones too.
    pub held: i32,
    pub signed: i32,
    pub missed: i32,
    /// What was agreed upon at those that were signed.
    pub agreements: i32,
}

/// What a half of a school year was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PairingReportFacts)]
pub struct Facts {
    pub since: NaiveDate,
    pub until: NaiveDate,
    pub total: i32,
    pub done: i32,
    pub cancelled: i32,
    pub overdue: i32,
    /// Whole percent; absent where nothing was planned.
    pub percent: Option<i32>,
    pub mentor_minutes: i32,
    pub mentee_minutes: i32,
    pub events: i32,
    /// People at those events, as often as they came.
    pub present: i32,
    pub visits: ReportVisits,
    pub forms: Vec<PlanFormCount>,
    pub people: Vec<PlanDeed>,
    pub did: Vec<ReportItem>,
    pub late: Vec<ReportItem>,
    /// Posts in the room of the pair; absent while it has none.
    pub posts: Option<i64>,
    /// The longest time in days in which nothing was done, visited or planned.
    pub silence: i64,
}

/// A half of a school year: September to December, January to August.
pub fn half(year: i32, half: i32) -> Option<(NaiveDate, NaiveDate)> {
    match half {
        1 => Some((NaiveDate::from_ymd_opt(year, 9, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?)),
        2 => Some((NaiveDate::from_ymd_opt(year + 1, 1, 1)?, NaiveDate::from_ymd_opt(year + 1, 8, 31)?)),
        _ => None,
    }
}

/// Counts one half of the pair as of today.
pub async fn gather(app: &App, room: &Room, (since, until): (NaiveDate, NaiveDate)) -> Result<Facts> {
    let db = app.reader();
    let today = app.now().date_naive();
    let within = |day: NaiveDate| (since..=until).contains(&day);
    let mut rows = items::of(db, room.row.id).await?;
    let ids: Vec<EventId> = rows.iter().filter_map(|row| row.event_id).collect();
    let events = app.gatherings()?.look(app, &ids).await?;
    for row in &mut rows {
        let came = row.event_id.and_then(|id| events.get(&id)).and_then(platform::ports::Gathering::came);
        row.present = came.or(row.present);
    }
    let all = visits::of(db, room.row.id).await?;
    let silence = silence(room, &rows, &all, (since, until.min(today)));
    rows.retain(|row| day(row).is_some_and(within));
    let seen: Vec<pairing_visit::Model> =
        all.into_iter().filter(|row| within(row.held_on.unwrap_or(row.planned_on))).collect();
    let signed: Vec<_> = seen.iter().filter(|row| row.state == VisitState::Signed).map(|row| row.id).collect();
    let agreed = visits::agreements(db, &signed).await?.len();
    let counted = progress::count(&rows, today.min(until + Days::new(1)));
    let happened = || rows.iter().filter(|row| row.state == PlanState::Done && row.event_id.is_some());
    Ok(Facts {
        since,
        until,
        total: counted.total,
        done: counted.done,
        cancelled: counted.cancelled,
        overdue: counted.overdue,
        percent: counted.percent,
        mentor_minutes: counted.mentor_minutes,
        mentee_minutes: counted.mentee_minutes,
        events: i32::try_from(happened().count()).unwrap_or(i32::MAX),
        present: happened().filter_map(|row| row.present).sum(),
        visits: counts(&seen, agreed),
        forms: counted.forms,
        people: counted.people,
        did: rows.iter().filter(|row| row.state == PlanState::Done).map(line).collect(),
        late: rows.iter().filter(|row| progress::overdue(row, today)).map(line).collect(),
        posts: posts(app, room, since, until).await?,
        silence,
    })
}

fn day(row: &plan_item::Model) -> Option<NaiveDate> {
    row.done_on.or(row.due)
}

fn line(row: &plan_item::Model) -> ReportItem {
    ReportItem {
        id: row.id,
        form: row.form,
        title: row.title.clone(),
        day: day(row),
        minutes: row.minutes,
        event_id: row.event_id,
        present: row.present,
        outcome: row.outcome.clone(),
    }
}

fn counts(seen: &[pairing_visit::Model], agreed: usize) -> ReportVisits {
    let count = |wanted: &[VisitState]| {
        i32::try_from(seen.iter().filter(|row| wanted.contains(&row.state)).count()).unwrap_or(i32::MAX)
    };
    ReportVisits {
        planned: count(&[VisitState::Planned]),
        held: count(&[VisitState::Held, VisitState::Signed]),
        signed: count(&[VisitState::Signed]),
        missed: count(&[VisitState::Missed]),
        agreements: i32::try_from(agreed).unwrap_or(i32::MAX),
    }
}

/// The longest time between two days on which something was done, the first and the last day of the half among them.
fn silence(
    room: &Room,
    rows: &[plan_item::Model],
    all: &[pairing_visit::Model],
    (since, until): (NaiveDate, NaiveDate),
) -> i64 {
    let since = since.max(room.period.since);
    if until <= since {
        return 0;
    }
    let done = rows.iter().filter_map(|row| row.done_on);
    let made = rows.iter().map(|row| row.created_at.date_naive());
    let held = all.iter().filter_map(|row| row.held_on);
    let mut days: Vec<NaiveDate> = done.chain(made).chain(held).filter(|day| (since..=until).contains(day)).collect();
    days.extend([since, until]);
    days.sort_unstable();
    days.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).max().unwrap_or(0)
}

async fn posts(app: &App, room: &Room, since: NaiveDate, until: NaiveDate) -> Result<Option<i64>> {
    let Some(space) = room.row.space_id else { return Ok(None) };
    let morning = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    Ok(Some(app.rooms()?.posts(app, space, morning(since), morning(until) + TimeDelta::days(1)).await?))
}
