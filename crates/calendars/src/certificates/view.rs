//! Certificates as lists and pages show them.

use std::collections::HashMap;

use kernel::{CertificateBatchId, DateTime, EventId, PersonId, PersonRef, RegistrationId, Result, Utc};
use platform::{App, ports::Names};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use super::{batch, earned, form};
use crate::{
    access::Desk,
    entity::{event, event_certificate, event_certificate_batch, event_certificate_name, event_registration},
    kinds::RegistrationState,
    view,
};

/// What a number is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventCertificateState {
    Genuine,
    Revoked,
    /// Revoked, and another one was given in its place.
    Replaced,
}

/// A certificate of participation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventCertificate {
    pub number: String,
    pub state: EventCertificateState,
    /// Surname and initials.
    pub holder: String,
    /// In the dative case, as printed; for the holder and for those who manage the event.
    pub name: Option<String>,
    pub kind: String,
    pub title: String,
    /// Who held the event.
    pub host: String,
    /// «12 октября 2026 г.»
    pub held_on: String,
    pub minutes: i32,
    pub signer: String,
    pub signer_post: String,
    pub issued_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why it was revoked; for the holder and for those who manage the event.
    pub reason: Option<String>,
    /// The event, `/e/<number>`; for the holder and for those who manage it.
    pub path: Option<String>,
    /// The page that checks the number.
    pub url: String,
}

/// Somebody who has a place, and what they get for having been there.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventCertificateRow {
    pub registration_id: RegistrationId,
    pub person: PersonRef,
    /// In the dative case, as it would be printed now.
    pub name: String,
    /// The rules are certain of the name, or the host typed it.
    pub sure: bool,
    pub attended_at: Option<DateTime<Utc>>,
    pub minutes: Option<i32>,
    /// Was there, and long enough.
    pub eligible: bool,
    /// The one that stands, else the last one.
    pub certificate: Option<EventCertificate>,
}

/// Many certificates given at once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventCertificateBatch {
    pub id: CertificateBatchId,
    pub total: i32,
    pub done: i32,
    pub created_at: DateTime<Utc>,
    /// Absent: still at work.
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<event_certificate_batch::Model> for EventCertificateBatch {
    fn from(row: event_certificate_batch::Model) -> Self {
        let event_certificate_batch::Model { id, total, done, created_at, finished_at, .. } = row;
        Self { id, total, done, created_at, finished_at }
    }
}

/// What certificates say besides names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventCertificateForm {
    pub signer: String,
    pub signer_post: String,
    /// Printed as hours.
    pub minutes: i32,
    /// Whoever was there for less gets none; 0: being there is enough.
    pub least_minutes: i32,
}

/// Everything about the certificates of an event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventCertificates {
    pub form: EventCertificateForm,
    pub rows: Vec<EventCertificateRow>,
    pub batch: Option<EventCertificateBatch>,
}

/// `path`: of the event, for those who may know more than the number tells.
pub fn certificate(app: &App, row: event_certificate::Model, path: Option<String>) -> EventCertificate {
    let known = path.is_some();
    EventCertificate {
        url: app.address(&format!("/verify/{}", row.number)),
        state: match (row.revoked_at, row.replaced_by) {
            (None, _) => EventCertificateState::Genuine,
            (Some(_), None) => EventCertificateState::Revoked,
            (Some(_), Some(_)) => EventCertificateState::Replaced,
        },
        number: row.number,
        holder: row.holder,
        name: known.then_some(row.name),
        kind: row.kind,
        title: row.title,
        host: row.host,
        held_on: row.held_on,
        minutes: row.minutes,
        signer: row.signer,
        signer_post: row.signer_post,
        issued_at: row.issued_at,
        revoked_at: row.revoked_at,
        reason: Some(row.reason).filter(|reason| known && !reason.is_empty()),
        path,
    }
}

/// One's own, the newest first.
pub async fn of_person(app: &App, person: PersonId) -> Result<Vec<EventCertificate>> {
    let rows = event_certificate::Entity::find()
        .filter(event_certificate::Column::PersonId.eq(person))
        .order_by_desc(event_certificate::Column::Id)
        .all(app.reader())
        .await?;
    let events = event::Entity::find().filter(event::Column::Id.is_in(rows.iter().map(|row| row.event_id)));
    let paths: HashMap<EventId, String> =
        events.all(app.reader()).await?.iter().map(|row| (row.id, view::path(row))).collect();
    let path = |row: &event_certificate::Model| paths.get(&row.event_id).cloned();
    Ok(rows.into_iter().map(|row| certificate(app, row.clone(), path(&row))).collect())
}

/// Names that the host typed.
async fn typed(app: &App, rows: &[event_registration::Model]) -> Result<HashMap<RegistrationId, String>> {
    let mut typed = HashMap::new();
    for part in rows.chunks(500) {
        let ids = part.iter().map(|row| row.id);
        let found = event_certificate_name::Entity::find()
            .filter(event_certificate_name::Column::RegistrationId.is_in(ids))
            .all(app.reader())
            .await?;
        typed.extend(found.into_iter().map(|row| (row.registration_id, row.name)));
    }
    Ok(typed)
}

pub async fn of_event(app: &App, desk: &Desk) -> Result<EventCertificates> {
    let db = app.reader();
    let id = desk.row.id;
    let settings = form::of(db, &desk.row).await?;
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .order_by_asc(event_registration::Column::Id)
        .all(db)
        .await?;
    let given = event_certificate::Entity::find()
        .filter(event_certificate::Column::EventId.eq(id))
        .order_by_asc(event_certificate::Column::Id);
    let mut certificates: HashMap<RegistrationId, event_certificate::Model> = HashMap::new();
    for row in given.all(db).await? {
        let stands = certificates.get(&row.registration_id).is_some_and(|known| known.revoked_at.is_none());
        if !stands {
            certificates.insert(row.registration_id, row);
        }
    }
    let mut typed = typed(app, &rows).await?;
    let names = Names::load(app, rows.iter().map(|row| row.person_id).collect()).await?;
    let path = view::path(&desk.row);
    let line = |row: event_registration::Model| {
        let person = names.of(row.person_id);
        let (name, sure) = match typed.remove(&row.id) {
            Some(name) => (name, true),
            None => {
                let ruled = form::ruled(&person);
                (ruled.text, ruled.sure)
            }
        };
        EventCertificateRow {
            eligible: earned(&row, &settings),
            registration_id: row.id,
            person,
            name,
            sure,
            attended_at: row.attended_at,
            minutes: row.minutes,
            certificate: certificates.remove(&row.id).map(|given| certificate(app, given, Some(path.clone()))),
        }
    };
    let mut lines: Vec<EventCertificateRow> = rows.into_iter().map(line).collect();
    lines.sort_by_cached_key(|row| row.person.full_name());
    let batch = batch::latest(db, id).await?.map(EventCertificateBatch::from);
    let form = EventCertificateForm {
        signer: settings.signer,
        signer_post: settings.signer_post,
        minutes: settings.minutes,
        least_minutes: settings.least_minutes,
    };
    Ok(EventCertificates { form, rows: lines, batch })
}
