//! `/search`.

mod saved;
mod search;
mod words;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(search::search))
        .routes(routes!(search::suggest))
        .routes(routes!(saved::list, saved::keep))
        .routes(routes!(saved::change, saved::forget))
        .routes(routes!(words::list, words::put))
        .routes(routes!(words::misses))
        .routes(routes!(words::settle))
}
