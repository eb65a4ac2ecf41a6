//! HTTP: which pairs are best, provably, and why, in words.

mod decisions;
mod runs;
mod weights;
mod wishes;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(weights::get_match_weights, weights::save_match_weights))
        .routes(routes!(wishes::list_school_wishes, wishes::save_school_wishes))
        .routes(routes!(runs::list_match_runs, runs::create_match_run))
        .routes(routes!(runs::get_match_run))
        .routes(routes!(runs::list_match_mentors))
        .routes(routes!(runs::replay_match_run))
        .routes(routes!(runs::compare_match_runs))
        .routes(routes!(runs::get_match_sensitivity))
        .routes(routes!(runs::get_match_order_docx))
        .routes(routes!(runs::get_match_order_pdf))
        .routes(routes!(decisions::decide_on_pair))
        .routes(routes!(decisions::undo_match_decision))
}
