//! `/event-clashes`: what else is at the time of a plan.

use axum::{Json, extract::State};
use kernel::{DateTime, EventId, PersonId, PersonRef, Utc};
use platform::{
    App,
    http::{Body, Problems, Reader, Result},
    ports::Names,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::territory::{CalendarDay, lines};
use crate::{
    clashes::{self, Clash, Why},
    plan::EventPlan,
    view::EventRef,
};

#[derive(Deserialize, ToSchema)]
pub struct FindEventClashes {
    pub plan: EventPlan,
    /// The event that is being changed: it does not clash with itself.
    pub event_id: Option<EventId>,
}

/// What sort of thing is at the same time.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventClashKind {
    /// An event for the same people about the same things.
    Audience,
    /// A day of the territory's calendar.
    Calendar,
    /// A speaker or the planner is to be elsewhere.
    Person,
}

#[derive(Serialize, ToSchema)]
pub struct EventClash {
    pub kind: EventClashKind,
    /// What both have in common.
    #[schema(inline)]
    pub why: Vec<Why>,
    /// Absent of an event the reader may not know of.
    pub event: Option<EventRef>,
    pub day: Option<CalendarDay>,
    pub person: Option<PersonRef>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub struct EventClashes {
    pub items: Vec<EventClash>,
}

/// Warnings for whoever plans: what else is at that time. Nothing is refused for it
#[utoipa::path(post, path = "/event-clashes", tag = "calendars", request_body = FindEventClashes, responses((status = 200, body = EventClashes), Problems))]
pub async fn find_event_clashes(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(FindEventClashes { plan, event_id }): Body<FindEventClashes>,
) -> Result<Json<EventClashes>> {
    let found = clashes::find(app.reader(), &actor, plan, event_id).await?;
    let people: Vec<PersonId> = found
        .iter()
        .filter_map(|clash| match clash {
            Clash::Person { person, .. } => Some(*person),
            Clash::Audience { .. } | Clash::Day(_) => None,
        })
        .collect();
    let names = Names::load(&app, people).await?;
    let mut items = Vec::with_capacity(found.len());
    for clash in found {
        let blank = EventClash {
            kind: EventClashKind::Calendar,
            why: Vec::new(),
            event: None,
            day: None,
            person: None,
            starts_at: None,
            ends_at: None,
        };
        items.push(match clash {
            Clash::Day(row) => EventClash { day: lines(&app, &actor, vec![row]).await?.pop(), ..blank },
            Clash::Audience { row, why } => EventClash {
                kind: EventClashKind::Audience,
                why,
                event: Some(EventRef::from(&row)),
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                ..blank
            },
            Clash::Person { person, row, known } => EventClash {
                kind: EventClashKind::Person,
                event: known.then(|| EventRef::from(&row)),
                person: Some(names.of(person)),
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                ..blank
            },
        });
    }
    Ok(Json(EventClashes { items }))
}
