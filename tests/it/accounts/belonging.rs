//! Asking to belong, being confirmed, leaving; consents.

use kit::{Town, Value, check, expect, json};

#[tokio::test]
async fn a_request_reaches_whoever_answers_and_its_answer_reaches_the_asker() {
    let town = Town::new().await;
    let (pen, head) = (town.person("pen").await, town.person("head").await);
    let asked = pen.post(&format!("/organisations/{}/affiliations", town.org("school6").await), json!({})).await.ok();
    assert_eq!(asked["status"], "pending");
    let again = pen.post(&format!("/organisations/{}/affiliations", town.org("school6").await), json!({})).await;
    check(&again, expect!["409 already_exists"]);
    town.settle().await;
    let notices = head.get("/notices").await.ok();
    assert_eq!(notices["items"][0]["kind"], "request");
    assert_eq!(notices["items"][0]["actor"]["surname"], "Ожиданова");
    assert_eq!(notices["items"][0]["title"], "МБОУ СОШ № 6");

    let path = format!("/affiliations/{}/confirmation", asked["id"].as_str().unwrap());
    for stranger in ["ana", "farhead", "lea"] {
        let person = town.person(stranger).await;
        check(&person.post(&path, json!({"accept": true})).await, expect!["404 not_found"]);
    }
    check(&head.post(&path, json!({"accept": true})).await, expect!["200"]);
    check(&head.post(&path, json!({"accept": true})).await, expect!["200"]);
    check(&head.post(&path, json!({"accept": false})).await, expect!["409 already_exists"]);
    town.settle().await;
    let notices = pen.get("/notices").await.ok();
    assert_eq!(
        (notices["items"][0]["kind"].as_str(), pen.get("/me").await.ok()["status"].as_str()),
        (Some("confirmation"), Some("confirmed"))
    );
}

#[tokio::test]
async fn without_a_head_the_municipality_is_asked() {
    let town = Town::new().await;
    let pen = town.person("pen").await;
    pen.post(&format!("/organisations/{}/affiliations", town.org("school12").await), json!({})).await.ok();
    town.settle().await;
    let mun = town.person("mun").await;
    assert_eq!(mun.get("/notices").await.ok()["items"][0]["kind"], "request");
    let far = town.person("farhead").await;
    assert_eq!(far.get("/notices").await.ok()["items"], json!([]));
    let waiting = mun.get("/confirmations").await.ok();
    assert_eq!(waiting["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_refused_request_may_be_made_again() {
    let town = Town::new().await;
    let (pen, head) = (town.person("pen").await, town.person("head").await);
    let path = format!("/organisations/{}/affiliations", town.org("school6").await);
    let asked = pen.post(&path, json!({})).await.ok();
    let answer = format!("/affiliations/{}/confirmation", asked["id"].as_str().unwrap());
    let refused = head.post(&answer, json!({"accept": false, "reason": "не работает у нас"})).await.ok();
    assert_eq!(refused["status"], "refused");
    let me = pen.get("/me").await.ok();
    assert_eq!(me["affiliations"], json!([]));
    assert_eq!(me["refusals"][0]["org"]["short_name"], "МБОУ СОШ № 6");
    assert_eq!(me["refusals"][0]["reason"], "не работает у нас");
    town.settle().await;
    let notice = pen.get("/notices").await.ok()["items"][0].clone();
    assert_eq!((&notice["kind"], &notice["excerpt"]), (&json!("refusal"), &json!("не работает у нас")));
    let letter = town.letters("pen@town.example").await.remove(0);
    assert!(letter.text.contains("МБОУ СОШ № 6") && letter.text.contains("Причина: не работает у нас"), "{letter:?}");
    check(&pen.post(&path, json!({"position": "учитель химии"})).await, expect!["201"]);
    assert_eq!(pen.get("/me").await.ok()["refusals"], json!([]), "who asks again waits, and is not refused");
}

#[tokio::test]
async fn regions_and_closed_schools_take_nobody_in() {
    let town = Town::new().await;
    let (pen, mun) = (town.person("pen").await, town.person("mun").await);
    let ask = |org: String| {
        let pen = pen.clone();
        async move { pen.post(&format!("/organisations/{org}/affiliations"), json!({})).await }
    };
    check(&ask(town.org("region").await).await, expect!["403 forbidden"]);
    check(&ask("00000000-0000-0000-0000-000000000000".into()).await, expect!["404 not_found"]);
    let school = town.org("school12").await;
    mun.patch(&format!("/organisations/{school}"), json!({"version": 1, "closed": true})).await.ok();
    check(&ask(school).await, expect!["403 forbidden"]);
}

#[tokio::test]
async fn whom_nobody_vouches_for_any_more_is_pending_again() {
    let town = Town::new().await;
    let (head, ben) = (town.person("head").await, town.person("ben").await);
    check(&ben.get("/people").await, expect!["200"]);
    let place = ben.get("/me").await.ok()["affiliations"][0]["id"].as_str().unwrap().to_owned();
    head.delete(&format!("/affiliations/{place}")).await.ok();
    check(&ben.get("/people").await, expect!["403 not_confirmed"]);
    let me = ben.get("/me").await.ok();
    assert_eq!((me["status"].as_str(), &me["grants"]), (Some("pending"), &json!([])), "roles there end too");
}

#[tokio::test]
async fn one_leaves_one_association_and_keeps_the_school() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let me = ana.get("/me").await.ok();
    let association =
        me["affiliations"].as_array().unwrap().iter().find(|a| a["org"]["kind"] == "association").unwrap().clone();
    ana.delete(&format!("/affiliations/{}", association["id"].as_str().unwrap())).await.ok();
    let me = ana.get("/me").await.ok();
    assert_eq!((me["status"].as_str(), me["affiliations"].as_array().unwrap().len()), (Some("confirmed"), 1));
}

#[tokio::test]
async fn a_deputy_does_not_dismiss_the_head() {
    let town = Town::new().await;
    let (head, ben) = (town.person("head").await, town.person("ben").await);
    let body = json!({"person_id": ben.id, "role": "deputy_head", "scope_id": town.org("school6").await, "basis": "приказ № 4"});
    head.post("/grants", body).await.ok();
    let place = head.get("/me").await.ok()["affiliations"][0]["id"].as_str().unwrap().to_owned();
    check(&ben.delete(&format!("/affiliations/{place}")).await, expect!["403 forbidden"]);
    let ana = town.person("ana").await;
    let me = ana.get("/me").await.ok();
    let school = me["affiliations"].as_array().unwrap().iter().find(|a| a["org"]["kind"] == "school").unwrap().clone();
    check(&ben.delete(&format!("/affiliations/{}", school["id"].as_str().unwrap())).await, expect!["204"]);
    check(&town.person("far").await.delete(&format!("/affiliations/{place}")).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn without_the_consent_only_ones_own_data_stay_open() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let consent = ana.get("/me").await.ok()["consents"][0]["id"].as_str().unwrap().to_owned();
    let ben = town.person("ben").await;
    check(&ben.delete(&format!("/me/consents/{consent}")).await, expect!["404 not_found"]);
    ana.delete(&format!("/me/consents/{consent}")).await.ok();
    let me = ana.get("/me").await.ok();
    assert_eq!(me["consent_required"]["version"], 1);
    assert!(me["consents"][0]["withdrawn_at"].is_string(), "the record stays");
    let org = town.org("school6").await;
    for path in
        ["/people".to_owned(), "/organisations".to_owned(), format!("/organisations/{org}"), "/grants".to_owned()]
    {
        check(&ana.get(&path).await, expect!["403 consent_required"]);
    }
    check(&ana.get("/auth/sessions").await, expect!["200"]);
    let other = ana.post("/me/consents", json!({"kind": "processing", "version": 2})).await;
    check(&other, expect!["422 version: invalid"]);
    ana.post("/me/consents", json!({"kind": "processing", "version": 1})).await.ok();
    check(&ana.get("/people").await, expect!["200"]);
    assert_eq!(ana.get("/me").await.ok()["consent_required"], Value::Null);
}

#[tokio::test]
async fn consenting_to_publication_is_a_record_of_its_own() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let text = town.stranger().get("/auth/consent-text?kind=publication").await.ok();
    assert!(text["text"].as_str().unwrap().contains("10.1"));
    let body = json!({"kind": "publication", "version": text["version"]});
    let given = ana.post("/me/consents", body.clone()).await.ok();
    assert_eq!(ana.post("/me/consents", body).await.ok()["id"], given["id"], "agreeing twice is one record");
    assert_eq!(ana.get("/me").await.ok()["consents"].as_array().unwrap().len(), 2);
}
