//! Who came.

use std::collections::BTreeMap;

use kernel::{DateTime, EventId, PersonRef, RegistrationId, Result, Utc};
use platform::App;
use platform::ports::Names;
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    attendance,
    entity::{attendance_mark, event_registration},
    kinds::{MarkMethod, RegistrationState, Way},
};

/// One mark with its maker.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttendanceMark {
    /// Number in the programme, from one; absent: the event as a whole.
    pub session: Option<i32>,
    pub method: MarkMethod,
    pub present: bool,
    pub minutes: Option<i32>,
    /// When it happened, by the clock of the device.
    pub at: DateTime<Utc>,
    /// When it was heard here.
    pub heard_at: DateTime<Utc>,
    pub by: PersonRef,
}

/// Somebody was at a part of the event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionAttendance {
    /// Number in the programme, from one.
    pub session: i32,
    pub attended_at: DateTime<Utc>,
    pub minutes: Option<i32>,
}

/// Somebody who has a place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Attendance {
    pub registration_id: RegistrationId,
    pub person: PersonRef,
    pub way: Way,
    /// What follows of the marks; absent: they were not there, or nobody has said so.
    pub attended_at: Option<DateTime<Utc>>,
    pub minutes: Option<i32>,
    /// Parts they were at, where parts were marked.
    pub sessions: Vec<SessionAttendance>,
    pub marks: Vec<AttendanceMark>,
}

/// Everybody who has a place, by name.
pub async fn attendance(app: &App, id: EventId) -> Result<Vec<Attendance>> {
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .order_by_asc(event_registration::Column::Id)
        .all(app.reader())
        .await?;
    let mut marks = attendance::marks(app, id).await?;
    let makers = marks.values().flatten().map(|mark| mark.by_id);
    let names = Names::load(app, rows.iter().map(|row| row.person_id).chain(makers).collect()).await?;
    let line = |mark: attendance_mark::Model| AttendanceMark {
        session: Some(mark.session).filter(|session| *session > 0),
        method: mark.method,
        present: mark.present,
        minutes: mark.minutes,
        at: mark.at,
        heard_at: mark.created_at,
        by: names.of(mark.by_id),
    };
    let mut list: Vec<Attendance> = rows
        .into_iter()
        .map(|row| {
            let marks = marks.remove(&row.id).unwrap_or_default();
            Attendance {
                registration_id: row.id,
                person: names.of(row.person_id),
                way: row.way,
                attended_at: row.attended_at,
                minutes: row.minutes,
                sessions: sessions(&marks),
                marks: marks.into_iter().map(line).collect(),
            }
        })
        .collect();
    list.sort_by_cached_key(|row| row.person.full_name());
    Ok(list)
}

fn sessions(marks: &[attendance_mark::Model]) -> Vec<SessionAttendance> {
    let mut parts: BTreeMap<i32, Vec<&attendance_mark::Model>> = BTreeMap::new();
    marks.iter().filter(|mark| mark.session > 0).for_each(|mark| parts.entry(mark.session).or_default().push(mark));
    let part = |(session, marks): (i32, Vec<&attendance_mark::Model>)| {
        let (at, minutes) = attendance::together(&marks);
        at.map(|attended_at| SessionAttendance { session, attended_at, minutes })
    };
    parts.into_iter().filter_map(part).collect()
}
