//! HTTP of the forums, one file per noun.

mod bookmarks;
mod drafts;
mod extract;
mod home;
mod members;
mod posts;
mod reactions;
mod reading;
mod sections;
mod spaces;
mod topics;
mod watches;

use std::sync::Arc;

use axum::Extension;
use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::view::PageCache;

pub fn routes(pages: Arc<PageCache>) -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(spaces::list_spaces, spaces::create_space))
        .routes(routes!(spaces::get_space, spaces::change_space))
        .routes(routes!(sections::create_section))
        .routes(routes!(sections::change_section, sections::delete_section))
        .routes(routes!(members::list_members))
        .routes(routes!(members::join_space))
        .routes(routes!(members::leave_space))
        .routes(routes!(members::set_member, members::remove_member))
        .routes(routes!(members::list_mentionable))
        .routes(routes!(topics::list_topics, topics::create_topic))
        .routes(routes!(topics::get_topic, topics::change_topic, topics::delete_topic))
        .routes(routes!(topics::restore_topic))
        .routes(routes!(topics::accept_answer))
        .routes(routes!(topics::list_tags))
        .routes(routes!(posts::list_posts, posts::create_post))
        .routes(routes!(posts::get_post, posts::edit_post, posts::delete_post))
        .routes(routes!(posts::restore_post))
        .routes(routes!(posts::list_versions))
        .routes(routes!(posts::preview_post))
        .routes(routes!(reactions::add_reaction, reactions::remove_reaction))
        .routes(routes!(bookmarks::add_bookmark, bookmarks::remove_bookmark))
        .routes(routes!(bookmarks::list_bookmarks))
        .routes(routes!(reading::read_topic))
        .routes(routes!(reading::read_space))
        .routes(routes!(watches::watch_space))
        .routes(routes!(watches::watch_section))
        .routes(routes!(watches::watch_topic))
        .routes(routes!(drafts::list_drafts))
        .routes(routes!(drafts::save_draft, drafts::delete_draft))
        .routes(routes!(home::get_home))
        .layer(Extension(pages))
}
