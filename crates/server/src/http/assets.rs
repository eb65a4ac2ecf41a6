//! The web application, built into the binary. Unknown paths answer the application itself, which knows its routes.

use std::sync::Arc;

use anyhow::Context;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header},
    response::IntoResponse,
    routing::any,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/build"]
#[allow_missing = true]
struct Files;

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Учительская</title>\
    <noscript></noscript><p>Веб-приложение не собрано. Выполните <code>make web</code> и соберите сервер заново.";

/// Embedded files and the page that starts the application.
#[derive(Clone)]
pub struct Assets {
    index: Arc<Index>,
}

/// The page in pieces: around its title, and around what it tells people without scripts.
struct Index {
    whole: String,
    parts: [String; 3],
    tag: String,
}

impl Index {
    fn new(whole: String) -> anyhow::Result<Self> {
        let cut = |text: &str, name: &str| {
            let (before, rest) = text.split_once(&format!("<{name}>"))?;
            let (_, after) = rest.split_once(&format!("</{name}>"))?;
            Some((before.to_owned(), after.to_owned()))
        };
        let parts = cut(&whole, "title").and_then(|(before, rest)| {
            let (between, after) = cut(&rest, "noscript")?;
            Some([before, between, after])
        });
        let parts = parts.context("web/build/index.html has no <title> followed by <noscript>")?;
        Ok(Self { tag: tag(whole.as_bytes()), whole, parts })
    }
}

impl Assets {
    pub fn load() -> anyhow::Result<Self> {
        let index = Files::get("index.html").map_or_else(|| NOT_BUILT.as_bytes().to_vec(), |f| f.data.into_owned());
        let index = String::from_utf8(index).context("web/build/index.html is not UTF-8")?;
        Ok(Self { index: Arc::new(Index::new(index)?) })
    }

    /// Scripts only from us; the inline start script of the page is allowed by its hash.
    pub fn content_security_policy(&self) -> String {
        let hashes: String = inline_scripts(&self.index.whole)
            .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))))
            .collect();
        format!(
            "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; \
             img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; \
             base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        )
    }

    pub fn into_service(self) -> Router {
        Router::new().fallback(any(move |request: Request<Body>| {
            let assets = self.clone();
            async move { assets.answer(&request) }
        }))
    }

    fn answer(&self, request: &Request<Body>) -> Response<Body> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        let path = request.uri().path().trim_start_matches('/');
        match Files::get(path).filter(|_| path != "index.html" && !path.is_empty()) {
            Some(file) => self::file(path, &file, request),
            // A missing script must not come back as a page: the browser would fail with a riddle.
            None if path.starts_with("_app/") => StatusCode::NOT_FOUND.into_response(),
            None => self.application(request.uri().path(), request.headers()),
        }
    }

    /// The page that starts the application, whatever the address means to it. Only the front door is worth listing.
    pub fn application(&self, path: &str, asked: &HeaderMap) -> Response<Body> {
        let mut response = page(self.index.whole.clone(), &self.index.tag, asked);
        if path != "/" {
            set(response.headers_mut(), header::HeaderName::from_static("x-robots-tag"), "noindex");
        }
        response
    }

    /// The same page with a head and a body of its own.
    pub fn open(&self, head: &str, body: &str, asked: &HeaderMap) -> Response<Body> {
        let [before, between, after] = &self.index.parts;
        let whole = [before, head, between, body, after].concat();
        let tag = tag(whole.as_bytes());
        page(whole, &tag, asked)
    }
}

fn file(path: &str, file: &rust_embed::EmbeddedFile, request: &Request<Body>) -> Response<Body> {
    let tag = format!("\"{}\"", STANDARD.encode(file.metadata.sha256_hash()));
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data.clone().into_owned()).into_response()
    };
    let headers = response.headers_mut();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    set(headers, header::CONTENT_TYPE, kind.as_ref());
    set(headers, header::ETAG, &tag);
    let immutable = path.starts_with("_app/immutable/");
    let caching = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    set(headers, header::CACHE_CONTROL, caching);
    response
}

fn page(html: String, tag: &str, asked: &HeaderMap) -> Response<Body> {
    let mut response =
        if known(asked, tag) { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(html).into_response() };
    let headers = response.headers_mut();
    set(headers, header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(headers, header::CACHE_CONTROL, "no-cache");
    set(headers, header::ETAG, tag);
    response
}

/// Weak: the same words may come packed or not.
fn tag(contents: &[u8]) -> String {
    format!("W/\"{}\"", STANDARD.encode(&Sha256::digest(contents)[..16]))
}

fn known(asked: &HeaderMap, tag: &str) -> bool {
    let bare = tag.trim_start_matches("W/");
    let given = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == bare || one == "*")
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Contents of `<script>` elements without `src`.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}
