//! HTTP of the calendars, one file per noun.

mod attendance;
mod clashes;
mod events;
mod extract;
mod feeds;
mod groups;
mod guests;
mod registrations;
mod reminders;
mod reports;
mod series;
mod steps;
mod templates;
mod territory;

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
        .merge(planning())
        .merge(coming())
}

/// Planning beyond one event.
fn planning() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(series::preview_event_series))
        .routes(routes!(series::create_event_series))
        .routes(routes!(series::get_event_series))
        .routes(routes!(series::publish_event_series))
        .routes(routes!(series::save_event_series))
        .routes(routes!(series::drop_event_series))
        .routes(routes!(templates::list_event_templates, templates::create_event_template))
        .routes(routes!(
            templates::get_event_template,
            templates::save_event_template,
            templates::discard_event_template
        ))
        .routes(routes!(clashes::find_event_clashes))
        .routes(routes!(territory::list_calendar_days, territory::create_calendar_day))
        .routes(routes!(territory::save_calendar_day, territory::discard_calendar_day))
        .routes(routes!(territory::import_calendar_days))
}

/// Who comes beside those who register themselves.
fn coming() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(groups::register_group_for_event))
        .routes(routes!(groups::cancel_event_group))
        .routes(routes!(groups::list_event_colleagues))
        .routes(routes!(groups::list_event_schools))
        .routes(routes!(guests::get_open_event))
        .routes(routes!(guests::register_guest))
        .routes(routes!(guests::confirm_guest))
        .routes(routes!(guests::show_guest))
        .routes(routes!(guests::cancel_guest))
        .routes(routes!(guests::list_event_guests))
        .routes(routes!(guests::remove_event_guest))
        .routes(routes!(guests::mark_event_guest))
        .routes(routes!(reminders::get_my_event_reminders, reminders::choose_my_event_reminders))
}

/// What programs read under a secret address.
pub fn pages() -> Router<App> {
    Router::new().route("/ics/{file}", get(feeds::read))
}
