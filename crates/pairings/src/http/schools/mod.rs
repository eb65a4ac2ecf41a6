//! HTTP: what is known of a school: context by year, statuses, needs, offers, schools like it.

mod contexts;
mod forms;
mod helping;
mod import;
mod likes;
mod needs;
mod offers;
mod statuses;
mod territory;

use axum::extract::DefaultBodyLimit;
use platform::App;
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt as _},
    routes,
};

use crate::schools::import::LARGEST;

/// Bytes of a request with a table in base64.
const TABLE: usize = LARGEST / 3 * 4 + 10_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(forms::get_school_context_form))
        .routes(routes!(forms::list_pairing_themes))
        .routes(routes!(contexts::list_school_contexts))
        .routes(routes!(contexts::get_school_context, contexts::save_school_context))
        .routes(routes!(import::get_school_context_template))
        .routes(routes!(import::import_school_contexts).layer(DefaultBodyLimit::max(TABLE)))
        .routes(routes!(statuses::list_school_statuses, statuses::give_school_status))
        .routes(routes!(statuses::end_school_status))
        .routes(routes!(statuses::list_status_terms, statuses::save_status_terms))
        .routes(routes!(needs::list_school_needs, needs::name_school_need))
        .routes(routes!(needs::save_school_need))
        .routes(routes!(needs::close_school_need))
        .routes(routes!(offers::get_school_offer, offers::save_school_offer))
        .routes(routes!(offers::pause_school_offer))
        .routes(routes!(offers::resume_school_offer))
        .routes(routes!(offers::withdraw_school_offer))
        .routes(routes!(helping::list_helping_schools))
        .routes(routes!(territory::list_needs_and_offers))
        .routes(routes!(likes::list_like_schools))
}
