//! `/events/{id}/certificates`, and certificates by their number

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Error, RegistrationId};
use platform::{
    App,
    http::{Body, Id, MaybeActor, Problems, Reader, Result, sent},
};
use sea_orm::EntityTrait;
use serde::Deserialize;
use utoipa::ToSchema;

use super::extract::{Address, Within};
use crate::{
    access,
    certificates::{
        self, batch,
        form::{self, NewForm},
        paper,
        view::{self, EventCertificate, EventCertificateBatch, EventCertificates},
    },
    entity::{event, event_certificate},
};

#[derive(Deserialize, ToSchema)]
pub struct IssueEventCertificates {
    /// Absent: everybody who earned one and holds none.
    pub registration_ids: Option<Vec<RegistrationId>>,
}

#[derive(Deserialize, ToSchema)]
pub struct SaveEventCertificateForm {
    pub signer: String,
    #[serde(default)]
    pub signer_post: String,
    /// Printed as hours.
    pub minutes: i32,
    /// Whoever was there for less gets none.
    #[serde(default)]
    pub least_minutes: i32,
}

#[derive(Deserialize, ToSchema)]
pub struct EventCertificateName {
    /// In the dative case; empty: by the rules again.
    pub name: String,
}

#[derive(Deserialize, ToSchema)]
pub struct RevokeEventCertificate {
    pub reason: String,
}

#[derive(Deserialize, ToSchema)]
pub struct ReissueEventCertificate {
    pub reason: String,
    /// In the dative case; absent: as it would be printed now.
    pub name: Option<String>,
}

/// Who gets a certificate, how it will call them, and how far the last batch is; for those who manage the event
#[utoipa::path(get, path = "/events/{id}/certificates", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventCertificates), Problems))]
pub async fn list_event_certificates(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventCertificates>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    Ok(Json(view::of_event(&app, &desk).await?))
}

/// Gives certificates to these participants, or to everybody who was there; a job does it
#[utoipa::path(post, path = "/events/{id}/certificates", tag = "calendars", params(("id" = String, Path)), request_body = IssueEventCertificates, responses((status = 202, body = EventCertificateBatch), Problems))]
pub async fn issue_event_certificates(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(IssueEventCertificates { registration_ids }): Body<IssueEventCertificates>,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    let row = batch::begin(&mut tx, &actor, id, registration_ids).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(EventCertificateBatch::from(row))).into_response())
}

/// Who signs, for how many hours, from which minute on
#[utoipa::path(put, path = "/events/{id}/certificates/form", tag = "calendars", params(("id" = String, Path)), request_body = SaveEventCertificateForm, responses((status = 204), Problems))]
pub async fn save_event_certificate_form(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(form): Body<SaveEventCertificateForm>,
) -> Result<StatusCode> {
    let SaveEventCertificateForm { signer, signer_post, minutes, least_minutes } = form;
    let tx = app.begin().await?;
    form::save(&tx, &actor, id, NewForm { signer, signer_post, minutes, least_minutes }).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How somebody's name is printed, where the rules do not know
#[utoipa::path(put, path = "/events/{id}/certificates/names/{registration}", tag = "calendars", params(("id" = String, Path), ("registration" = RegistrationId, Path)), request_body = EventCertificateName, responses((status = 204), Problems))]
pub async fn name_event_certificate(
    State(app): State<App>,
    Reader(actor): Reader,
    Within(id, registration): Within<RegistrationId>,
    Body(EventCertificateName { name }): Body<EventCertificateName>,
) -> Result<StatusCode> {
    let tx = app.begin().await?;
    form::name_as(&tx, &actor, id, registration, &name).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Every certificate of the event that stands, as PDFs in one archive
#[utoipa::path(get, path = "/events/{id}/certificates/zip", tag = "calendars", params(("id" = String, Path)), responses((status = 200, content_type = "application/zip", body = Vec<u8>), Problems))]
pub async fn get_event_certificates_zip(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Response> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let name = format!("certificates-{}.zip", desk.row.number.unwrap_or_default());
    Ok(sent("application/zip", &name, paper::all(&app, id).await?))
}

/// One's own certificates, the newest first
#[utoipa::path(get, path = "/me/event-certificates", tag = "calendars", responses((status = 200, body = Vec<EventCertificate>), Problems))]
pub async fn list_my_event_certificates(
    State(app): State<App>,
    Reader(actor): Reader,
) -> Result<Json<Vec<EventCertificate>>> {
    Ok(Json(view::of_person(&app, actor.person).await?))
}

/// What a number is worth; anybody may ask
#[utoipa::path(get, path = "/event-certificates/{number}", tag = "calendars", params(("number" = String, Path)), responses((status = 200, body = EventCertificate), Problems))]
pub async fn get_event_certificate(
    State(app): State<App>,
    _: MaybeActor,
    Id(number): Id<String>,
) -> Result<Json<EventCertificate>> {
    let row = certificates::by_number(app.reader(), &number).await?;
    Ok(Json(view::certificate(&app, row, None)))
}

/// The certificate as a PDF, for its holder and for those who manage the event
#[utoipa::path(get, path = "/event-certificates/{number}/pdf", tag = "calendars", params(("number" = String, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn get_event_certificate_pdf(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(number): Id<String>,
) -> Result<Response> {
    let row = certificates::by_number(app.reader(), &number).await?;
    if row.person_id != actor.person {
        let desk = access::desk(app.reader(), &actor, row.event_id).await?;
        desk.seat.manage(&desk.facts).or_refuse().map_err(|_| Error::Hidden)?;
    }
    let name = format!("certificate-{}.pdf", row.number);
    Ok(sent("application/pdf", &name, paper::certificate(&app, &row).await?))
}

/// Takes a certificate back; the page of its number says so
#[utoipa::path(post, path = "/event-certificates/{number}/revoke", tag = "calendars", params(("number" = String, Path)), request_body = RevokeEventCertificate, responses((status = 200, body = EventCertificate), Problems))]
pub async fn revoke_event_certificate(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(number): Id<String>,
    Body(RevokeEventCertificate { reason }): Body<RevokeEventCertificate>,
) -> Result<Json<EventCertificate>> {
    let mut tx = app.begin().await?;
    let row = certificates::revoke(&mut tx, &actor, &number, &reason).await?;
    tx.commit().await?;
    shown(&app, row).await
}

/// Gives another certificate in the place of this one, with the name put right
#[utoipa::path(post, path = "/event-certificates/{number}/reissue", tag = "calendars", params(("number" = String, Path)), request_body = ReissueEventCertificate, responses((status = 200, body = EventCertificate), Problems))]
pub async fn reissue_event_certificate(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(number): Id<String>,
    Body(ReissueEventCertificate { reason, name }): Body<ReissueEventCertificate>,
) -> Result<Json<EventCertificate>> {
    let mut tx = app.begin().await?;
    let row = certificates::reissue(&mut tx, &actor, &number, &reason, name.as_deref()).await?;
    tx.commit().await?;
    shown(&app, row).await
}

async fn shown(app: &App, row: event_certificate::Model) -> Result<Json<EventCertificate>> {
    let event = event::Entity::find_by_id(row.event_id).one(app.reader()).await.map_err(Error::from)?;
    let path = event.map(|event| crate::view::path(&event));
    Ok(Json(view::certificate(app, row, path)))
}
