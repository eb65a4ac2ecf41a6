//! Extractors of the calendars.

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::EventId;
use platform::{
    App,
    http::{Id, Problem, Result},
};

/// An event by id or by the number of its permanent address.
pub struct Address(pub EventId);

impl FromRequestParts<App> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Id(address) = Id::<String>::from_request_parts(parts, app).await?;
        Ok(Self(crate::access::by_address(app.reader(), &address).await?))
    }
}
