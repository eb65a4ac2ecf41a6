//! What schools offer to others.

use futures_util::future::join_all;
use kernel::{OrgId, Role};
use kit::{Town, Value, check, expect, json};
use pairings::entity::schools::{offer, offer_theme};
use sea_orm::entity::prelude::*;

use super::{close, foreigner, of, skill, with, with_role};

/// Mathematics in grades 5 to 9 and assessment.
pub fn offered(capacity: i32) -> Value {
    json!({
        "revision": 0, "capacity": capacity, "online": true, "in_person": true, "max_minutes": 90,
        "forms": ["seminar", "open_lesson", "seminar"], "note": "По средам",
        "themes": [
            {"theme_kind": "subject", "theme": "math", "specialists": 2, "grade_from": 5, "grade_to": 9, "strength": 85,
                "basis": "Открытые уроки, две практики в банке", "skills": []},
            {"theme_kind": "management", "theme": "assessment", "specialists": 1}
        ]
    })
}

/// Pairs take so many places, as their life does.
pub async fn take(town: &Town, school: &str, places: i32) {
    let school: OrgId = town.org(school).await.parse().unwrap();
    let tx = town.app.begin().await.unwrap();
    let held = offer::Entity::find().filter(offer::Column::SchoolId.eq(school)).one(tx.db()).await.unwrap().unwrap();
    offer::Entity::update_many()
        .col_expr(offer::Column::Active, Expr::value(places))
        .filter(offer::Column::Id.eq(held.id))
        .exec(tx.db())
        .await
        .unwrap();
    offer_theme::Entity::update_many()
        .col_expr(offer_theme::Column::Active, Expr::value(places))
        .filter(offer_theme::Column::OfferId.eq(held.id))
        .filter(offer_theme::Column::Theme.eq("math"))
        .exec(tx.db())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_school_offers_help_pauses_resumes_and_takes_it_back() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let path = of(&town, "school6", "/offer").await;
    assert_eq!(head.get(&path).await.ok(), json!({"offer": null, "can_edit": true}));
    let made = head.put(&path, offered(3)).await.ok()["offer"].clone();
    assert_eq!((&made["capacity"], &made["active"], &made["state"]), (&json!(3), &json!(0), &json!("open")));
    assert_eq!((&made["forms"], &made["languages"]), (&json!(["seminar", "open_lesson"]), &json!(["ru"])));
    assert_eq!(made["themes"][0]["theme"]["title"], "Математика");
    assert_eq!(made["themes"][1]["theme"]["title"], "Оценка качества (ВСОКО)");
    let step = async |word: &str| head.post(&format!("{path}/{word}"), json!({})).await;
    check(&step("resume").await, expect!["409 wrong_state"]);
    assert_eq!(step("pause").await.ok()["offer"]["state"], "paused");
    check(&step("pause").await, expect!["409 wrong_state"]);
    assert_eq!(step("resume").await.ok()["offer"]["state"], "open");
    assert_eq!(step("withdraw").await.ok()["offer"], json!(null));
    check(&step("resume").await, expect!["409 wrong_state"]);
    let again = head.put(&path, offered(1)).await.ok();
    assert_eq!((&again["offer"]["revision"], &again["offer"]["capacity"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn offers_that_make_no_sense_are_refused() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let path = of(&town, "school6", "/offer").await;
    let nothing = "0190b0f4-7b2a-7c3d-8e4f-0123456789ab";
    let theme = |change: Value| json!({"themes": [with(json!({"theme_kind": "subject", "theme": "math", "specialists": 1}), change)]});
    let known = skill(&town, 0).await;
    let table = [
        (json!({"capacity": 0}), expect!["422 capacity: invalid"]),
        (json!({"capacity": i64::MAX}), expect!["422 capacity: invalid"]),
        (json!({"online": false, "in_person": false}), expect!["422 in_person: required"]),
        (json!({"max_minutes": 4}), expect!["422 max_minutes: invalid"]),
        (json!({"languages": ["xx"]}), expect!["422 languages: unknown"]),
        (json!({"forms": []}), expect!["422 forms: required"]),
        (json!({"forms": ["dance"]}), expect!["422 forms[0]: invalid"]),
        (json!({"themes": []}), expect!["422 themes: required"]),
        (json!({"note": "ё".repeat(2001)}), expect!["422 note: too_long"]),
        (theme(json!({"theme": "magic"})), expect!["422 themes[0].theme: unknown"]),
        (
            theme(json!({"specialists": 0, "strength": 101})),
            expect![["422 themes[0].specialists: invalid, themes[0].strength: invalid"]],
        ),
        (theme(json!({"grade_from": 9, "grade_to": 5})), expect!["422 themes[0].grade_to: invalid"]),
        (theme(json!({"skills": [{"skill_id": known, "share_done": -1}]})), expect!["422 themes[0].skills: invalid"]),
        (theme(json!({"skills": [{"skill_id": known}, {"skill_id": known}]})), expect!["422 themes[0].skills: taken"]),
        (theme(json!({"skills": [{"skill_id": nothing}]})), expect!["422 themes: unknown"]),
    ];
    for (change, expected) in table {
        check(&mun.put(&path, with(offered(2), change)).await, expected);
    }
    let twice = offered(2)["themes"][0].clone();
    check(
        &mun.put(&path, with(offered(2), json!({"themes": [twice, twice]}))).await,
        expect!["422 themes[1].theme: taken"],
    );
    assert_eq!(mun.get(&path).await.ok()["offer"], json!(null));
}

#[tokio::test]
async fn places_that_pairs_hold_are_not_taken_from_under_them() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let path = of(&town, "school6", "/offer").await;
    head.put(&path, offered(3)).await.ok();
    take(&town, "school6", 2).await;
    let second = |change: Value| with(with(offered(3), json!({"revision": 1})), change);
    check(&head.put(&path, second(json!({"capacity": 1}))).await, expect!["409 in_use"]);
    let fewer = json!([{"theme_kind": "subject", "theme": "math", "specialists": 1}]);
    check(&head.put(&path, second(json!({"themes": fewer}))).await, expect!["409 in_use"]);
    let other = json!([{"theme_kind": "subject", "theme": "russian", "specialists": 1}]);
    check(&head.put(&path, second(json!({"themes": other}))).await, expect!["409 in_use"]);
    check(&head.post(&format!("{path}/withdraw"), json!({})).await, expect!["409 in_use"]);
    let now = head.get(&path).await.ok()["offer"].clone();
    assert_eq!(
        (&now["revision"], now["themes"].as_array().unwrap().len()),
        (&json!(1), 2),
        "nothing of it was written"
    );
    let kept = json!([{"theme_kind": "subject", "theme": "math", "specialists": 2}]);
    let saved = head.put(&path, second(json!({"capacity": 2, "themes": kept}))).await.ok()["offer"].clone();
    let places = (&saved["capacity"], &saved["active"], &saved["themes"][0]["active"]);
    assert_eq!(places, (&json!(2), &json!(2), &json!(2)));
    check(&head.post(&format!("{path}/pause"), json!({})).await, expect!["200"]);
}

#[tokio::test]
async fn two_who_change_an_offer_do_not_write_over_each_other() {
    let town = Town::new().await;
    let (head, mun) = (town.person("head").await, town.person("mun").await);
    let path = of(&town, "school6", "/offer").await;
    let making = (0..6).map(|_| {
        let (head, path) = (head.clone(), path.clone());
        async move { head.put(&path, offered(2)).await.summary() }
    });
    let answers = join_all(making).await;
    assert_eq!(answers.iter().filter(|answer| *answer == "200").count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| *answer == "409 version_conflict").count(), 5, "{answers:?}");
    mun.put(&path, with(offered(5), json!({"revision": 1}))).await.ok();
    let stale = head.put(&path, with(offered(4), json!({"revision": 1}))).await;
    check(&stale, expect!["409 version_conflict"]);
    assert_eq!((&stale.json()["current"]["capacity"], &stale.json()["current"]["revision"]), (&json!(5), &json!(2)));
}

#[tokio::test]
async fn people_of_the_region_see_open_offers_without_results() {
    let town = Town::new().await;
    let path = of(&town, "school6", "/offer").await;
    let able = skill(&town, 0).await;
    let mut form = offered(2);
    form["themes"][0]["skills"] = json!([{"skill_id": able, "share_done": 88}]);
    let head = town.person("head").await;
    let made = head.put(&path, form).await.ok()["offer"].clone();
    let theme = &made["themes"][0];
    assert_eq!((&theme["strength"], &theme["skills"][0]["share_done"]), (&json!(85), &json!(88)));
    for who in ["far", "farhead", "lea", "mo"] {
        let far = town.person(who).await.get(&path).await.ok();
        assert_eq!((&far["can_edit"], &far["offer"]["by"]), (&json!(false), &json!(null)), "{who}");
        let theme = &far["offer"]["themes"][0];
        assert_eq!((&theme["strength"], &theme["skills"][0]["share_done"]), (&json!(null), &json!(null)), "{who}");
        assert_eq!((&theme["theme"]["theme"], &far["offer"]["capacity"]), (&json!("math"), &json!(2)), "{who}");
        check(&town.person(who).await.put(&path, offered(1)).await, expect!["404 not_found"]);
    }
    check(&town.person("pen").await.get(&path).await, expect!["404 not_found"]);
    let abroad = foreigner(&town, "pen").await;
    check(&abroad.get(&path).await, expect!["404 not_found"]);
    check(&abroad.put(&path, offered(1)).await, expect!["404 not_found"]);
    check(&town.person("ben").await.put(&path, offered(1)).await, expect!["403 forbidden"]);
    let keeper = with_role(&town, "mo", Role::MentorCoordinator, "school12").await;
    check(&keeper.put(&of(&town, "school12", "/offer").await, offered(1)).await, expect!["200"]);
    let farhead = town.person("farhead").await;
    head.post(&format!("{path}/pause"), json!({})).await.ok();
    check(&farhead.get(&path).await, expect!["404 not_found"]);
    check(&town.person("ben").await.get(&path).await, expect!["200"]);
    head.post(&format!("{path}/resume"), json!({})).await.ok();
    check(&farhead.get(&path).await, expect!["200"]);
    close(&town, "school6").await;
    let mun = town.person("mun").await;
    check(&mun.put(&path, with(offered(3), json!({"revision": 3}))).await, expect!["409 wrong_state"]);
    check(&farhead.get(&path).await, expect!["404 not_found"]);
    check(&mun.post(&format!("{path}/withdraw"), json!({})).await, expect!["200"]);
    check(&mun.put(&of(&town, "school3", "/offer").await, offered(1)).await, expect!["404 not_found"]);
}
