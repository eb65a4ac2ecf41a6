//! The door: an upgrade to WebSocket for pages of our own origin.

use axum::{
    extract::{
        State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, Uri, header},
    response::Response,
};
use kernel::{Code, Error};
use platform::{
    App,
    http::{Problems, Result},
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    frames::{ClientFrame, ServerFrame},
    hub::Hub,
    socket, wire,
};

/// The frames are part of the API's description although no HTTP body carries them.
#[derive(OpenApi)]
#[openapi(components(schemas(ClientFrame, ServerFrame)))]
struct Frames;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Frames::openapi()).routes(routes!(live))
}

/// Opens the live connection. Text frames, one JSON object each: `ClientFrame` one way, `ServerFrame` the other.
#[utoipa::path(
    get,
    path = "/live",
    tag = "live",
    responses((status = 101, description = "The connection speaks WebSocket from now on"), Problems)
)]
async fn live(
    State(app): State<App>,
    headers: HeaderMap,
    upgrade: std::result::Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response> {
    let upgrade = upgrade.map_err(|_| Error::Refused(Code::BadRequest))?;
    if !is_own(&headers, &app.config().http.public_url) {
        return Err(Error::Refused(Code::Forbidden).into());
    }
    let hub = Hub::of(&app);
    if hub.is_stopping() {
        return Err(Error::Refused(Code::Busy).into());
    }
    let upgrade = upgrade
        .read_buffer_size(wire::READ_BUFFER)
        .write_buffer_size(wire::WRITE_BUFFER)
        .max_message_size(wire::READABLE)
        .max_frame_size(wire::READABLE);
    Ok(upgrade.on_upgrade(move |socket| socket::run(app, hub, socket)))
}

/// Browsers name the page's origin; a foreign page must not ride on somebody's network position. Other clients name
/// none and need a token all the same.
fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Some(origin) = origin.to_str().ok().and_then(authority) else { return false };
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).map(str::to_ascii_lowercase);
    authority(public_url).is_some_and(|own| own == origin) || host.is_some_and(|host| host == origin.1)
}

/// Scheme and `host[:port]` without a default port.
fn authority(url: &str) -> Option<(String, String)> {
    let uri: Uri = url.parse().ok()?;
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    let host = uri.host()?.to_ascii_lowercase();
    let default = if scheme == "https" { 443 } else { 80 };
    let authority = match uri.port_u16() {
        Some(port) if port != default => format!("{host}:{port}"),
        _ => host,
    };
    Some((scheme, authority))
}
