//! Half-year reports: made of facts, finished by hand, handed in.

use kit::{Person, Town, Value, check, expect, json};

use super::{pair, planned, text_of};

async fn made(by: &Person, pair: &str) -> Value {
    by.post(&format!("/pairings/{pair}/reports"), json!({"year": 2026, "half": 1})).await.ok()
}

#[tokio::test]
async fn a_report_of_an_empty_plan_says_so() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let report = made(&ana, &pair).await;
    let facts = &report["facts"];
    assert_eq!((&facts["total"], &facts["percent"], &facts["posts"]), (&json!(0), &Value::Null, &Value::Null));
    assert_eq!((&facts["since"], &facts["until"]), (&json!("2026-09-01"), &json!("2026-12-31")));
    assert_eq!(facts["silence"], 34, "from the first of September to today nothing was done");
    assert!(report["text"].as_str().unwrap().contains("Мероприятий совместного плана в этом периоде не было"));
    let text = text_of(&ana, &format!("/pairing-reports/{}/pdf", report["id"].as_str().unwrap())).await;
    for said in ["Отчёт пары № 7 за 1 полугодие 2026/27", "недостаточно данных", "черновик", "Математика"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[tokio::test]
async fn a_report_counts_what_is_there() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let done = planned(&ana, &pair, json!({"mentor_person_id": ana.id})).await;
    let body = json!({"done_on": "2026-09-20", "minutes": 90, "outcome": "Показали полоску"});
    ana.post(&format!("/plan-items/{done}/done"), body).await.ok();
    planned(&ana, &pair, json!({"title": "Опоздавший", "due": "2026-10-01"})).await;
    planned(&ana, &pair, json!({"title": "Весной", "due": "2027-03-01"})).await;
    let visit = lea.post(&format!("/pairings/{pair}/visits"), json!({"planned_on": "2026-10-01"})).await.ok();
    let miss = format!("/pairing-visits/{}/miss", visit["id"].as_str().unwrap());
    lea.post(&miss, json!({"reason": "Карантин"})).await.ok();
    let report = made(&lea, &pair).await;
    let facts = &report["facts"];
    assert_eq!(
        (&facts["total"], &facts["done"], &facts["overdue"], &facts["percent"]),
        (&json!(2), &json!(1), &json!(1), &json!(50))
    );
    assert_eq!((&facts["mentor_minutes"], &facts["mentee_minutes"]), (&json!(90), &json!(0)));
    assert_eq!(facts["visits"], json!({"planned": 0, "held": 0, "signed": 0, "missed": 1, "agreements": 0}));
    assert_eq!(
        (&facts["did"][0]["title"], &facts["late"][0]["title"]),
        (&json!("Семинар по процентам"), &json!("Опоздавший"))
    );
    assert_eq!(facts["people"][0]["person_id"], json!(ana.id));
    assert_eq!(report["people"][0]["surname"], "Анисимова");
    let text = report["text"].as_str().unwrap();
    for said in [
        "По плану 1 из 2",
        "школа-наставник 1 ч 30 мин",
        "«Семинар по процентам», 20 сентября 2026 г.: Показали полоску",
        "Что не успели",
        "не состоялось 1",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("Анисимова"), "no names in what is stored");
    let paper = text_of(&ana, &format!("/pairing-reports/{}/pdf", report["id"].as_str().unwrap())).await;
    assert!(paper.contains("1 из 2 (50 %)") && paper.contains("Анисимова М. П."), "{paper}");
}

#[tokio::test]
async fn words_somebody_changed_stay_when_it_is_counted_anew() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    let first = made(&ana, &pair).await;
    planned(&ana, &pair, json!({"due": "2026-11-01"})).await;
    // Nobody has written in it: the words follow the facts.
    let second = made(&mo, &pair).await;
    assert_eq!((&second["id"], &second["facts"]["total"]), (&first["id"], &json!(1)));
    assert!(second["text"].as_str().unwrap().contains("По плану 0 из 1"));
    let path = format!("/pairing-reports/{}", first["id"].as_str().unwrap());
    let saved = mo.put(&path, json!({"revision": second["revision"], "text": "Свои слова"})).await.ok();
    let late = ana.put(&path, json!({"revision": second["revision"], "text": "Другие"})).await;
    check(&late, expect!["409 version_conflict"]);
    assert_eq!(late.json()["current"]["text"], "Свои слова");
    planned(&ana, &pair, json!({"title": "Ещё", "due": "2026-11-02"})).await;
    let third = made(&ana, &pair).await;
    assert_eq!((&third["text"], &third["facts"]["total"]), (&json!("Свои слова"), &json!(2)));
    assert_ne!(third["revision"], saved["revision"]);
    // A teacher writes it, who acts for a school hands it in.
    let submit = |revision: &Value| json!({"revision": revision});
    check(&ana.post(&format!("{path}/submit"), submit(&third["revision"])).await, expect!["403 forbidden"]);
    check(&mo.post(&format!("{path}/submit"), submit(&saved["revision"])).await, expect!["409 version_conflict"]);
    let handed = mo.post(&format!("{path}/submit"), submit(&third["revision"])).await.ok();
    assert_eq!((&handed["state"], &handed["submitted_by"]["surname"]), (&json!("submitted"), &json!("Морозова")));
    check(&ana.put(&path, json!({"revision": third["revision"], "text": "Поздно"})).await, expect!["409 wrong_state"]);
    check(
        &ana.post(&format!("/pairings/{pair}/reports"), json!({"year": 2026, "half": 1})).await,
        expect!["409 wrong_state"],
    );
    check(&town.person("mun").await.get(&path).await, expect!["200"]);
    check(&town.person("farhead").await.get(&path).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn the_talk_of_a_pair_is_counted_in_its_half() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let room = ana.post(&format!("/pairings/{pair}/room"), json!({})).await.ok();
    town.settle().await;
    let topic = ana.opens(room["space_id"].as_str().unwrap(), "Проценты").await;
    let topic = topic["id"].as_str().unwrap();
    lea.replies(topic, "Попробуем").await.ok();
    let gone = lea.replies(topic, "Не туда").await.ok();
    lea.delete(&format!("/posts/{}", gone["id"].as_str().unwrap())).await.ok();
    ana.opens(&town.space("open").await, "В общей комнате").await;
    let report = made(&lea, &pair).await;
    assert_eq!(report["facts"]["posts"], 2, "the first post and the reply that stands");
    let text = text_of(&ana, &format!("/pairing-reports/{}/pdf", report["id"].as_str().unwrap())).await;
    assert!(text.contains("Сообщений в комнате пары 2"), "{text}");
}

#[tokio::test]
async fn halves_that_were_not_are_refused() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let path = format!("/pairings/{pair}/reports");
    for (year, half, expected) in [
        (2026, 2, expect!["422 half: invalid"]),
        (2025, 2, expect!["422 half: invalid"]),
        (2026, 3, expect!["422 half: invalid"]),
        (i32::MAX, 1, expect!["422 year: invalid"]),
        (-5, 1, expect!["422 year: invalid"]),
    ] {
        check(&ana.post(&path, json!({"year": year, "half": half})).await, expected);
    }
    let mun = town.person("mun").await;
    check(&mun.post(&path, json!({"year": 2026, "half": 1})).await, expect!["403 forbidden"]);
    assert_eq!(mun.get(&path).await.ok(), json!({"items": [], "can_make": false}));
}

#[tokio::test]
async fn both_schools_may_make_the_report_at_once() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let mut all = Vec::new();
    for login in ["ana", "lea", "mo", "head"] {
        let (person, pair) = (town.person(login).await, pair.clone());
        all.push(tokio::spawn(async move { made(&person, &pair).await["id"].clone() }));
    }
    let mut ids = Vec::new();
    for one in all {
        ids.push(one.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "one report of a half");
}
