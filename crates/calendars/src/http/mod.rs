//! HTTP of the calendars, one file per noun.

mod attendance;
mod events;
mod extract;
mod feeds;
mod registrations;
mod reports;
mod steps;

use axum::{Router, routing::get};
use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(events::list_events, events::create_event))
        .routes(routes!(events::list_event_kinds))
        .routes(routes!(events::get_event, events::save_event, events::discard_event))
        .routes(routes!(events::copy_event))
        .routes(routes!(feeds::get_event_ics))
        .routes(routes!(feeds::list_calendar_feeds, feeds::create_calendar_feed))
        .routes(routes!(feeds::revoke_calendar_feed))
        .routes(routes!(steps::publish_event))
        .routes(routes!(steps::postpone_event))
        .routes(routes!(steps::cancel_event))
        .routes(routes!(steps::hold_event))
        .routes(routes!(steps::close_event))
        .routes(routes!(steps::open_event_topic))
        .routes(routes!(attendance::list_attendance, attendance::check_in))
        .routes(routes!(attendance::mark_attendance))
        .routes(routes!(attendance::show_attendance_code))
        .routes(routes!(reports::get_event_coverage))
        .routes(routes!(reports::get_event_coverage_xlsx))
        .routes(routes!(reports::get_my_event_hours))
        .routes(routes!(registrations::list_event_registrations, registrations::register_for_event))
        .routes(routes!(registrations::cancel_event_registration))
        .routes(routes!(registrations::decide_event_registration))
}

/// What programs read under a secret address.
pub fn pages() -> Router<App> {
    Router::new().route("/ics/{file}", get(feeds::read))
}
