//! The public face: open pages inside the application's own document, robots.txt, the site map.
//!
//! One answer for everybody, with or without a session, person or crawler: the document that starts the application,
//! with a head and a body that can be read without scripts. When the application has found a session it takes the
//! body's place; where there is none, the body stays. Whatever is not open answers like whatever does not exist.

mod document;
mod sitemap;

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use platform::{App, Feature, http::Result, ports::OpenPages};

use super::assets::Assets;

/// Routes of all open pages.
pub fn routes(features: &[Feature], assets: &Assets) -> Router<App> {
    let mut routes = Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{prefix}/{file}", get(sitemap::page));
    for pages in features.iter().filter_map(|feature| feature.open.clone()) {
        let (path, assets) = (format!("/{}/{{address}}", pages.prefix()), assets.clone());
        let answer = move |State(app): State<App>, uri: Uri, asked: HeaderMap| {
            page(app, pages.clone(), assets.clone(), uri, asked)
        };
        routes = routes.route(&path, get(answer));
    }
    routes
}

async fn page(app: App, pages: Arc<dyn OpenPages>, assets: Assets, uri: Uri, asked: HeaderMap) -> Result<Response> {
    // As it was sent: no address of ours needs decoding, so whatever does is not one.
    let address = uri.path().rsplit('/').next().unwrap_or_default();
    Ok(match pages.page(&app, address).await? {
        Some(page) => assets.open(&document::head(&app, &page), &document::body(&page), &asked),
        None => assets.application(uri.path(), &asked),
    })
}

/// What crawlers may fetch. Everything else that is not for them asks for a session anyway.
async fn robots(State(app): State<App>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /dev/\nDisallow: /f/\nDisallow: /i/\nAllow: /\n\nSitemap: {}\n",
        app.address("/sitemap.xml")
    );
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")];
    (headers, text).into_response()
}
