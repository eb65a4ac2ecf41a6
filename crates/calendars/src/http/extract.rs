//! Extractors of the calendars.

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::{Actor, Code, Error, EventId};
use platform::{
    App,
    http::{Id, Problem, Result, Signed},
};

/// A signed-in person who holds the consent in force. Asked before anything is looked up, so that the refusal
/// says nothing about what exists.
pub struct Reader(pub Actor);

impl FromRequestParts<App> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Signed(actor) = Signed::from_request_parts(parts, app).await?;
        if actor.consented { Ok(Self(actor)) } else { Err(Problem(Error::Refused(Code::ConsentRequired))) }
    }
}

/// An event by id or by the number of its permanent address.
pub struct Address(pub EventId);

impl FromRequestParts<App> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Id(address) = Id::<String>::from_request_parts(parts, app).await?;
        Ok(Self(crate::access::by_address(app.reader(), &address).await?))
    }
}
