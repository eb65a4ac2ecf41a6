//! Visits of one school to the other: both sign what they saw, what is agreed upon stands in the plan.

use kit::{Person, Town, Value, check, expect, json};

use super::{pair, planned, text_of};

fn seen(revision: i32, findings: &str) -> Value {
    json!({"revision": revision, "planned_on": "2026-10-01", "minutes": 180, "met": "Директор, завуч, три учителя",
        "findings": findings, "agreements": [
            {"text": "Показать урок с полоской", "form": "open_lesson", "due": "2026-11-20"},
            {"text": "Прислать карточки"}]})
}

/// A visit of the mentor that was held and written down; answers its path and the revision to sign.
async fn held(by: &Person, pair: &str) -> (String, i32) {
    let made = by.post(&format!("/pairings/{pair}/visits"), json!({"planned_on": "2026-10-01"})).await.ok();
    let path = format!("/pairing-visits/{}", made["id"].as_str().unwrap());
    by.post(&format!("{path}/hold"), json!({"held_on": "2026-10-02"})).await.ok();
    let written = by.put(&path, seen(2, "Считают без прикидки")).await.ok();
    (path, i32::try_from(written["revision"].as_i64().unwrap()).unwrap())
}

#[tokio::test]
async fn both_schools_sign_and_what_they_agreed_upon_stands_in_the_plan() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let item = planned(&ana, &pair, json!({"form": "visit", "title": "День уроков", "due": "2026-10-01"})).await;
    let made = ana.post(&format!("/plan-items/{item}/visit"), json!({})).await.ok();
    let visit = made["visit"]["id"].as_str().unwrap().to_owned();
    let path = format!("/pairing-visits/{visit}");
    check(&ana.post(&format!("{path}/sign"), json!({"revision": 1})).await, expect!["409 wrong_state"]);
    ana.post(&format!("{path}/hold"), json!({"held_on": "2026-10-02", "minutes": 200})).await.ok();
    check(
        &ana.post(&format!("{path}/sign"), json!({"revision": 2})).await,
        expect!["422 met: required, findings: required"],
    );
    ana.put(&path, seen(2, "Считают без прикидки")).await.ok();
    let first = ana.post(&format!("{path}/sign"), json!({"revision": 3})).await.ok();
    assert_eq!((&first["state"], &first["mentor_signed"]["by"]["surname"]), (&json!("held"), &json!("Анисимова")));
    assert_eq!(first["can"]["sign"], false);
    check(&ana.post(&format!("{path}/sign"), json!({"revision": 3})).await, expect!["409 wrong_state"]);
    let last = lea.post(&format!("{path}/sign"), json!({"revision": 3})).await.ok();
    assert_eq!(last["state"], "signed");
    let plan = lea.get(&format!("/pairings/{pair}/plan")).await.ok();
    let items = plan["items"].as_array().unwrap();
    assert_eq!((&items[0]["state"], &items[0]["minutes"]), (&json!("done"), &json!(180)));
    let agreed: Vec<_> =
        items[1..].iter().map(|one| (&one["title"], &one["form"], &one["due"], &one["agreed_at"])).collect();
    assert_eq!(
        agreed,
        [
            (&json!("Показать урок с полоской"), &json!("open_lesson"), &json!("2026-11-20"), &json!(visit)),
            (&json!("Прислать карточки"), &json!("consultation"), &Value::Null, &json!(visit)),
        ]
    );
    check(&ana.put(&path, seen(3, "Иначе")).await, expect!["409 wrong_state"]);
    check(&ana.post(&format!("/plan-items/{item}/reopen"), json!({})).await, expect!["409 wrong_state"]);
    let text = text_of(&lea, &format!("{path}/pdf")).await;
    for said in [
        "Лист посещения",
        "Пара № 7: Математика",
        "МБОУ СОШ № 6",
        "2 октября 2026 г.",
        "Считают без прикидки",
        "Показать урок с полоской (открытый урок, до 20 ноября 2026 г.)",
        "Анисимова М. П., подписано 5 октября 2026 г.",
        "Леонова М. П., подписано 5 октября 2026 г.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[tokio::test]
async fn nobody_signs_what_changed_meanwhile() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let (path, revision) = held(&ana, &pair).await;
    ana.post(&format!("{path}/sign"), json!({"revision": revision})).await.ok();
    // The other school writes on: what was signed is signed no more.
    let changed = lea.put(&path, seen(revision, "Прикидку делают трое")).await.ok();
    assert_eq!((&changed["mentor_signed"], &changed["state"]), (&Value::Null, &json!("held")));
    let late = ana.post(&format!("{path}/sign"), json!({"revision": revision})).await;
    check(&late, expect!["409 version_conflict"]);
    assert_eq!(late.json()["current"]["findings"], "Прикидку делают трое");
    check(&ana.put(&path, seen(revision, "Своё")).await, expect!["409 version_conflict"]);
    for person in [&ana, &lea] {
        person.post(&format!("{path}/sign"), json!({"revision": revision + 1})).await.ok();
    }
    assert_eq!(ana.get(&path).await.ok()["state"], "signed");
}

#[tokio::test]
async fn both_may_sign_at_once() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let (path, revision) = held(&ana, &pair).await;
    let sign = |person: Person| {
        let path = format!("{path}/sign");
        tokio::spawn(async move { person.post(&path, json!({"revision": revision})).await.summary() })
    };
    // Each twice: of two clicks of one person one counts.
    let all = [sign(ana.clone()), sign(lea.clone()), sign(ana.clone()), sign(lea.clone())];
    let mut answers = Vec::new();
    for one in all {
        answers.push(one.await.unwrap());
    }
    answers.sort();
    assert_eq!(answers, ["200", "200", "409 wrong_state", "409 wrong_state"]);
    let visit = ana.get(&path).await.ok();
    assert_eq!(visit["state"], "signed");
    let plan = ana.get(&format!("/pairings/{pair}/plan")).await.ok();
    assert_eq!(plan["items"].as_array().unwrap().len(), 2, "what was agreed upon stands there once");
}

#[tokio::test]
async fn a_missed_visit_says_why_and_lets_the_item_go() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    let item = planned(&ana, &pair, json!({"form": "visit"})).await;
    let step = format!("/plan-items/{item}/visit");
    let body = json!({"by_side": "mentee", "planned_on": "2026-10-01"});
    let visit = ana.post(&step, body.clone()).await.ok()["visit"]["id"].as_str().unwrap().to_owned();
    check(&ana.post(&step, body.clone()).await, expect!["409 already_exists"]);
    let miss = format!("/pairing-visits/{visit}/miss");
    check(&mo.post(&miss, json!({"reason": ""})).await, expect!["422 reason: required"]);
    let missed = mo.post(&miss, json!({"reason": "Дорогу занесло"})).await.ok();
    assert_eq!((&missed["state"], &missed["by_side"]), (&json!("missed"), &json!("mentee")));
    check(
        &mo.post(&format!("/pairing-visits/{visit}/hold"), json!({"held_on": "2026-10-02"})).await,
        expect!["409 wrong_state"],
    );
    let again = ana.post(&step, body).await.ok();
    assert_ne!(again["visit"]["id"], json!(visit));
    assert_eq!(ana.get(&format!("/pairings/{pair}/visits")).await.ok().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn visits_lie_within_the_time_of_the_pair() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let path = format!("/pairings/{pair}/visits");
    for day in ["2026-08-31", "2027-07-01"] {
        check(&ana.post(&path, json!({"planned_on": day})).await, expect!["422 planned_on: invalid"]);
    }
    let (visit, revision) = held(&ana, &pair).await;
    let mut wrong = seen(revision, "");
    wrong["agreements"] = json!([{"text": " ", "due": "2028-01-01"}]);
    check(&ana.put(&visit, wrong).await, expect!["422 agreements[0].text: required, agreements[0].due: invalid"]);
    let planned = ana.post(&path, json!({"planned_on": "2026-12-01"})).await.ok();
    let hold = format!("/pairing-visits/{}/hold", planned["id"].as_str().unwrap());
    check(&ana.post(&hold, json!({"held_on": "2026-12-01"})).await, expect!["422 held_on: invalid"]);
    let far = town.person("farhead").await;
    check(&far.get(&visit).await, expect!["404 not_found"]);
    check(&far.post(&format!("{visit}/sign"), json!({"revision": revision})).await, expect!["404 not_found"]);
    check(&far.get(&format!("{visit}/pdf")).await, expect!["404 not_found"]);
    let mun = town.person("mun").await;
    check(&mun.post(&format!("{visit}/sign"), json!({"revision": revision})).await, expect!["403 forbidden"]);
}
