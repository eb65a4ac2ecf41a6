//! Extractors: who asks, what was sent, which resource.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    body::Bytes,
    extract::{ConnectInfo, FromRequest, FromRequestParts, OptionalFromRequestParts, Path, Query, Request},
    http::{Method, header, request::Parts},
};
use kernel::{Actor, Code, Error};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Problem, Result};
use crate::App;

/// A signed-in actor; 401 without one.
pub struct Signed(pub Actor);

/// A signed-in actor, or nobody. A bad token is still 401: it must not silently turn into a stranger.
pub struct MaybeActor(pub Option<Actor>);

fn bearer(parts: &Parts) -> Option<&str> {
    parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

impl FromRequestParts<App> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = bearer(parts).ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
        let actor = app.people()?.authenticate(app, token).await?;
        if !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
            app.limits().write(actor.person)?;
        }
        Ok(Self(actor))
    }
}

impl FromRequestParts<App> for MaybeActor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        match bearer(parts) {
            Some(_) => {
                let Signed(actor) = <Signed as FromRequestParts<App>>::from_request_parts(parts, app).await?;
                Ok(Self(Some(actor)))
            }
            None => {
                let Address(address) = Address::from_request_parts(parts, app).await?;
                app.limits().anonymous(address)?;
                Ok(Self(None))
            }
        }
    }
}

/// The client's network address.
pub struct Address(pub IpAddr);

impl FromRequestParts<App> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let forwarded = || {
            let value = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
            value.rsplit(',').next()?.trim().parse().ok()
        };
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let address = if app.config().http.trust_forwarded_for { forwarded().or(direct) } else { direct };
        Ok(Self(address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

/// A JSON body. Wrong types and unknown enum values become field errors with their path where serde tells it.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/json") {
            return Err(Problem(Error::Refused(Code::UnsupportedMedia)));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| {
            let too_large = rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
            Problem(Error::Refused(if too_large { Code::TooLarge } else { Code::BadRequest }))
        })?;
        let value: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|_| Problem(Error::Refused(Code::BadRequest)))?;
        if has_nul(&value) {
            // PostgreSQL stores no NUL; SQLite would. Refuse on both.
            return Err(Problem(Error::invalid("body", "invalid")));
        }
        let body = serde_path_to_error::deserialize(value).map_err(|error| Problem(wrong_field(&error)))?;
        Ok(Self(body))
    }
}

/// The field that could not be read. A missing or unknown one is not in the path: serde names it in its message, where
/// other messages may quote what was sent.
fn wrong_field(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let text = error.inner().to_string();
    let missing = text.starts_with("missing field");
    let named = (missing || text.starts_with("unknown field")).then(|| text.split('`').nth(1)).flatten();
    let path = error.path().to_string();
    // `.` is the body itself, `?` something serde read ahead and lost the place of.
    let path = Some(path.as_str()).filter(|path| *path != "." && !path.contains('?'));
    let field = match (path, named) {
        // The path of an unknown field ends with it.
        (Some(path), Some(name)) if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        (Some(path), Some(name)) => format!("{path}.{name}"),
        (Some(path), None) => path.to_owned(),
        (None, Some(name)) => name.to_owned(),
        (None, None) => "body".to_owned(),
    };
    Error::invalid(&field, if missing { "required" } else { "invalid" })
}

fn has_nul(value: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Object, String};
    match value {
        String(text) => text.contains('\0'),
        Array(items) => items.iter().any(has_nul),
        Object(map) => map.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// Path parameters. What is no id cannot exist: 404, not 400.
pub struct Id<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let path = <Path<T> as FromRequestParts<App>>::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem(Error::Hidden))?;
        Ok(Self(path.0))
    }
}

/// Query parameters.
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let query = Query::<T>::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem(Error::invalid("query", "invalid")))?;
        if parts.uri.query().is_some_and(|q| q.contains("%00")) {
            return Err(Problem(Error::invalid("query", "invalid")));
        }
        Ok(Self(query.0))
    }
}

/// `Idempotency-Key`: a UUID chosen by the client; unique per author for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub Uuid);

impl FromRequestParts<App> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let text = parts.headers.get("idempotency-key").and_then(|v| v.to_str().ok());
        match text.map(str::parse::<Uuid>) {
            Some(Ok(key)) => Ok(Self(key)),
            Some(Err(_)) => Err(Problem(Error::invalid("idempotency-key", "invalid"))),
            None => Err(Problem(Error::invalid("idempotency-key", "required"))),
        }
    }
}

impl OptionalFromRequestParts<App> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>> {
        if parts.headers.contains_key("idempotency-key") {
            <Self as FromRequestParts<App>>::from_request_parts(parts, app).await.map(Some)
        } else {
            Ok(None)
        }
    }
}

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
