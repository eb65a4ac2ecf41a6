//! `/f/<token>/<name>`: the bytes, as harmless as bytes of strangers can be.

use std::ops::Range;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Error, Result as Outcome};
use platform::{App, http::Result};

use crate::{
    binding,
    entity::blob,
    links::{self, Claim, What},
    names,
    store::{self, Store},
};

/// What is served.
struct Served {
    object: String,
    size: u64,
    media_type: &'static str,
    disposition: String,
    tag: String,
    policy: &'static str,
}

/// Nothing of it may act: no scripts, no forms, no frames, an origin of its own.
const SANDBOX: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'none'";
/// Browsers refuse to show a PDF in a sandbox; their viewers keep its scripts away from the page's origin.
const VIEWER: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// A file by its signed link; rights are asked again. The name in the address is for people only.
pub async fn serve(
    State(app): State<App>,
    Path((token, _name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let claim = links::check(&app, &token).await?;
    let reader = match claim.person {
        Some(person) => Some(app.people()?.actor(&app, person).await?.ok_or(Error::Hidden)?),
        None => None,
    };
    let (row, contents) = binding::seen(&app, reader.as_ref(), claim.file).await?;
    let served = choose(&app, &claim, &row.name, &contents).await?;
    Ok(respond(&app, served, &headers).await?)
}

async fn choose(app: &App, claim: &Claim, name: &str, contents: &blob::Model) -> Outcome<Served> {
    let derived = |what: &'static str| store::derived(contents.id, what);
    let (object, media_type, how) = match claim.what {
        What::Thumbnail if contents.thumbnail => (derived("thumbnail"), "image/jpeg", "inline"),
        What::Page if contents.preview == blob::Preview::Picture => (derived("page"), "image/png", "inline"),
        What::Open if links::opens(&contents.media_type) && !contents.download_only => {
            (store::blob(contents.id), harmless(&contents.media_type), "inline")
        }
        What::File | What::Open => (store::blob(contents.id), harmless(&contents.media_type), "attachment"),
        What::Thumbnail | What::Page => return Err(Error::Hidden),
    };
    let of_derived = matches!(claim.what, What::Thumbnail | What::Page);
    let size =
        if of_derived { Store::of(app)?.size(&object).await? } else { u64::try_from(contents.size).unwrap_or(0) };
    let viewed = how == "inline" && media_type == "application/pdf";
    Ok(Served {
        size,
        media_type,
        disposition: names::disposition(how, name),
        tag: format!("\"{}\"", object.replace('/', "-")),
        policy: if viewed { VIEWER } else { SANDBOX },
        object,
    })
}

/// The sniffed type where a browser that opens it in spite of everything does no harm; otherwise just bytes.
fn harmless(media_type: &str) -> &'static str {
    const KNOWN: &[&str] = &[
        "application/pdf",
        "application/zip",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "image/png",
        "image/jpeg",
        "image/gif",
        "audio/mpeg",
        "audio/ogg",
        "audio/m4a",
        "video/mp4",
        "video/webm",
    ];
    KNOWN.iter().find(|k| **k == media_type).copied().unwrap_or("application/octet-stream")
}

async fn respond(app: &App, served: Served, headers: &HeaderMap) -> Outcome<Response> {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    if text(header::IF_NONE_MATCH) == Some(served.tag.as_str()) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        dress(&mut response, &served)?;
        return Ok(response);
    }
    // A range of another version is worth nothing.
    let same = text(header::IF_RANGE).is_none_or(|tag| tag == served.tag);
    let wanted = text(header::RANGE).filter(|_| same).map(|r| range(r, served.size));
    let (status, range) = match wanted {
        Some(Wanted::Nothing) => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            response.headers_mut().insert(header::CONTENT_RANGE, value(&format!("bytes */{}", served.size))?);
            return Ok(response);
        }
        Some(Wanted::Part(range)) => (StatusCode::PARTIAL_CONTENT, Some(range)),
        Some(Wanted::Whole) | None => (StatusCode::OK, None),
    };
    let length = range.as_ref().map_or(served.size, |r| r.end - r.start);
    let stream = Store::of(app)?.stream(&served.object, range.clone()).await?;
    let mut response = (status, Body::from_stream(stream)).into_response();
    dress(&mut response, &served)?;
    let out = response.headers_mut();
    out.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(range) = range {
        let text = format!("bytes {}-{}/{}", range.start, range.end - 1, served.size);
        out.insert(header::CONTENT_RANGE, value(&text)?);
    }
    Ok(response)
}

fn value(text: &str) -> Outcome<HeaderValue> {
    Ok(HeaderValue::from_str(text).map_err(anyhow::Error::from)?)
}

fn dress(response: &mut Response, served: &Served) -> Outcome<()> {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(served.media_type));
    headers.insert(header::CONTENT_DISPOSITION, value(&served.disposition)?);
    headers.insert(header::ETAG, value(&served.tag)?);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(served.policy));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    Ok(())
}

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    Nothing,
}

/// One range of bytes; several at once are answered with the whole, as the standard allows.
fn range(text: &str, size: u64) -> Wanted {
    let Some((first, last)) = text.strip_prefix("bytes=").and_then(|r| r.split_once('-')) else {
        return Wanted::Whole;
    };
    let (start, end) = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(start), Ok(last)) if last >= start => (start, last.saturating_add(1).min(size)),
        (Ok(start), Err(_)) if last.trim().is_empty() => (start, size),
        (Err(_), Ok(count)) if first.trim().is_empty() => (size.saturating_sub(count), size),
        _ => return Wanted::Whole,
    };
    if start < end { Wanted::Part(start..end) } else { Wanted::Nothing }
}
