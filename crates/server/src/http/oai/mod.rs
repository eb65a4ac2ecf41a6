//! `/oai`: the bank for other libraries, by the Open Archives Initiative Protocol for Metadata Harvesting 2.0.
//!
//! Dublin Core only; sets are subjects; what was taken away stays listed as deleted for ever; lists go on by stateless
//! tokens that do not expire. Errors of the protocol are answers of 200, as it wants.

mod answer;
mod ask;
mod xml;

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::Error;
use platform::{
    App,
    http::{Address, Problem, Result},
};

use ask::Arguments;

pub async fn get(State(app): State<App>, address: Address, RawQuery(query): RawQuery) -> Response {
    respond(&app, &address, query.unwrap_or_default().as_bytes()).await
}

/// The protocol wants both; a form in the body says the same as a query.
pub async fn post(State(app): State<App>, address: Address, body: Bytes) -> Response {
    respond(&app, &address, &body).await
}

async fn respond(app: &App, Address(address): &Address, form: &[u8]) -> Response {
    if let Err(error) = app.limits().anonymous(*address) {
        return later(error);
    }
    match answered(app, form).await {
        Ok(text) => {
            let headers = [(header::CONTENT_TYPE, "text/xml; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
            (headers, text).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn answered(app: &App, form: &[u8]) -> Result<String> {
    let arguments = Arguments::read(form);
    Ok(match arguments.ask() {
        Ok(ask) => answer::to(app, &arguments, ask).await?,
        Err(faults) => answer::refusal(app, &arguments, &faults),
    })
}

/// Harvesters wait when told so by 503.
fn later(error: Error) -> Response {
    let mut response = Problem(error).into_response();
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}
