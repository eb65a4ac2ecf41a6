//! Routes of the inbox.

mod inbox;
mod post;

use platform::App;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::live::{NoticeCame, NoticesRead};

/// Data of live frames belongs to the API's description.
#[derive(OpenApi)]
#[openapi(components(schemas(NoticeCame, NoticesRead)))]
struct Frames;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Frames::openapi())
        .routes(routes!(inbox::list))
        .routes(routes!(inbox::count))
        .routes(routes!(inbox::read))
        .routes(routes!(post::get_mail_state, post::retry_mail))
}
