//! The HTTP face: requests to use cases, rows to answers.

mod auth;
mod cookie;
mod me;
mod views;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(auth::login))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::logout))
        .routes(routes!(auth::list, auth::revoke_others))
        .routes(routes!(auth::revoke))
        .routes(routes!(auth::password))
        .routes(routes!(me::get, me::change))
        .routes(routes!(me::give_consent))
        .routes(routes!(me::withdraw_consent))
}
