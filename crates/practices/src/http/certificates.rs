//! Certificates of publication, and the page where anybody checks a number.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Error;
use platform::{
    App,
    http::{Address as Network, Id, MaybeActor, Problems, Reader, Result},
};
use serde::Deserialize;

use super::{extract::Address, sent::sent};
use crate::{
    certificates,
    entity::certificate,
    paper, verify,
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

#[derive(Deserialize)]
pub struct Typed {
    number: Option<String>,
}

/// `/verify`: a field for the number; the form leads to the page of the number.
pub async fn ask(Query(Typed { number }): Query<Typed>) -> Response {
    let typed = number.as_deref().map(str::trim).filter(|number| !number.is_empty());
    match typed {
        Some(typed) => match certificates::normal(typed) {
            Some(number) => Redirect::to(&format!("/verify/{number}")).into_response(),
            None => page(StatusCode::NOT_FOUND, verify::unknown(typed)),
        },
        None => page(StatusCode::OK, verify::form()),
    }
}

/// `/verify/<number>`: readable without scripts, by whoever holds the paper in their hands.
pub async fn verify(State(app): State<App>, Network(from): Network, Path(typed): Path<String>) -> Response {
    if app.limits().anonymous(from).is_err() {
        return page(StatusCode::TOO_MANY_REQUESTS, verify::busy());
    }
    let shown = match certificates::by_number(app.reader(), &typed).await {
        Ok(Some(row)) => view::certificate(&app, row).await.map(Some),
        Ok(None) => Ok(None),
        Err(error) => Err(error),
    };
    match shown {
        Ok(Some(certificate)) => page(StatusCode::OK, verify::answer(&certificate)),
        Ok(None) => page(StatusCode::NOT_FOUND, verify::unknown(&typed)),
        Err(error) => {
            tracing::error!(error = format!("{error:?}"), "a certificate cannot be checked");
            page(StatusCode::INTERNAL_SERVER_ERROR, verify::busy())
        }
    }
}

fn page(status: StatusCode, html: String) -> Response {
    // Names of people: for whoever holds the number, not for search engines or shared caches.
    let headers = [(header::CACHE_CONTROL, "private, no-store"), (header::REFERRER_POLICY, "no-referrer")];
    let robots = [("x-robots-tag", "noindex, nofollow")];
    (status, headers, robots, Html(html)).into_response()
}
