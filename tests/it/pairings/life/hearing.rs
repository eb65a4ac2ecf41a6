//! Who hears of a pair: inboxes, open pages, archives of one's own.

use kit::{Value, json, town};
use platform::ports::PersonalPart;

use super::Crew;

async fn inbox(crew: &Crew, login: &str) -> Vec<String> {
    crew.town.settle().await;
    let page = crew.person(login).await.get("/notices").await.ok();
    let kinds = page["items"].as_array().unwrap().iter().map(|notice| notice["kind"].as_str().unwrap().to_owned());
    kinds.filter(|kind| ["pairing_", "agreement_", "school_"].iter().any(|word| kind.starts_with(word))).collect()
}

#[tokio::test]
async fn each_step_is_told_to_those_it_concerns_and_not_to_who_did_it() {
    let crew = Crew::new().await;
    let pair = crew.proposed().await;
    assert_eq!(
        (inbox(&crew, "head").await, inbox(&crew, "mo").await),
        (vec!["pairing_proposed".into()], vec!["pairing_proposed".into()])
    );
    assert!(inbox(&crew, "mun").await.is_empty() && inbox(&crew, "ana").await.is_empty());
    crew.head.post(&format!("/pairings/{pair}/agree"), json!({})).await.ok();
    assert_eq!(inbox(&crew, "mo").await[0], "pairing_consented");
    assert_eq!(inbox(&crew, "head").await.len(), 1);
    crew.mo.post(&format!("/pairings/{pair}/agree"), json!({})).await.ok();
    assert_eq!(
        (inbox(&crew, "head").await[0].as_str(), inbox(&crew, "mun").await[0].as_str()),
        ("pairing_agreed", "pairing_agreed")
    );
    crew.sign(&pair, "2026-10-05", "2027-05-31").await;
    assert_eq!(inbox(&crew, "head").await[..2], ["agreement_signed", "agreement_sent"]);
    assert_eq!(inbox(&crew, "mo").await[0], "agreement_signed", "the other side has signed");
    assert_eq!(inbox(&crew, "mun").await[0], "agreement_signed");
    let teacher = json!({"side": "mentor", "person_id": crew.town.id("ana").await, "duty": "teacher"});
    crew.head.post(&format!("/pairings/{pair}/people"), teacher).await.ok();
    crew.mun.post(&format!("/pairings/{pair}/activate"), json!({})).await.ok();
    assert_eq!(inbox(&crew, "ana").await, ["pairing_active", "pairing_person"]);
    crew.mun.post(&format!("/pairings/{pair}/suspend"), json!({"reason": "Ремонт"})).await.ok();
    assert_eq!(inbox(&crew, "mo").await[0], "pairing_suspended");
    crew.mun.post(&format!("/pairings/{pair}/end"), json!({"reason": "Нет учителя", "debrief": "Мало"})).await.ok();
    assert_eq!(inbox(&crew, "ana").await[0], "pairing_over");
    let page = crew.mo.get("/notices").await.ok();
    let notice = &page["items"][0];
    assert_eq!(notice["excerpt"], "Нет учителя");
    assert!(
        notice["title"].as_str().unwrap().contains("СОШ № 6")
            && notice["title"].as_str().unwrap().contains("Математика")
    );
    assert!(inbox(&crew, "farhead").await.is_empty());
}

#[tokio::test]
async fn open_pages_of_a_pair_hear_of_it_and_strangers_watch_nothing() {
    let crew = Crew::new().await;
    let pair = crew.proposed().await;
    let stream = format!("pairing:{pair}");
    let mut mo = crew.mo.watches(&stream).await;
    crew.head.post(&format!("/pairings/{pair}/agree"), json!({})).await.ok();
    let heard = mo.event("pairing_changed").await;
    assert_eq!((&heard["data"]["pairing_id"], &heard["data"]["what"]), (&json!(pair), &json!("pairings.consented")));
    for login in ["ana", "far"] {
        let mut stranger = crew.person(login).await.connects().await;
        let answer = stranger.subscribe(&[&stream], None).await;
        assert_eq!(answer["refused"][0]["code"], "not_found", "{login}");
    }
}

fn part<'a>(parts: &'a [PersonalPart], name: &str) -> &'a Value {
    &parts.iter().find(|part| part.name == name).unwrap().contents
}

#[tokio::test]
async fn what_is_kept_about_somebody_is_handed_out_and_ends_when_they_leave_for_good() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    let lea = crew.town.id("lea").await;
    let teacher = json!({"side": "mentee", "person_id": lea, "duty": "curator"});
    crew.mo.post(&format!("/pairings/{pair}/people"), teacher).await.ok();
    let district = super::org(&crew.town, "district").await;
    let appoint = json!({"school_id": crew.mentor, "person_id": lea});
    crew.mun.post(&format!("/organisations/{district}/curators"), appoint).await.ok();
    crew.town.settle().await;
    let app = &crew.town.app;
    let all = |person| async move {
        let mut parts = Vec::new();
        for source in app.personal_data() {
            parts.extend(source.export(app, person).await.unwrap());
        }
        parts
    };
    let person = town::actor(app, "lea").await.person;
    let parts = all(person).await;
    assert_eq!(part(&parts, "pairings")["taken_part"][0]["duty"], "curator");
    assert_eq!(part(&parts, "schools_looked_after").as_array().unwrap().len(), 1);
    let mo = all(town::actor(app, "mo").await.person).await;
    assert_eq!(part(&mo, "agreements_signed")[0]["number"], "1/2026");
    for _ in 0..2 {
        let mut tx = app.begin().await.unwrap();
        for source in app.personal_data() {
            source.erase(&mut tx, person).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    let page = crew.page(&pair).await;
    assert_eq!(page["people"], json!([]));
    let shown = crew.mun.get(&format!("/organisations/{district}/curators")).await.ok();
    assert_eq!(shown["load"], json!([]));
}
