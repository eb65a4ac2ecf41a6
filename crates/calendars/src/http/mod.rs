//! HTTP of the calendars, one file per noun.

mod after;
mod attendance;
mod certificates;
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
mod visits;

use axum::{Router, extract::DefaultBodyLimit, routing::get};
use platform::App;
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt as _},
    routes,
};

/// Bytes of a request with a webinar's log in base64.
const LOG: usize = 2_000_000;

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
        .routes(routes!(attendance::import_join_log).layer(DefaultBodyLimit::max(LOG)))
        .routes(routes!(after::list_event_materials, after::add_event_material))
        .routes(routes!(after::change_event_material, after::remove_event_material))
        .routes(routes!(after::get_event_minutes, after::save_event_minutes))
        .routes(routes!(after::get_event_minutes_pdf))
        .routes(routes!(after::get_event_feedback_form, after::save_event_feedback_form))
        .routes(routes!(after::get_event_feedback, after::give_event_feedback))
        .routes(routes!(after::draft_event_practice))
        .routes(routes!(after::get_event_follow_up, after::answer_event_follow_up))
        .routes(routes!(after::plan_event_follow_up))
        .routes(routes!(certificates::list_event_certificates, certificates::issue_event_certificates))
        .routes(routes!(certificates::save_event_certificate_form))
        .routes(routes!(certificates::name_event_certificate))
        .routes(routes!(certificates::get_event_certificates_zip))
        .routes(routes!(certificates::list_my_event_certificates))
        .routes(routes!(certificates::get_event_certificate))
        .routes(routes!(certificates::get_event_certificate_pdf))
        .routes(routes!(certificates::revoke_event_certificate))
        .routes(routes!(certificates::reissue_event_certificate))
        .routes(routes!(visits::get_visit_criteria))
        .routes(routes!(visits::list_visit_sheets, visits::begin_visit_sheet))
        .routes(routes!(visits::get_visit_sheet, visits::fill_visit_sheet, visits::discard_visit_sheet))
        .routes(routes!(visits::sign_visit_sheet))
        .routes(routes!(visits::let_into_visit_sheet))
        .routes(routes!(visits::show_out_of_visit_sheet))
        .routes(routes!(visits::get_visit_sheet_pdf))
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
