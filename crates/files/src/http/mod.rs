//! Routes of files: uploads, what is known of a file, and the links themselves.

mod files;
mod serving;
mod uploads;

use axum::{Router, extract::DefaultBodyLimit, routing::get};
use platform::App;
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt},
    routes,
};

use crate::uploads::PIECE;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(uploads::begin))
        .routes(routes!(uploads::state, uploads::abandon))
        .routes(routes!(uploads::append).layer(DefaultBodyLimit::max(PIECE)))
        .routes(routes!(files::get, files::withdraw))
        .routes(routes!(files::link))
        .routes(routes!(files::preview))
}

/// The links: no sign-in, the address is the right.
pub fn pages() -> Router<App> {
    Router::new().route("/f/{token}/{name}", get(serving::serve))
}
