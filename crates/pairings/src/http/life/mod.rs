//! HTTP: the life of a pair: states, agreement, people, room, silence.

mod agreements;
mod curators;
mod pairings;
mod people;
mod steps;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(pairings::list_pairings, pairings::propose_pairing))
        .routes(routes!(pairings::get_pairing))
        .routes(routes!(pairings::get_pairing_network))
        .routes(routes!(steps::agree_to_pairing))
        .routes(routes!(steps::decline_pairing))
        .routes(routes!(steps::veto_pairing))
        .routes(routes!(steps::withdraw_pairing))
        .routes(routes!(steps::activate_pairing))
        .routes(routes!(steps::suspend_pairing))
        .routes(routes!(steps::resume_pairing))
        .routes(routes!(steps::complete_pairing))
        .routes(routes!(steps::end_pairing))
        .routes(routes!(agreements::get_pairing_agreement, agreements::save_pairing_agreement))
        .routes(routes!(agreements::send_pairing_agreement))
        .routes(routes!(agreements::recall_pairing_agreement))
        .routes(routes!(agreements::sign_pairing_agreement))
        .routes(routes!(agreements::renew_pairing_agreement))
        .routes(routes!(agreements::terminate_pairing_agreement))
        .routes(routes!(agreements::attach_agreement_scan))
        .routes(routes!(agreements::get_pairing_agreement_pdf))
        .routes(routes!(agreements::get_pairing_agreement_docx))
        .routes(routes!(people::list_pairing_people, people::add_pairing_person))
        .routes(routes!(people::list_young_teachers))
        .routes(routes!(people::remove_pairing_person))
        .routes(routes!(people::tie_pairing_people))
        .routes(routes!(people::untie_pairing_people))
        .routes(routes!(people::open_pairing_room))
        .routes(routes!(curators::list_curators, curators::appoint_curator))
        .routes(routes!(curators::hand_over_school))
        .routes(routes!(curators::end_curator))
}
