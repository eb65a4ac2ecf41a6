//! Who is registered.

use kernel::{DateTime, EventGroupId, EventId, OrgId, OrgRef, Page, PageQuery, PersonRef, RegistrationId, Result, Utc};
use platform::App;
use platform::ports::Names;
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    entity::event_registration,
    kinds::{RegistrationState, Way},
    seats,
};

/// A registration as its person and the host see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = EventRegistration)]
pub struct Registration {
    pub id: RegistrationId,
    pub event_id: EventId,
    pub person: PersonRef,
    /// Where they worked when they registered.
    pub school: Option<OrgRef>,
    pub way: Way,
    pub state: RegistrationState,
    /// Number in the queue; who has the lowest is next.
    pub queue_no: Option<i32>,
    /// How many stand in the queue up to here; told of single registrations.
    pub position: Option<u64>,
    /// Who registered them, if it was not themselves.
    pub by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// They were seen there.
    pub attended_at: Option<DateTime<Utc>>,
    pub minutes: Option<i32>,
    /// Those with the same one come together or not at all.
    pub group: Option<EventGroupId>,
    /// Of the schools places are kept for.
    pub favoured: bool,
}

/// `?state=…` of the list of participants.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RegistrationQuery {
    pub state: Option<RegistrationState>,
    pub way: Option<Way>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

/// Registrations of an event in the order in which they were made.
pub async fn registrations(app: &App, id: EventId, query: &RegistrationQuery) -> Result<Page<Registration>> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let mut found = event_registration::Entity::find().filter(event_registration::Column::EventId.eq(id));
    if let Some(state) = query.state {
        found = found.filter(event_registration::Column::State.eq(state));
    }
    if let Some(way) = query.way {
        found = found.filter(event_registration::Column::Way.eq(way));
    }
    if let Some(after) = page.key::<RegistrationId>()? {
        found = found.filter(event_registration::Column::Id.gt(after));
    }
    let rows =
        found.order_by_asc(event_registration::Column::Id).limit(page.limit() as u64 + 1).all(app.reader()).await?;
    let cut = Page::cut(rows, page.limit(), |row| row.id)?;
    Ok(Page { items: lines(app, cut.items).await?, next: cut.next })
}

/// One of them, with its place in the queue.
pub async fn registration(app: &App, row: event_registration::Model) -> Result<Registration> {
    let position = seats::position(app.reader(), &row).await?;
    let line = lines(app, vec![row]).await?.pop().ok_or(kernel::Error::Hidden)?;
    Ok(Registration { position, ..line })
}

/// Several of them, each with its place in the queue.
pub async fn registered(app: &App, rows: Vec<event_registration::Model>) -> Result<Vec<Registration>> {
    let mut positions = Vec::with_capacity(rows.len());
    for row in &rows {
        positions.push(seats::position(app.reader(), row).await?);
    }
    let lines = lines(app, rows).await?.into_iter().zip(positions);
    Ok(lines.map(|(line, position)| Registration { position, ..line }).collect())
}

async fn lines(app: &App, rows: Vec<event_registration::Model>) -> Result<Vec<Registration>> {
    let names = Names::load(app, rows.iter().flat_map(|row| [row.person_id, row.by_id]).collect()).await?;
    let orgs: Vec<OrgId> = rows.iter().filter_map(|row| row.org_id).collect();
    let orgs = accounts::directory::org_refs(app.reader(), &orgs).await?;
    let line = |row: event_registration::Model| Registration {
        id: row.id,
        event_id: row.event_id,
        person: names.of(row.person_id),
        school: row.org_id.and_then(|id| orgs.get(&id).cloned()),
        way: row.way,
        state: row.state,
        queue_no: row.queue_no,
        position: None,
        by: (row.by_id != row.person_id).then(|| names.of(row.by_id)),
        created_at: row.created_at,
        changed_at: row.changed_at,
        attended_at: row.attended_at,
        minutes: row.minutes,
        group: row.group_id,
        favoured: row.favoured,
    };
    Ok(rows.into_iter().map(line).collect())
}
