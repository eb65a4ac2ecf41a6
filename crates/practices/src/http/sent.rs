//! Files that handlers send.

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};

/// An answer that the browser keeps under this name.
pub fn sent(media_type: &'static str, name: &str, body: impl Into<Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        // Packed already: packing it again would only take time.
        (header::ACCEPT_RANGES, "none".to_owned()),
    ];
    (headers, body.into()).into_response()
}
