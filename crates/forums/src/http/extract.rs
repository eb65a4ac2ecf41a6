//! Extractors of the forums.

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::{Actor, Code, Error};
use platform::{
    App,
    http::{Problem, Result, Signed},
};
use serde::{Deserialize, Deserializer};

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

/// Tells an absent field from `null`: absent stays, `null` clears.
pub fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(value).map(Some)
}
