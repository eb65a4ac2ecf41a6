//! What wraps every request: an id, a span, a time limit, a size limit, security headers, problems that know their id.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use kernel::Error;
use platform::{App, http::Problem};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate as _},
};
use tracing::Instrument;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub fn wrap(router: Router<App>, app: &App, policy: &str) -> Router<App> {
    let config = &app.config().http;
    let limit = Duration::from_secs(config.timeout_seconds);
    let headers: Arc<[(HeaderName, HeaderValue)]> = security(policy).into();
    router
        .layer(DefaultBodyLimit::max(config.max_body_kib * 1024))
        .layer(middleware::from_fn(move |request: Request, next: Next| bounded(limit, request, next)))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn std::any::Any + Send>| {
            let text = panic.downcast_ref::<&str>().map_or("a panic", |text| text);
            Problem(Error::Internal(anyhow::anyhow!("{text}"))).into_response()
        }))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(not_by_ranges)))
        .layer(middleware::from_fn(move |request: Request, next: Next| identify(headers.clone(), request, next)))
}

/// Headers of every answer that does not bring its own.
fn security(policy: &str) -> Vec<(HeaderName, HeaderValue)> {
    let all = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(self), microphone=(), geolocation=()"),
        ("content-security-policy", policy),
    ];
    let valid = all
        .into_iter()
        .filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?)));
    valid.collect()
}

/// Files are packed already, and whoever continues a broken download counts their own bytes.
fn not_by_ranges(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

/// Gives the request an id, shows it in the log, in a header, and in answers about our own failures.
async fn identify(headers: Arc<[(HeaderName, HeaderValue)]>, request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().to_string();
    let span = tracing::info_span!("request", %id, method = %request.method(), path = request.uri().path());
    let mut response = next.run(request).instrument(span).await;
    if response.status().is_server_error() {
        response = with_id(response, &id).await;
    }
    let answered = response.headers_mut();
    for (name, value) in headers.iter() {
        if !answered.contains_key(name) {
            answered.insert(name.clone(), value.clone());
        }
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        answered.insert(REQUEST_ID, value);
    }
    response
}

async fn with_id(response: Response, id: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, 64 * 1024).await else {
        return parts.status.into_response();
    };
    let Ok(serde_json::Value::Object(mut problem)) = serde_json::from_slice(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    problem.insert("request_id".into(), id.into());
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(serde_json::Value::Object(problem).to_string()))
}

async fn bounded(limit: Duration, request: Request, next: Next) -> Response {
    // A socket is one long request.
    if request.headers().contains_key(header::UPGRADE) {
        return next.run(request).await;
    }
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::GATEWAY_TIMEOUT.into_response(),
    }
}
