//! HTTP of the catalogue.

mod skills;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(skills::list_skills, skills::create_skill))
        .routes(routes!(skills::import_skills))
        .routes(routes!(skills::get_skill, skills::change_skill))
}
