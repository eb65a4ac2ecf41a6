//! People of a pair, who works with whom, and the room they talk in.

use accounts::affiliations;
use kit::{Person, Value, check, expect, json, town};

use super::{Crew, id};

async fn name(crew: &Crew, by: &Person, pair: &str, side: &str, login: &str, duty: &str) -> kit::Answer {
    let body = json!({"side": side, "person_id": crew.town.id(login).await, "duty": duty});
    by.post(&format!("/pairings/{pair}/people"), body).await
}

/// The line of somebody on the page of a pair.
fn person(page: &Value, side: &str, duty: &str) -> String {
    let people = page["people"].as_array().unwrap();
    id(people.iter().find(|line| line["side"] == side && line["duty"] == duty).unwrap())
}

#[tokio::test]
async fn each_side_names_its_own_people_and_a_curator_is_one() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    name(&crew, &crew.head, &pair, "mentor", "ana", "teacher").await.ok();
    check(&name(&crew, &crew.head, &pair, "mentor", "ana", "teacher").await, expect!["409 already_exists"]);
    name(&crew, &crew.head, &pair, "mentor", "ana", "curator").await.ok();
    check(&name(&crew, &crew.head, &pair, "mentor", "ben", "curator").await, expect!["409 already_exists"]);
    check(&name(&crew, &crew.head, &pair, "mentor", "lea", "teacher").await, expect!["422 person_id: unknown"]);
    check(&name(&crew, &crew.head, &pair, "mentor", "pen", "teacher").await, expect!["422 person_id: unknown"]);
    check(&name(&crew, &crew.head, &pair, "mentor", "ben", "director").await, expect!["422 duty: invalid"]);
    check(&name(&crew, &crew.head, &pair, "mentee", "lea", "teacher").await, expect!["403 forbidden"]);
    check(&name(&crew, &crew.mun, &pair, "mentee", "lea", "king").await, expect!["422 duty: invalid"]);
    name(&crew, &crew.mun, &pair, "mentee", "lea", "young_teacher").await.ok();
    let ana = crew.person("ana").await;
    check(&name(&crew, &ana, &pair, "mentor", "ben", "teacher").await, expect!["403 forbidden"]);
    let page = ana.get(&format!("/pairings/{pair}")).await.ok();
    assert_eq!((&page["my_sides"], &page["rights"]), (&json!(["mentor"]), &json!(["open_room", "work"])));

    let gone = person(&page, "mentor", "teacher");
    let path = format!("/pairings/{pair}/people");
    check(&crew.mo.delete(&format!("{path}/{gone}")).await, expect!["403 forbidden"]);
    check(&crew.head.delete(&format!("{path}/{gone}")).await, expect!["204"]);
    check(&crew.head.delete(&format!("{path}/{gone}")).await, expect!["404 not_found"]);
    let all = crew.head.get(&path).await.ok();
    let ended: Vec<bool> = all.as_array().unwrap().iter().map(|line| line["until"].is_string()).collect();
    assert_eq!(ended, [false, false, true], "who was there stays in the list with dates");
}

#[tokio::test]
async fn ties_join_those_whose_duties_fit() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    for (side, login, duty) in [
        ("mentor", "head", "director"),
        ("mentor", "ana", "teacher"),
        ("mentee", "mo", "director"),
        ("mentee", "lea", "young_teacher"),
    ] {
        name(&crew, &crew.mun, &pair, side, login, duty).await.ok();
    }
    let page = crew.page(&pair).await;
    let tie = async |mentor: (&str, &str), mentee: (&str, &str), kind: &str, subject: Value| {
        let body = json!({
            "mentor_person_id": person(&page, mentor.0, mentor.1),
            "mentee_person_id": person(&page, mentee.0, mentee.1),
            "kind": kind,
            "subject": subject
        });
        crew.mo.post(&format!("/pairings/{pair}/ties"), body).await
    };
    let (chief, boss) = (("mentor", "director"), ("mentee", "director"));
    let (ana, lea) = (("mentor", "teacher"), ("mentee", "young_teacher"));
    tie(chief, boss, "director", json!(null)).await.ok();
    check(&tie(chief, boss, "director", json!(null)).await, expect!["409 already_exists"]);
    check(&tie(ana, boss, "director", json!(null)).await, expect!["422 kind: invalid"]);
    check(&tie(ana, lea, "teacher", json!("math")).await, expect!["422 kind: invalid"]);
    check(&tie(ana, lea, "young_teacher", json!("alchemy")).await, expect!["422 subject: unknown"]);
    check(&tie(lea, ana, "young_teacher", json!("math")).await, expect!["422 mentor_person_id: unknown"]);
    let tied = tie(ana, lea, "young_teacher", json!("math")).await.ok();
    let lines = tied["ties"].as_array().unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[1]["mentor"]["surname"], &lines[1]["subject"]), (&json!("Анисимова"), &json!("math")));
    // Whoever goes takes the ties along.
    let gone = person(&page, "mentor", "teacher");
    crew.mun.delete(&format!("/pairings/{pair}/people/{gone}")).await.ok();
    let left = crew.page(&pair).await["ties"].clone();
    assert_eq!(left.as_array().unwrap().len(), 1);
    let one = format!("/pairings/{pair}/ties/{}", id(&left[0]));
    check(&crew.person("lea").await.delete(&one).await, expect!["403 forbidden"]);
    check(&crew.mo.delete(&one).await, expect!["204"]);
    check(&crew.mo.delete(&one).await, expect!["404 not_found"]);
}

async fn reads(crew: &Crew, login: &str, space: &str) -> String {
    crew.person(login).await.get(&format!("/spaces/{space}")).await.summary()
}

#[tokio::test]
async fn the_room_is_open_to_the_pair_and_follows_its_people() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    name(&crew, &crew.head, &pair, "mentor", "ana", "teacher").await.ok();
    let path = format!("/pairings/{pair}/room");
    let space = crew.person("ana").await.post(&path, json!({})).await.ok()["space_id"].as_str().unwrap().to_owned();
    assert_eq!(crew.mo.post(&path, json!({})).await.ok()["space_id"], json!(space), "it is opened once");
    assert_eq!(crew.page(&pair).await["space_id"], json!(space));
    for (login, expected) in [
        ("ana", "200"),
        ("head", "200"),
        ("mo", "200"),
        ("mun", "200"),
        ("reg", "200"),
        ("ben", "404 not_found"),
        ("lea", "404 not_found"),
        ("far", "404 not_found"),
        ("farhead", "404 not_found"),
        ("admin", "404 not_found"),
    ] {
        assert_eq!(reads(&crew, login, &space).await, expected, "{login}");
    }
    crew.mo.opens(&space, "Разбор задания 8").await;
    check(&crew.person("ben").await.post(&path, json!({})).await, expect!["404 not_found"]);

    name(&crew, &crew.mo, &pair, "mentee", "lea", "teacher").await.ok();
    assert_eq!(reads(&crew, "lea", &space).await, "200");
    let page = crew.page(&pair).await;
    let gone = person(&page, "mentor", "teacher");
    crew.head.delete(&format!("/pairings/{pair}/people/{gone}")).await.ok();
    assert_eq!(reads(&crew, "ana", &space).await, "404 not_found");
    // An office reaches the room when it is given.
    super::give(&crew.town, "ben", kernel::Role::DeputyHead, crew.mentor).await;
    assert_eq!(reads(&crew, "ben", &space).await, "200");

    let end = json!({"reason": "Так", "debrief": "Так"});
    crew.mun.post(&format!("/pairings/{pair}/end"), end).await.ok();
    assert_eq!(reads(&crew, "mo", &space).await, "200");
    let body = json!({"space_id": space, "kind": "discussion", "title": "Поздно", "body": "Поздно"});
    check(&crew.mo.post_once("/topics", body).await, expect!["403 space_archived"]);
}

#[tokio::test]
async fn whoever_leaves_the_school_is_of_the_pair_no_more() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    name(&crew, &crew.mo, &pair, "mentee", "lea", "teacher").await.ok();
    let path = format!("/pairings/{pair}/room");
    let lea = crew.person("lea").await;
    let space = lea.post(&path, json!({})).await.ok()["space_id"].as_str().unwrap().to_owned();
    let admin = town::actor(&crew.town.app, "admin").await;
    let person = crew.town.id("lea").await.parse().unwrap();
    let there = affiliations::of_person(crew.town.app.reader(), person).await.unwrap();
    let there = there.into_iter().find(|row| row.organisation_id == crew.mentee).unwrap();
    let mut tx = crew.town.app.begin().await.unwrap();
    affiliations::end(&mut tx, &admin, there.id).await.unwrap();
    tx.commit().await.unwrap();
    crew.town.settle().await;
    let lea = crew.person("lea").await;
    check(&lea.get(&format!("/pairings/{pair}")).await, expect!["404 not_found"]);
    assert_eq!(reads(&crew, "lea", &space).await, "404 not_found");
    let all = crew.mo.get(&format!("/pairings/{pair}/people")).await.ok();
    assert_eq!(all[0]["until"], "2026-10-05");
}

#[tokio::test]
async fn a_pair_that_was_refused_has_no_room_and_no_new_people() {
    let crew = Crew::new().await;
    let pair = crew.proposed().await;
    crew.mo.post(&format!("/pairings/{pair}/decline"), json!({"reason": "Нет"})).await.ok();
    check(&crew.mo.post(&format!("/pairings/{pair}/room"), json!({})).await, expect!["409 wrong_state"]);
    check(&name(&crew, &crew.mo, &pair, "mentee", "lea", "teacher").await, expect!["409 wrong_state"]);
    let paper = format!("/pairings/{pair}/agreement");
    check(&crew.mo.put(&paper, super::draft(0, "2026-10-05", "2027-05-31")).await, expect!["409 wrong_state"]);
    check(&crew.mo.post(&format!("{paper}/renew"), json!({})).await, expect!["409 wrong_state"]);
}

#[tokio::test]
async fn young_teachers_without_a_mentor_are_listed_first_for_whoever_answers_for_them() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    assert_eq!(crew.mo.get("/young-teachers").await.ok(), json!([]));
    for (side, login, duty) in
        [("mentor", "ana", "teacher"), ("mentee", "lea", "young_teacher"), ("mentor", "ben", "young_teacher")]
    {
        name(&crew, &crew.mun, &pair, side, login, duty).await.ok();
    }
    let seen = crew.mo.get("/young-teachers").await.ok();
    assert_eq!(seen.as_array().unwrap().len(), 1, "of the school that is helped: {seen}");
    assert_eq!((&seen[0]["person"]["surname"], &seen[0]["mentors"]), (&json!("Леонова"), &json!([])));
    assert_eq!((&seen[0]["pairing_id"], &seen[0]["school"]["kind"]), (&json!(pair), &json!("school")));
    let page = crew.page(&pair).await;
    let tie = json!({"mentor_person_id": person(&page, "mentor", "teacher"), "subject": "math",
        "mentee_person_id": person(&page, "mentee", "young_teacher"), "kind": "young_teacher"});
    crew.mo.post(&format!("/pairings/{pair}/ties"), tie).await.ok();
    for who in [&crew.mo, &crew.head, &crew.mun] {
        let seen = who.get("/young-teachers").await.ok();
        assert_eq!(seen[0]["mentors"][0]["id"], json!(crew.town.id("ana").await));
    }
    for nobody in ["lea", "far", "farhead"] {
        let seen = crew.person(nobody).await.get("/young-teachers").await.ok();
        assert_eq!(seen, json!([]), "{nobody}");
    }
}
