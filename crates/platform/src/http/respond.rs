//! Answers beyond plain JSON.

use axum::{
    Json,
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// 201 with the new resource.
pub struct Created<T>(pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}

/// A weak entity tag of anything that names a version.
pub fn entity_tag(version: impl std::fmt::Display) -> String {
    format!("W/\"{version}\"")
}

/// JSON with an entity tag; 304 when the client has it already.
pub struct Revalidated<T> {
    pub tag: String,
    pub request: HeaderMap,
    pub body: T,
}

impl<T: Serialize> IntoResponse for Revalidated<T> {
    fn into_response(self) -> Response {
        let known = self.request.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
        let mut response = if known == Some(self.tag.as_str()) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Json(self.body).into_response()
        };
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        response
    }
}

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
