//! HTTP: what is known of a school: context by year, statuses, needs, offers, schools like it.

use platform::App;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
