//! Extractors of the forums.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
};
use kernel::{Actor, Code, Error};
use platform::{
    App,
    http::{Body, Problem, Result, Signed},
};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

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

/// `{reason?}` of deletions.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ReasonBody {
    pub reason: Option<String>,
}

/// A reason; an empty body is none.
pub struct Reason(pub Option<String>);

impl FromRequest<App> for Reason {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let bytes =
            Bytes::from_request(Request::new(body), app).await.map_err(|_| Problem(Error::Refused(Code::TooLarge)))?;
        if bytes.is_empty() {
            return Ok(Self(None));
        }
        let again = Request::from_parts(parts, bytes.into());
        let Body(ReasonBody { reason }) = Body::from_request(again, app).await?;
        Ok(Self(reason))
    }
}

/// Tells an absent field from `null`: absent stays, `null` clears.
pub fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(value).map(Some)
}
