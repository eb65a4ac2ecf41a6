//! The demo network is what the README promises: enough of it, written out, and loadable twice.

use calendars::{
    entity::{
        event, event_certificate, event_feedback, event_material, event_minutes, event_outcome, event_registration,
        event_skill, visit_sheet,
    },
    kinds::{EventState, RegistrationState},
};
use forums::entity::{post, topic};
use kit::{Town, engine};
use pairings::{
    entity::{
        life::{agreement, pairing, pairing_person, pairing_step, pairing_tie, school_curator},
        matching::{match_decision, match_run, school_wish},
        schools::{need, need_skill, offer, offer_theme, school_context, school_status},
        work::{effect_value, pairing_report, pairing_survey_answer, pairing_visit, plan_item},
    },
    kinds::{
        AgreementState, DecisionKind, NeedState, PairState, PlanState, ReportState, Side, SurveyRound, VisitState,
    },
};
use practices::{
    entity::{adoption, collection, practice, practice_skill, practice_version, review},
    kinds::{Level, Stage},
};
use sea_orm::entity::prelude::*;

#[tokio::test]
async fn the_demo_network_loads_once_and_holds_what_is_promised() {
    let place = engine::empty().await;
    let config = engine::config(&place);
    staffroom::demo::load_once(&config).await.unwrap();
    staffroom::demo::load_once(&config).await.unwrap();
    let town = Town::over(place, |_| {}).await;
    let db = town.app.reader();
    let topics = topic::Entity::find().count(db).await.unwrap();
    let posts = post::Entity::find().count(db).await.unwrap();
    assert!(topics >= 200, "{topics} topics");
    assert!(posts >= 2500, "{posts} posts");
    the_bank_is_full(db).await;
    the_calendar_is_full(db).await;
    the_schools_are_known(db).await;
    the_pairs_work(db).await;
    for (login, _) in staffroom::demo::LOGINS {
        let body = kit::json!({"login": login, "password": staffroom::demo::PASSWORD});
        let session = town.stranger().post("/auth/login", body).await.ok();
        let mut person = town.stranger();
        person.token = session["access_token"].as_str().unwrap().to_owned();
        let home = person.get("/home").await.ok();
        assert!(home["spaces"].as_array().unwrap().len() >= 3, "{login}: {home}");
        let pairs = person.get("/pairings").await.ok();
        let seen = pairs["items"].as_array().unwrap().len();
        assert!(seen >= least_pairs(login), "{login} sees {seen} pairs");
    }
}

/// Everybody of the first logins has at least one pair to open.
fn least_pairs(login: &str) -> usize {
    match login {
        "kovalchuk-mi" => 8,
        "rahimova-lf" => 5,
        _ => 1,
    }
}

async fn the_bank_is_full(db: &sea_orm::DatabaseConnection) {
    let shown = practice::Entity::find().filter(practice::Column::ShownId.is_not_null());
    let all = practice::Entity::find().count(db).await.unwrap();
    assert!(all >= 220, "{all} practices");
    assert_eq!(practice_version::Entity::find().count(db).await.unwrap(), all);
    for level in [Level::School, Level::Municipal, Level::Regional] {
        let some = shown.clone().filter(practice::Column::Level.eq(level)).count(db).await.unwrap();
        assert!(some >= 20, "{some} at {level:?}");
    }
    for stage in [Stage::Draft, Stage::Review, Stage::Revision] {
        let some = practice::Entity::find().filter(practice::Column::Stage.eq(stage)).count(db).await.unwrap();
        assert!(some >= 2, "{some} in {stage:?}");
    }
    let reviews = review::Entity::find().count(db).await.unwrap();
    let adoptions = adoption::Entity::find().count(db).await.unwrap();
    let tags = practice_skill::Entity::find().count(db).await.unwrap();
    let collections = collection::Entity::find().count(db).await.unwrap();
    assert!(reviews >= 300 && adoptions >= 300 && tags >= 150, "{reviews} reviews, {adoptions} reports, {tags} skills");
    assert_eq!(collections, 8);
}

async fn the_calendar_is_full(db: &sea_orm::DatabaseConnection) {
    let all = event::Entity::find().count(db).await.unwrap();
    assert_eq!(all, 162, "each event once, however often the demo was loaded");
    for (state, least) in [
        (EventState::Draft, 1),
        (EventState::Published, 40),
        (EventState::Held, 30),
        (EventState::Closed, 30),
        (EventState::Postponed, 1),
        (EventState::Cancelled, 1),
    ] {
        let some = event::Entity::find().filter(event::Column::State.eq(state)).count(db).await.unwrap();
        assert!(some >= least, "{some} {state:?}");
    }
    for (state, least) in [(RegistrationState::Confirmed, 600), (RegistrationState::Waiting, 20)] {
        let some = event_registration::Entity::find().filter(event_registration::Column::State.eq(state));
        let some = some.count(db).await.unwrap();
        assert!(some >= least, "{some} {state:?}");
    }
    let tags = event_skill::Entity::find().count(db).await.unwrap();
    assert!(tags >= 50, "{tags} skills");
    let certificates = event_certificate::Entity::find().count(db).await.unwrap();
    let opinions = event_feedback::Entity::find().count(db).await.unwrap();
    let changes = event_outcome::Entity::find().count(db).await.unwrap();
    assert!(certificates >= 100 && opinions >= 100, "{certificates} certificates, {opinions} opinions");
    assert!(changes >= 40, "{changes} changes");
    let materials = event_material::Entity::find().count(db).await.unwrap();
    let minutes = event_minutes::Entity::find().count(db).await.unwrap();
    let sheets = visit_sheet::Entity::find().count(db).await.unwrap();
    assert!(
        materials >= 50 && minutes >= 15 && sheets >= 5,
        "{materials} materials, {minutes} minutes, {sheets} sheets"
    );
}

async fn the_schools_are_known(db: &sea_orm::DatabaseConnection) {
    assert_eq!(school_context::Entity::find().count(db).await.unwrap(), 48, "24 schools, two years");
    let statuses = school_status::Entity::find().count(db).await.unwrap();
    let curators = school_curator::Entity::find().count(db).await.unwrap();
    assert!(statuses >= 8 && curators >= 3, "{statuses} statuses, {curators} curators");
    for (state, least) in [(NeedState::Open, 8), (NeedState::Matched, 6), (NeedState::Closed, 1)] {
        let some = need::Entity::find().filter(need::Column::State.eq(state)).count(db).await.unwrap();
        assert!(some >= least, "{some} needs {state:?}");
    }
    let skills = need_skill::Entity::find().count(db).await.unwrap();
    let offers = offer::Entity::find().count(db).await.unwrap();
    let themes = offer_theme::Entity::find().count(db).await.unwrap();
    assert!(skills >= 20 && offers >= 8 && themes >= 16, "{skills} skills, {offers} offers in {themes} themes");
    let taken = offer::Entity::find().all(db).await.unwrap().into_iter().map(|row| row.active).sum::<i32>();
    assert_eq!(taken, 6, "places are held by those who work and by nobody else");
}

async fn the_pairs_work(db: &sea_orm::DatabaseConnection) {
    for (state, number) in [(PairState::Active, 6), (PairState::Completed, 1)] {
        let some = pairing::Entity::find().filter(pairing::Column::State.eq(state)).count(db).await.unwrap();
        assert_eq!(some, number, "{state:?}");
    }
    let waiting = pairing::Entity::find().filter(pairing::Column::State.eq(PairState::Proposed)).all(db).await.unwrap();
    assert!(waiting.iter().any(|row| row.mentor_agreed_at.is_some() && row.mentee_agreed_at.is_none()));
    let silent = pairing::Entity::find().filter(pairing::Column::State.eq(PairState::Active));
    let silent = silent.filter(pairing::Column::Silence.gt(0)).count(db).await.unwrap();
    assert_eq!(silent, 1, "one pair nobody has heard of for a month");
    let signed = agreement::Entity::find().filter(agreement::Column::State.eq(AgreementState::Signed));
    assert!(signed.count(db).await.unwrap() >= 6);
    let people = pairing_person::Entity::find().count(db).await.unwrap();
    let ties = pairing_tie::Entity::find().count(db).await.unwrap();
    assert!(people >= 40 && ties >= 12, "{people} people, {ties} ties");
    the_work_is_written_down(db).await;
    the_runs_are_decided_on(db).await;
}

async fn the_runs_are_decided_on(db: &sea_orm::DatabaseConnection) {
    let runs = match_run::Entity::find().all(db).await.unwrap();
    assert!(runs.iter().filter(|run| run.pairs >= 1).count() >= 8, "runs that find pairs");
    for (kind, least) in [(DecisionKind::Accept, 2), (DecisionKind::Veto, 1)] {
        let some = match_decision::Entity::find().filter(match_decision::Column::Kind.eq(kind)).all(db).await.unwrap();
        assert!(some.len() >= least, "{} {kind:?}", some.len());
        assert!(some.iter().all(|row| !row.reason.is_empty()), "{kind:?} with a reason");
    }
    let explained = pairing::Entity::find().filter(pairing::Column::RunId.is_not_null()).all(db).await.unwrap();
    assert!(explained.len() >= 2 && explained.iter().all(|row| !row.explanation.is_empty()));
    let working = pairing::Entity::find().filter(pairing::Column::State.eq(PairState::Active)).all(db).await.unwrap();
    for pair in working {
        assert!(
            pair.run_id.is_some() && pair.score.is_some() && pair.parts.is_some(),
            "№ {} has no score",
            pair.number
        );
        let steps =
            pairing_step::Entity::find().filter(pairing_step::Column::PairingId.eq(pair.id)).all(db).await.unwrap();
        let (first, began) = (steps.iter().map(|step| step.at).min().unwrap(), pair.active_since.unwrap());
        assert!((began - first).num_days() >= 7, "№ {}: proposed on {first}, active since {began}", pair.number);
        assert!((pair.last_active_at - began).num_days() >= 7, "№ {}: nothing happened since {began}", pair.number);
    }
    assert!(school_wish::Entity::find().count(db).await.unwrap() >= 4);
}

async fn the_work_is_written_down(db: &sea_orm::DatabaseConnection) {
    let items = plan_item::Entity::find().all(db).await.unwrap();
    for (state, least) in [(PlanState::Planned, 12), (PlanState::Done, 18), (PlanState::Cancelled, 1)] {
        let some = items.iter().filter(|row| row.state == state).count();
        assert!(some >= least, "{some} items {state:?}");
    }
    let events: Vec<_> = items.iter().filter(|row| row.event_id.is_some()).collect();
    assert_eq!(events.len(), 2, "two became events");
    let held = events.iter().find(|row| row.state == PlanState::Done).expect("one of them was held");
    assert_eq!(held.minutes, Some(60), "and closed the item by itself");
    assert!(items.iter().any(|row| row.agreed_at_id.is_some()), "what was agreed upon at a visit is planned");
    for (state, least) in [(VisitState::Planned, 2), (VisitState::Signed, 8), (VisitState::Missed, 1)] {
        let some = pairing_visit::Entity::find().filter(pairing_visit::Column::State.eq(state));
        let some = some.count(db).await.unwrap();
        assert!(some >= least, "{some} visits {state:?}");
    }
    let reports = pairing_report::Entity::find().all(db).await.unwrap();
    assert!(reports.len() >= 2 && reports.iter().all(|row| row.state == ReportState::Submitted));
    assert!(reports.iter().all(|row| !row.text.contains("изменилось\n\n\n")), "reports are finished by hand");
    let end = pairing_survey_answer::Entity::find()
        .filter(pairing_survey_answer::Column::Round.eq(SurveyRound::End))
        .all(db)
        .await
        .unwrap();
    for side in Side::BOTH {
        assert!(end.iter().filter(|row| row.side == side).count() >= 3, "three of a side, or nobody sees the marks");
    }
    assert!(effect_value::Entity::find().count(db).await.unwrap() >= 24);
}
