//! Errors as answers: RFC 9457 `application/problem+json` with a stable code.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Code, Error, FieldError};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoResponses, ToSchema};

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: &'static str,
    pub status: u16,
    pub code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// On `version_conflict`: the resource as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<Value>,
    /// Seconds to wait, on 429 and 503.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// Name this to whoever runs the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// A kernel error on its way to the client.
#[derive(Debug)]
pub struct Problem(pub Error);

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let code = match &self.0 {
            Error::Internal(error) if is_contention(error) => Code::Busy,
            error => error.code(),
        };
        if let Error::Internal(error) = &self.0 {
            tracing::error!(error = format!("{error:?}"), "request failed");
        }
        let (errors, current, retry_after) = match self.0 {
            Error::Invalid(errors) => (errors, None, None),
            Error::Stale(current) => (Vec::new(), Some(current), None),
            Error::TooMany(_, wait) => (Vec::new(), None, Some(wait.as_secs().max(1))),
            Error::Internal(_) if code == Code::Busy => (Vec::new(), None, Some(1)),
            _ => (Vec::new(), None, None),
        };
        let body = ProblemBody {
            kind: format!("/docs/problems#{}", code.name()),
            title: code.title(),
            status: code.status(),
            code,
            errors,
            current,
            retry_after,
            // Filled in by the layer that knows the request.
            request_id: None,
        };
        let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Lock time-outs and deadlocks pass by themselves; the client may try again.
fn is_contention(error: &anyhow::Error) -> bool {
    let text = error.to_string();
    ["database is locked", "deadlock detected", "could not serialize", "pool timed out"]
        .iter()
        .any(|t| text.contains(t))
}

/// Documents on every operation that errors are problems.
#[derive(IntoResponses)]
pub enum Problems {
    /// Any error: see `code`
    #[response(status = "4XX", content_type = "application/problem+json")]
    Client(#[to_schema] ProblemBody),
}
