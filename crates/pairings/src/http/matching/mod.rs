//! HTTP: which pairs are best, provably, and why, in words.

use platform::App;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
