//! HTTP: what a pair does: plan, visits, reports, survey, effect.

mod effect;
mod items;
mod partnership;
mod plan;
mod reports;
mod survey;
mod visits;

use kernel::Error;
use platform::{App, http::Result};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(plan::get_pairing_plan, plan::add_plan_item))
        .routes(routes!(plan::list_plan_event_choices))
        .routes(routes!(plan::take_plan_template))
        .routes(routes!(plan::keep_plan_template))
        .routes(routes!(plan::list_plan_templates))
        .routes(routes!(plan::discard_plan_template))
        .routes(routes!(items::get_plan_item, items::change_plan_item))
        .routes(routes!(items::move_plan_item))
        .routes(routes!(items::finish_plan_item))
        .routes(routes!(items::cancel_plan_item))
        .routes(routes!(items::reopen_plan_item))
        .routes(routes!(items::make_plan_item_event, items::untie_plan_item_event))
        .routes(routes!(items::make_plan_item_visit))
        .routes(routes!(items::attach_plan_item_materials))
        .routes(routes!(visits::list_pairing_visits, visits::plan_pairing_visit))
        .routes(routes!(visits::get_pairing_visit, visits::write_pairing_visit))
        .routes(routes!(visits::hold_pairing_visit))
        .routes(routes!(visits::sign_pairing_visit))
        .routes(routes!(visits::miss_pairing_visit))
        .routes(routes!(visits::get_pairing_visit_pdf))
        .routes(routes!(reports::list_pairing_reports, reports::make_pairing_report))
        .routes(routes!(reports::get_pairing_report, reports::write_pairing_report))
        .routes(routes!(reports::submit_pairing_report))
        .routes(routes!(reports::get_pairing_report_pdf))
        .routes(routes!(survey::get_pairing_survey, survey::answer_pairing_survey))
        .routes(routes!(effect::get_pairing_effect, effect::choose_effect_indicator))
        .routes(routes!(effect::measure_effect, effect::discard_effect_indicator))
        .routes(routes!(effect::forget_effect))
        .routes(routes!(partnership::get_school_partnership))
}

/// 409 with the thing as it is now.
fn stale<T: Serialize>(current: T) -> platform::http::Problem {
    match serde_json::to_value(current) {
        Ok(value) => Error::Stale(value).into(),
        Err(error) => Error::from(error).into(),
    }
}

/// What was written, or 409 with what stands there.
fn written<T: Serialize>(stood: bool, current: T) -> Result<axum::Json<T>> {
    if stood { Ok(axum::Json(current)) } else { Err(stale(current)) }
}
