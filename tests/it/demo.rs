//! The demo network is what the README promises: enough of it, written out, and loadable twice.

use forums::entity::{post, topic};
use kit::{Town, engine};
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
    for (login, _) in staffroom::demo::LOGINS {
        let body = kit::json!({"login": login, "password": staffroom::demo::PASSWORD});
        let session = town.stranger().post("/auth/login", body).await.ok();
        let mut person = town.stranger();
        person.token = session["access_token"].as_str().unwrap().to_owned();
        let home = person.get("/home").await.ok();
        assert!(home["spaces"].as_array().unwrap().len() >= 3, "{login}: {home}");
    }
}
