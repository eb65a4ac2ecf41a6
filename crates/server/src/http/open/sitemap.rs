//! The site map: an index, and files of open addresses by kind, each beginning after an id. What is in a file is read
//! anew each time; the index, which walks over everything, is remembered for a while.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use kernel::{Error, Timestamp};
use platform::{
    App,
    http::{Problem, Result},
    markup::escape,
    ports::{OpenAddress, OpenPages},
};
use uuid::Uuid;

/// The protocol allows no more addresses in a file.
const FILE: u64 = 50_000;
const REMEMBERED: TimeDelta = TimeDelta::minutes(10);
/// Name of the file that begins with the first address of its kind.
const FIRST: &str = "first";
const XMLNS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The index as it was last made.
#[derive(Default)]
struct Remembered(Mutex<Option<(Timestamp, Arc<str>)>>);

pub async fn index(State(app): State<App>) -> Result<Response> {
    let kept = app.memory::<Remembered>();
    let known = kept.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, text)) = known.filter(|(at, _)| app.now() - *at < REMEMBERED) {
        return Ok(xml(text.to_string()));
    }
    let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"{XMLNS}\">\n");
    for pages in app.open_pages() {
        for (name, changed) in files(&app, pages.as_ref()).await? {
            let address = app.address(&format!("/sitemap/{}/{name}.xml", pages.prefix()));
            line(&mut text, "sitemap", &address, changed);
        }
    }
    text.push_str("</sitemapindex>\n");
    *kept.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((app.now(), text.as_str().into()));
    Ok(xml(text))
}

/// Names of the files of one kind, with the newest change in each.
async fn files(app: &App, pages: &dyn OpenPages) -> Result<Vec<(String, Timestamp)>> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let part = pages.addresses(app, after, FILE).await?;
        let Some(newest) = part.iter().map(|address| address.changed).max() else { return Ok(found) };
        found.push((after.map_or_else(|| FIRST.to_owned(), |id: Uuid| id.to_string()), newest));
        if (part.len() as u64) < FILE {
            return Ok(found);
        }
        after = part.last().map(|address| address.id);
    }
}

pub async fn page(State(app): State<App>, Path((prefix, file)): Path<(String, String)>) -> Result<Response> {
    let missing = || Problem(Error::Hidden);
    let pages = app.open_pages().iter().find(|pages| pages.prefix() == prefix).ok_or_else(missing)?;
    let after = match file.strip_suffix(".xml").ok_or_else(missing)? {
        FIRST => None,
        id => Some(id.parse::<Uuid>().map_err(|_| missing())?),
    };
    let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"{XMLNS}\">\n");
    for OpenAddress { path, changed, .. } in pages.addresses(&app, after, FILE).await? {
        line(&mut text, "url", &app.address(&path), changed);
    }
    text.push_str("</urlset>\n");
    Ok(xml(text))
}

fn line(text: &mut String, name: &str, address: &str, changed: Timestamp) {
    let changed = changed.format("%Y-%m-%dT%H:%M:%SZ");
    // Writing into a String cannot fail.
    let _ = writeln!(text, "<{name}><loc>{}</loc><lastmod>{changed}</lastmod></{name}>", escape(address));
}

fn xml(text: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/xml; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, text).into_response()
}
