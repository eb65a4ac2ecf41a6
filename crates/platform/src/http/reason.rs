//! Why something of others is taken away.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use kernel::{Code, Error};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Body, Problem, Result};
use crate::App;

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
