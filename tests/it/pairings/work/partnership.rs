//! «Сетевое взаимодействие есть»: an active pair and something held in it, nothing less.

use kit::{Person, Town, Value, check, expect, json};
use pairings::kinds::PairState;

use super::{heads_the_twelfth, pair_in, planned};

async fn of(by: &Person, town: &Town, school: &str) -> Value {
    by.get(&format!("/organisations/{}/partnership", town.org(school).await)).await.ok()
}

async fn done(by: &Person, pair: &str, form: &str, on: &str) {
    let item = planned(by, pair, json!({"title": format!("{form} {on}"), "form": form, "due": null})).await;
    by.post(&format!("/plan-items/{item}/done"), json!({"done_on": on})).await.ok();
}

#[tokio::test]
async fn it_is_there_only_with_an_active_pair_in_which_something_was_held() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let nothing = of(&head, &town, "school6").await;
    assert_eq!((&nothing["present"], &nothing["pairs"]), (&json!(false), &json!([])));
    heads_the_twelfth(&town).await;
    let pair = pair_in(&town, PairState::Active).await;
    let ana = town.person("ana").await;
    let begun = of(&head, &town, "school6").await;
    assert_eq!((&begun["present"], &begun["pairs"][0]["held"]), (&json!(false), &json!(0)), "a pair alone is nothing");
    planned(&ana, &pair, json!({"title": "Впереди"})).await;
    done(&ana, &pair, "materials", "2026-09-20").await;
    assert_eq!(of(&head, &town, "school6").await["present"], false, "a file handed over is no meeting");
    done(&ana, &pair, "seminar", "2026-09-21").await;
    done(&ana, &pair, "open_lesson", "2026-09-28").await;
    let seen = of(&head, &town, "school6").await;
    assert_eq!((&seen["present"], &seen["year"]), (&json!(true), &json!(2026)));
    let line = &seen["pairs"][0];
    assert_eq!((&line["held"], &line["side"], &line["number"]), (&json!(2), &json!("mentor"), &json!(7)));
    assert_eq!((&line["last_on"], &line["last_form"]), (&json!("2026-09-28"), &json!("open_lesson")));
    assert_eq!(line["other"]["id"], json!(town.org("school12").await));
    let other = of(&town.person("mo").await, &town, "school12").await;
    assert_eq!((&other["present"], &other["pairs"][0]["side"]), (&json!(true), &json!("mentee")));
    // What was held last year says nothing of this one.
    town.clock.set("2027-09-02T08:00:00Z".parse().unwrap());
    let later = of(&town.person("head").await, &town, "school6").await;
    assert_eq!((&later["present"], &later["year"]), (&json!(false), &json!(2027)));
}

#[tokio::test]
async fn a_visit_counts_once_and_a_suspended_pair_not_at_all() {
    let town = Town::new().await;
    heads_the_twelfth(&town).await;
    let pair = pair_in(&town, PairState::Active).await;
    let (ana, mun) = (town.person("ana").await, town.person("mun").await);
    let item = planned(&ana, &pair, json!({"form": "visit", "due": "2026-09-25"})).await;
    let made = ana.post(&format!("/plan-items/{item}/visit"), json!({})).await.ok();
    assert_eq!(of(&mun, &town, "school6").await["present"], false, "planned is not held");
    let visit = made["visit"]["id"].as_str().unwrap().to_owned();
    ana.post(&format!("/pairing-visits/{visit}/hold"), json!({"held_on": "2026-09-25"})).await.ok();
    let held = of(&mun, &town, "school6").await;
    assert_eq!((&held["present"], &held["pairs"][0]["held"]), (&json!(true), &json!(1)));
    let table = mun.get(&format!("/organisations/{}/needs-and-offers", town.org("district").await)).await.ok();
    for row in table["items"].as_array().unwrap() {
        assert_eq!(
            (&row["partnership"]["present"], &row["partnership"]["pairs"][0]["held"]),
            (&json!(true), &json!(1))
        );
    }
    let last = format!("/organisations/{}/needs-and-offers?year=2025", town.org("district").await);
    assert_eq!(mun.get(&last).await.ok()["items"][0]["partnership"], Value::Null, "of other years nothing is said");
    mun.post(&format!("/pairings/{pair}/suspend"), json!({"reason": "Карантин"})).await.ok();
    let rests = of(&mun, &town, "school6").await;
    assert_eq!((&rests["present"], &rests["pairs"]), (&json!(false), &json!([])));
    for stranger in ["far", "farhead", "pen"] {
        let path = format!("/organisations/{}/partnership", town.org("school6").await);
        check(&town.person(stranger).await.get(&path).await, expect!["404 not_found"]);
    }
    let path = format!("/organisations/{}/partnership", town.org("district").await);
    check(&mun.get(&path).await, expect!["404 not_found"]);
}
