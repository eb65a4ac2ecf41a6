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
    for (login, _) in staffroom::demo::LOGINS {
        let body = kit::json!({"login": login, "password": staffroom::demo::PASSWORD});
        let session = town.stranger().post("/auth/login", body).await.ok();
        let mut person = town.stranger();
        person.token = session["access_token"].as_str().unwrap().to_owned();
        let home = person.get("/home").await.ok();
        assert!(home["spaces"].as_array().unwrap().len() >= 3, "{login}: {home}");
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
    assert_eq!(all, 160, "each event once, however often the demo was loaded");
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
