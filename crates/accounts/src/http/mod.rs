//! The HTTP face: requests to use cases, rows to answers.

mod affiliations;
mod auth;
mod cookie;
mod entry;
mod export;
mod grants;
mod invitations;
mod me;
mod organisations;
mod people;
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
        .routes(routes!(entry::register))
        .routes(routes!(entry::confirm_email))
        .routes(routes!(entry::request_email_confirmation))
        .routes(routes!(entry::request_password_reset))
        .routes(routes!(entry::confirm_password_reset))
        .routes(routes!(entry::preview_invitation))
        .routes(routes!(entry::accept_invitation))
        .routes(routes!(entry::set_up))
        .routes(routes!(entry::consent_text))
        .routes(routes!(me::get, me::change))
        .routes(routes!(export::export))
        .routes(routes!(me::give_consent))
        .routes(routes!(me::withdraw_consent))
        .routes(routes!(people::list))
        .routes(routes!(people::get))
        .routes(routes!(people::block))
        .routes(routes!(people::entry_link))
        .routes(routes!(organisations::list, organisations::create))
        .routes(routes!(organisations::get, organisations::change))
        .routes(routes!(organisations::people))
        .routes(routes!(affiliations::join))
        .routes(routes!(affiliations::end))
        .routes(routes!(affiliations::list))
        .routes(routes!(affiliations::answer))
        .routes(routes!(grants::list, grants::give))
        .routes(routes!(grants::revoke))
        .routes(routes!(invitations::list, invitations::create))
        .routes(routes!(invitations::join))
        .routes(routes!(invitations::revoke))
}
