//! Extractors of the calendars.

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::EventId;
use platform::{
    App,
    http::{Id, Problem, Result},
};
use serde::de::DeserializeOwned;

/// An event by id or by the number of its permanent address.
pub struct Address(pub EventId);

impl FromRequestParts<App> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Id(address) = Id::<String>::from_request_parts(parts, app).await?;
        Ok(Self(crate::access::by_address(app.reader(), &address).await?))
    }
}

/// Something of an event: the event's address and the thing's own id.
pub struct Within<T>(pub EventId, pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Within<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Id((address, thing)) = Id::<(String, T)>::from_request_parts(parts, app).await?;
        Ok(Self(crate::access::by_address(app.reader(), &address).await?, thing))
    }
}
