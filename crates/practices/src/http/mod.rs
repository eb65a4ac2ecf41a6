//! HTTP of the bank, one file per noun.

mod drafts;
mod extract;
mod practices;
mod reviews;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(practices::list_practices, practices::create_practice))
        .routes(routes!(practices::get_practice))
        .routes(routes!(practices::set_authors))
        .routes(routes!(practices::leave_authors))
        .routes(routes!(practices::archive_practice))
        .routes(routes!(practices::restore_practice))
        .routes(routes!(drafts::get_draft, drafts::save_practice, drafts::discard_draft))
        .routes(routes!(drafts::revise_practice))
        .routes(routes!(drafts::submit_practice))
        .routes(routes!(drafts::withdraw_practice))
        .routes(routes!(drafts::share_practice))
        .routes(routes!(reviews::check_practice))
        .routes(routes!(reviews::return_practice))
        .routes(routes!(reviews::publish_practice))
        .routes(routes!(reviews::list_experts))
        .routes(routes!(reviews::list_reviews, reviews::assign_review))
        .routes(routes!(reviews::fill_review, reviews::take_back_review))
        .routes(routes!(reviews::decline_review))
}
