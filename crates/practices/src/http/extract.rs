//! Extractors of the bank.

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::PracticeId;
use platform::{
    App,
    http::{Id, Problem, Result},
};

/// A practice by id or by the number of its permanent address.
pub struct Address(pub PracticeId);

impl FromRequestParts<App> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Id(address) = Id::<String>::from_request_parts(parts, app).await?;
        Ok(Self(crate::access::by_address(app.reader(), &address).await?))
    }
}
