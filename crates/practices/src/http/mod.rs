//! HTTP of the bank, one file per noun.

mod certificates;
mod collections;
mod drafts;
mod extract;
mod files;
mod living;
mod practices;
mod reviews;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(practices::list_practices, practices::create_practice))
        .routes(routes!(files::create_from_file))
        .routes(routes!(files::export_practices))
        .routes(routes!(files::export_practice))
        .routes(routes!(files::print_practice))
        .routes(routes!(certificates::take_certificate))
        .routes(routes!(certificates::get_certificate))
        .routes(routes!(certificates::get_certificate_pdf))
        .routes(routes!(practices::get_practice))
        .routes(routes!(practices::open_practice_topic))
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
        .routes(routes!(living::list_adoptions, living::report_adoption))
        .routes(routes!(living::correct_adoption, living::remove_adoption))
        .routes(routes!(living::add_practice_reaction, living::remove_practice_reaction))
        .routes(routes!(living::count_use))
        .routes(routes!(living::list_practice_versions))
        .routes(routes!(living::get_practice_version))
        .routes(routes!(living::get_practice_diff))
        .routes(routes!(living::get_citation))
        .routes(routes!(living::list_similar))
        .routes(routes!(collections::list_collections, collections::create_collection))
        .routes(routes!(collections::get_collection, collections::change_collection, collections::delete_collection))
        .routes(routes!(collections::arrange_collection))
        .routes(routes!(collections::add_to_collection, collections::take_out_of_collection))
}
