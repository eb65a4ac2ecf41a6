//! HTTP of the pairings, one folder per room.

mod life;
mod matching;
mod schools;
mod work;

use platform::App;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(schools::routes()).merge(matching::routes()).merge(life::routes()).merge(work::routes())
}
