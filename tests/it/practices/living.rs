//! What colleagues do with a practice that is shown.

use expect_test::expect;
use kit::{Person, Town, check, json};
use uuid::Uuid;

use super::{drafted, titles};

/// Ana's practice in this organisation, without review.
async fn shared(town: &Town, ana: &Person, org: &str) -> String {
    let id = drafted(ana, "Полоска").await;
    ana.post(&format!("/practices/{id}/share"), json!({"place": town.org(org).await})).await.ok();
    id
}

#[tokio::test]
async fn what_lives_in_a_school_is_read_by_its_people_only() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let draft = drafted(&ana, "Чужое место").await;
    let there = json!({"place": town.org("school12").await});
    check(&ana.post(&format!("/practices/{draft}/share"), there).await, expect!["422 place: unknown"]);
    let id = shared(&town, &ana, "school6").await;
    for who in ["ben", "head", "mun", "admin"] {
        let person = town.person(who).await;
        assert_eq!(person.get(&format!("/practices/{id}")).await.ok()["state"], "community", "{who}");
        assert_eq!(titles(&person, "community=true").await, ["Полоска"], "{who}");
    }
    for who in ["far", "lea", "pen"] {
        let person = town.person(who).await;
        assert!(titles(&person, "").await.is_empty(), "{who}");
        let report = json!({"outcome": "helped", "text": "х"});
        for path in [format!("/practices/{id}"), "/practices/1".into(), format!("/practices/{id}/adoptions")] {
            check(&person.get(&path).await, expect!["404 not_found"]);
        }
        check(&person.post(&format!("/practices/{id}/adoptions"), report).await, expect!["404 not_found"]);
        check(&person.put(&format!("/practices/{id}/reactions/useful"), json!({})).await, expect!["404 not_found"]);
    }
}

#[tokio::test]
async fn what_lives_in_an_association_is_read_by_the_network_and_marked() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let id = shared(&town, &ana, "association").await;
    let page = town.person("far").await.get(&format!("/practices/{id}")).await.ok();
    assert_eq!((page["state"].as_str(), page["level"].is_null()), (Some("community"), true));
    check(&town.person("pen").await.get(&format!("/practices/{id}")).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn a_report_of_use_counts_once_and_its_author_alone_corrects_it() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let id = shared(&town, &ana, "association").await;
    let path = format!("/practices/{id}/adoptions");
    let report = json!({"grade": 5, "outcome": "partly", "text": "Лента вместо полоски.", "before": 41, "after": 63});
    check(&ana.post(&path, report.clone()).await, expect!["403 forbidden"]);
    let far = town.person("far").await;
    let key = Uuid::now_v7();
    let first = far.post_keyed(&path, report.clone(), key).await.ok();
    let again = far.post_keyed(&path, report.clone(), key).await.ok();
    assert_eq!(first["id"], again["id"]);
    let half = json!({"grade": 15, "outcome": "helped", "text": "", "before": 141});
    check(
        &far.post(&path, half).await,
        expect!["422 grade: invalid, text: required, before: invalid, after: required"],
    );
    let page = far.get(&format!("/practices/{id}")).await.ok();
    assert_eq!((page["counts"]["adoptions"].as_i64(), page["helped"]["partly"].as_i64()), (Some(1), Some(1)));
    // Whoever finds it reads how many colleagues tried it, whatever the order of hits makes of that.
    far.put(&format!("/practices/{id}/reactions/useful"), json!({})).await.ok();
    town.settle().await;
    let hit = far.get("/search?q=полоска").await.ok()["items"][0].clone();
    assert_eq!((hit["kind"].as_str(), hit["card"]["uses"].as_i64()), (Some("practice"), Some(1)), "{hit}");
    let one = format!("/adoptions/{}", first["id"].as_str().unwrap());
    check(&ana.delete(&one).await, expect!["403 not_author"]);
    check(&town.person("lea").await.put(&one, report).await, expect!["403 not_author"]);
    check(&far.delete(&one).await, expect!["204"]);
    assert_eq!(far.get(&format!("/practices/{id}")).await.ok()["counts"]["adoptions"], 0);
}

#[tokio::test]
async fn reactions_and_views_count_a_person_once() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let id = shared(&town, &ana, "association").await;
    let far = town.person("far").await;
    for _ in 0..3 {
        far.put(&format!("/practices/{id}/reactions/useful"), json!({})).await.ok();
        far.put(&format!("/practices/{id}/uses/viewed"), json!({})).await.ok();
        ana.put(&format!("/practices/{id}/uses/viewed"), json!({})).await.ok();
    }
    check(&ana.put(&format!("/practices/{id}/reactions/useful"), json!({})).await, expect!["403 forbidden"]);
    let counts = far.get(&format!("/practices/{id}")).await.ok()["counts"].clone();
    assert_eq!((counts["useful"].as_i64(), counts["views"].as_i64()), (Some(1), Some(1)));
    town.clock.advance(chrono::TimeDelta::minutes(61));
    let far = town.person("far").await;
    far.put(&format!("/practices/{id}/uses/viewed"), json!({})).await.ok();
    far.delete(&format!("/practices/{id}/reactions/useful")).await.ok();
    let counts = far.get(&format!("/practices/{id}")).await.ok()["counts"].clone();
    assert_eq!((counts["useful"].as_i64(), counts["views"].as_i64()), (Some(0), Some(2)));
}

#[tokio::test]
async fn a_collection_shows_each_reader_what_they_may_read() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let open = shared(&town, &ana, "association").await;
    let close = shared(&town, &ana, "school6").await;
    let made = ana.post("/collections", json!({"title": "Дроби", "shared": true})).await.ok();
    let path = format!("/collections/{}", made["id"].as_str().unwrap());
    let items =
        json!({"version": 1, "items": [{"practice_id": close}, {"practice_id": open, "note": "С этого начать."}]});
    assert_eq!(ana.put(&format!("{path}/items"), items.clone()).await.ok()["items"].as_array().unwrap().len(), 2);
    check(&ana.put(&format!("{path}/items"), items).await, expect!["409 version_conflict"]);
    let seen = far.get(&path).await.ok();
    assert_eq!((seen["count"].as_i64(), seen["items"][0]["note"].as_str()), (Some(1), Some("С этого начать.")));
    check(&far.patch(&path, json!({"version": 2, "title": "Моё"})).await, expect!["403 not_author"]);
    let own = far.post("/collections", json!({"title": "Своё"})).await.ok();
    let foreign = json!({"version": 1, "items": [{"practice_id": close}]});
    let own = format!("/collections/{}", own["id"].as_str().unwrap());
    check(&far.put(&format!("{own}/items"), foreign).await, expect!["422 items[0].practice_id: unknown"]);
    check(&ana.get(&own).await, expect!["404 not_found"]);
    check(
        &ana.post("/collections", json!({"title": "РМО", "organisation": town.org("association").await})).await,
        expect!["422 organisation: unknown"],
    );
    let lea = town.person("lea").await;
    check(
        &lea.post("/collections", json!({"title": "РМО", "organisation": town.org("association").await})).await,
        expect!["201"],
    );
}

#[tokio::test]
async fn an_archived_practice_leaves_the_lists_and_keeps_its_address() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let id = shared(&town, &ana, "association").await;
    check(&far.post(&format!("/practices/{id}/archive"), json!({})).await, expect!["403 forbidden"]);
    check(&ana.post(&format!("/practices/{id}/archive"), json!({})).await, expect!["204"]);
    assert!(titles(&far, "").await.is_empty());
    assert_eq!(far.get("/practices/1").await.ok()["archived"], true);
    check(&ana.post(&format!("/practices/{id}/restore"), json!({})).await, expect!["204"]);
    assert_eq!(titles(&far, "").await, ["Полоска"]);
}
