//! `/search`.

mod search;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search::search)).routes(routes!(search::suggest))
}
