//! Certificates of publication.

use axum::{Json, extract::State, response::Response};
use kernel::Error;
use platform::{
    App,
    http::{Id, MaybeActor, Problems, Reader, Result, sent},
};

use super::extract::Address;
use crate::{
    certificates,
    entity::certificate,
    paper,
    view::{self, Certificate},
};

/// Takes a certificate of publication for the version shown, or shows the one taken before; for each of its authors
#[utoipa::path(post, path = "/practices/{id}/certificate", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Certificate), Problems))]
pub async fn take_certificate(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Certificate>> {
    let mut tx = app.begin().await?;
    let row = certificates::issue(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(view::certificate(&app, row).await?))
}

/// What a number is worth; anybody may ask
#[utoipa::path(get, path = "/certificates/{number}", tag = "practices", params(("number" = String, Path)), responses((status = 200, body = Certificate), Problems))]
pub async fn get_certificate(
    State(app): State<App>,
    _: MaybeActor,
    Id(number): Id<String>,
) -> Result<Json<Certificate>> {
    Ok(Json(view::certificate(&app, found(&app, &number).await?).await?))
}

/// The certificate as a PDF, for its holder
#[utoipa::path(get, path = "/certificates/{number}/pdf", tag = "practices", params(("number" = String, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn get_certificate_pdf(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(number): Id<String>,
) -> Result<Response> {
    let row = found(&app, &number).await?;
    if row.person_id != actor.person {
        return Err(Error::Hidden.into());
    }
    let name = format!("certificate-{}.pdf", row.number);
    let shown = view::certificate(&app, row).await?;
    Ok(sent("application/pdf", &name, paper::certificate(&app, shown).await?))
}

async fn found(app: &App, number: &str) -> Result<certificate::Model, Error> {
    certificates::by_number(app.reader(), number).await?.ok_or(Error::Hidden)
}
