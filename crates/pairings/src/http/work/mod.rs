//! HTTP: what a pair does: plan, visits, reports, survey, effect.

use platform::App;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
