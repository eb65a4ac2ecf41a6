//! Agreements: written, sent, confirmed by both heads, in force, over.

use chrono::TimeDelta;
use kit::{check, expect, json};
use lopdf::Document;

use super::{Crew, draft, waits, words};
use crate::{files, pairings::matching::docx_text, practices::bytes};

#[tokio::test]
async fn a_blank_names_both_schools_and_a_draft_is_saved_over_its_revision() {
    let crew = Crew::new().await;
    let pair = crew.agreed().await;
    let path = format!("/pairings/{pair}/agreement");
    let blank = crew.mo.get(&path).await.ok();
    assert_eq!((&blank["current"], &blank["blank"]["number"]), (&json!(null), &json!("1/2026")));
    let text = blank["blank"]["text"].as_str().unwrap();
    for word in ["Предмет соглашения", "Срок действия", "Математика", "Кураторы пары", "полугодие", "расторжение"]
    {
        assert!(text.contains(word), "{word}");
    }
    assert!(blank["blank"]["mentor_details"].as_str().unwrap().contains("Головин Мария Павловна"));
    assert_eq!(crew.mo.put(&path, draft(0, "2026-10-05", "2027-05-31")).await.ok()["current"]["revision"], 1);
    crew.head.put(&path, draft(1, "2026-10-05", "2027-06-30")).await.ok();
    let stale = crew.mo.put(&path, draft(1, "2026-10-05", "2027-05-31")).await;
    assert_eq!(stale.summary(), "409 version_conflict");
    assert_eq!(stale.json()["current"]["current"]["until"], "2027-06-30");
    check(&crew.mo.put(&path, draft(0, "2026-10-05", "2027-05-31")).await, expect!["409 version_conflict"]);
}

#[tokio::test]
async fn an_agreement_without_dates_or_with_dates_that_make_no_sense_is_not_sent() {
    let crew = Crew::new().await;
    let pair = crew.agreed().await;
    let path = format!("/pairings/{pair}/agreement");
    let with = |revision: i64, change: kit::Value| {
        let mut body = draft(revision, "2026-10-05", "2027-05-31");
        for (field, value) in change.as_object().unwrap() {
            body[field] = value.clone();
        }
        body
    };
    for (change, expected) in [
        (json!({"until": "2026-10-04"}), "422 until: invalid"),
        (json!({"until": "2036-10-04"}), "422 until: invalid"),
        (json!({"since": "0001-01-01", "until": null}), "422 since: invalid"),
        (json!({"since": "никогда"}), "422 since: invalid"),
        (json!({"text": "х".repeat(60_001)}), "422 text: too_long"),
        (
            json!({"number": "1".repeat(61), "mentor_details": "х".repeat(4_001)}),
            "422 number: too_long, mentor_details: too_long",
        ),
    ] {
        assert_eq!(crew.mo.put(&path, with(0, change)).await.summary(), expected);
    }
    check(&crew.mo.post(&format!("{path}/send"), json!({})).await, expect!["409 wrong_state"]);
    let empty = json!({"number": " ", "text": "", "dated": null, "since": null, "until": null});
    crew.mo.put(&path, with(0, empty)).await.ok();
    check(
        &crew.mo.post(&format!("{path}/send"), json!({})).await,
        expect!["422 number: required, text: required, dated: required, since: required, until: required"],
    );
    crew.mo.put(&path, with(1, json!({"since": "2025-01-01", "until": "2026-10-04"}))).await.ok();
    check(&crew.mo.post(&format!("{path}/send"), json!({})).await, expect!["422 until: invalid"]);
    crew.mo.put(&path, with(2, json!({}))).await.ok();
    crew.mo.post(&format!("{path}/send"), json!({})).await.ok();
    check(&crew.mo.put(&path, with(4, json!({}))).await, expect!["409 wrong_state"]);
}

#[tokio::test]
async fn both_heads_sign_once_and_nobody_else() {
    let crew = Crew::new().await;
    let pair = crew.agreed().await;
    let path = format!("/pairings/{pair}/agreement");
    let sign = format!("{path}/sign");
    check(&crew.mo.post(&sign, json!({})).await, expect!["409 wrong_state"]);
    crew.mo.put(&path, draft(0, "2026-10-05", "2027-05-31")).await.ok();
    check(&crew.mo.post(&sign, json!({})).await, expect!["409 wrong_state"]);
    crew.mo.post(&format!("{path}/send"), json!({})).await.ok();
    assert_eq!(waits(&crew.page(&pair).await), ["mentor sign_agreement", "mentee sign_agreement"]);
    check(&crew.mun.post(&sign, json!({})).await, expect!["403 forbidden"]);
    check(&crew.person("ana").await.post(&sign, json!({})).await, expect!["404 not_found"]);
    let teacher = json!({"side": "mentor", "person_id": crew.town.id("ana").await, "duty": "teacher"});
    crew.head.post(&format!("/pairings/{pair}/people"), teacher).await.ok();
    check(&crew.person("ana").await.post(&sign, json!({})).await, expect!["403 forbidden"]);
    assert_eq!(crew.head.post(&sign, json!({})).await.ok()["current"]["state"], "signed_one");
    check(&crew.head.post(&sign, json!({})).await, expect!["409 wrong_state"]);
    assert_eq!(waits(&crew.page(&pair).await), ["mentee sign_agreement"]);
    // Taken back, both are asked again.
    crew.mo.post(&format!("{path}/recall"), json!({})).await.ok();
    crew.send(&pair, "2026-10-05", "2027-04-30").await;
    crew.mo.post(&sign, json!({})).await.ok();
    let signed = crew.head.post(&sign, json!({})).await.ok();
    assert_eq!(signed["current"]["state"], "signed");
    assert!(signed["current"]["mentor_signed"]["person"]["surname"] == "Головин");
    check(&crew.head.post(&sign, json!({})).await, expect!["409 wrong_state"]);
    check(&crew.mo.post(&format!("{path}/recall"), json!({})).await, expect!["409 wrong_state"]);
}

#[tokio::test]
async fn the_paper_names_parties_terms_and_signatures_in_both_forms() {
    let crew = Crew::new().await;
    let pair = crew.agreed().await;
    let path = format!("/pairings/{pair}/agreement");
    check(&crew.mo.get(&format!("{path}.pdf")).await, expect!["404 not_found"]);
    crew.mo.put(&path, draft(0, "2026-10-05", "2027-05-31")).await.ok();
    let text = async || {
        let (_, pdf) = bytes(&crew.mo, &format!("{path}.pdf")).await;
        let document = Document::load_mem(&pdf).unwrap();
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        document.extract_text(&pages).unwrap()
    };
    assert!(text().await.contains("Проект"));
    let (_, docx) = bytes(&crew.mo, &format!("{path}.docx")).await;
    assert!(docx_text(&docx).contains("Проект: стороны ещё не подписали соглашение"));
    crew.mo.post(&format!("{path}/send"), json!({})).await.ok();
    for head in [&crew.head, &crew.mo] {
        head.post(&format!("{path}/sign"), json!({})).await.ok();
    }
    let said = text().await;
    for word in [
        "Соглашение о сотрудничестве",
        "СОШ № 6",
        "Малый Увал",
        "Математика",
        "Стороны сотрудничают",
        "0000000001",
        "Головин М. П.",
        "подтверждено 5 октября 2026",
    ] {
        assert!(said.contains(word), "{word} in {said}");
    }
    assert!(!said.contains("Проект"));
    let (_, docx) = bytes(&crew.mo, &format!("{path}.docx")).await;
    assert!(!docx_text(&docx).contains("Проект"), "signed by both, it is no draft");
    check(&crew.person("far").await.get(&format!("{path}.docx")).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn a_scan_is_a_file_of_ones_own_and_is_read_by_whoever_reads_the_pair() {
    let crew = Crew::new().await;
    let pair = crew.agreed().await;
    let path = format!("/pairings/{pair}/agreement/scan");
    let file = files::id(&files::upload(&crew.mo, "скан.txt", "Соглашение с печатью".as_bytes()).await);
    check(&crew.mo.put(&path, json!({"file_id": file})).await, expect!["409 wrong_state"]);
    crew.send(&pair, "2026-10-05", "2027-05-31").await;
    check(&crew.head.put(&path, json!({"file_id": file})).await, expect!["422 file_id: unknown"]);
    check(&crew.head.put(&path, json!({"file_id": crew.town.id("ana").await})).await, expect!["422 file_id: unknown"]);
    let shown = crew.mo.put(&path, json!({"file_id": file})).await.ok();
    assert_eq!(shown["current"]["scan"]["name"], "скан.txt");
    let link = format!("/files/{file}/link");
    crew.head.post(&link, json!({})).await.ok();
    crew.mun.post(&link, json!({})).await.ok();
    for login in ["ana", "far", "farhead"] {
        check(&crew.person(login).await.post(&link, json!({})).await, expect!["404 not_found"]);
    }
    assert_eq!(crew.mo.put(&path, json!({})).await.ok()["current"]["scan"], json!(null));
}

#[tokio::test]
async fn an_agreement_that_runs_out_is_warned_of_and_then_the_pair_rests_until_the_next() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    let path = format!("/pairings/{pair}");
    let town = &crew.town;
    let kinds = async |login: &str| {
        town.settle().await;
        let page = town.person(login).await.get("/notices").await.ok();
        let kinds = page["items"].as_array().unwrap().iter().map(|n| n["kind"].as_str().unwrap().to_owned());
        kinds.filter(|kind| kind.starts_with("agreement_")).collect::<Vec<_>>()
    };
    town.clock.set("2027-04-30T12:00:00Z".parse().unwrap());
    assert!(!kinds("mun").await.contains(&"agreement_ends".to_owned()));
    town.clock.set("2027-05-01T06:00:00Z".parse().unwrap());
    assert_eq!(kinds("mun").await[0], "agreement_ends");
    assert_eq!(kinds("head").await[0], "agreement_ends");
    let mun = town.person("mun").await;
    let page = mun.get(&path).await.ok();
    assert_eq!((&page["state"], &page["ending"]), (&json!("active"), &json!(true)));
    assert!(waits(&page).contains(&"mentor renew_agreement".to_owned()));
    town.clock.set("2027-05-31T18:00:00Z".parse().unwrap());
    town.settle().await;
    assert_eq!(town.person("mun").await.get(&path).await.ok()["state"], "active", "the last day counts");
    town.clock.set("2027-06-01T06:00:00Z".parse().unwrap());
    assert_eq!(kinds("mo").await[0], "agreement_over");
    let (mun, mo, head) = (town.person("mun").await, town.person("mo").await, town.person("head").await);
    let page = mun.get(&path).await.ok();
    assert_eq!((&page["state"], &page["reason"]), (&json!("suspended"), &json!("Срок соглашения истёк")));
    assert_eq!(page["steps"][0]["by"], json!(null), "time did it");
    check(&mun.post(&format!("{path}/resume"), json!({})).await, expect!["409 agreement_missing"]);

    let next = mo.post(&format!("{path}/agreement/renew"), json!({})).await.ok();
    assert_eq!((&next["current"]["since"], &next["current"]["until"]), (&json!("2027-06-01"), &json!("2028-05-31")));
    assert_eq!(next["others"][0]["state"], "expired");
    check(&mo.post(&format!("{path}/agreement/renew"), json!({})).await, expect!["409 already_exists"]);
    let mut body = draft(1, "2027-06-01", "2028-05-31");
    body["dated"] = json!("2027-06-01");
    mo.put(&format!("{path}/agreement"), body).await.ok();
    mo.post(&format!("{path}/agreement/send"), json!({})).await.ok();
    for head in [&head, &mo] {
        head.post(&format!("{path}/agreement/sign"), json!({})).await.ok();
    }
    assert!(words(&mun.get(&path).await.ok()["rights"]).contains(&"resume".to_owned()));
    assert_eq!(mun.post(&format!("{path}/resume"), json!({})).await.ok()["state"], "active");
}

#[tokio::test]
async fn the_next_agreement_is_signed_while_the_last_one_runs_and_nobody_notices_the_seam() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    let town = &crew.town;
    town.clock.set("2027-05-20T06:00:00Z".parse().unwrap());
    town.settle().await;
    let (mo, head) = (town.person("mo").await, town.person("head").await);
    let path = format!("/pairings/{pair}/agreement");
    let next = mo.post(&format!("{path}/renew"), json!({})).await.ok();
    assert_eq!(next["current"]["since"], "2027-06-01");
    mo.put(&path, draft(1, "2027-06-01", "2028-05-31")).await.ok();
    mo.post(&format!("{path}/send"), json!({})).await.ok();
    for head in [&head, &mo] {
        head.post(&format!("{path}/sign"), json!({})).await.ok();
    }
    let both = mo.get(&path).await.ok();
    assert_eq!((&both["current"]["state"], &both["others"][0]["state"]), (&json!("signed"), &json!("signed")));
    town.clock.set("2027-06-02T06:00:00Z".parse().unwrap());
    town.settle().await;
    let mo = town.person("mo").await;
    assert_eq!(mo.get(&format!("/pairings/{pair}")).await.ok()["state"], "active");
    assert_eq!(mo.get(&path).await.ok()["others"][0]["state"], "expired");
}

#[tokio::test]
async fn a_terminated_agreement_puts_an_active_pair_to_rest() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    let path = format!("/pairings/{pair}/agreement/terminate");
    check(&crew.head.post(&path, json!({})).await, expect!["422 reason: required"]);
    let ended = crew.head.post(&path, json!({"reason": "Разошлись во взглядах"})).await.ok();
    assert_eq!(ended["current"]["state"], "terminated");
    assert_eq!(crew.state(&pair).await, "suspended");
    check(&crew.head.post(&path, json!({"reason": "Ещё раз"})).await, expect!["409 wrong_state"]);
    crew.town.clock.advance(TimeDelta::days(400));
    crew.town.settle().await;
    let mun = crew.person("mun").await;
    assert_eq!(mun.get(&format!("/pairings/{pair}")).await.ok()["state"], "suspended");
}

#[tokio::test]
async fn an_agreement_that_begins_later_activates_nothing_today() {
    let crew = Crew::new().await;
    let pair = crew.agreed().await;
    crew.sign(&pair, "2026-11-01", "2027-05-31").await;
    let activate = format!("/pairings/{pair}/activate");
    check(&crew.mun.post(&activate, json!({})).await, expect!["409 agreement_missing"]);
    crew.town.clock.set("2026-10-31T20:00:00Z".parse().unwrap());
    let mun = crew.person("mun").await;
    assert_eq!(mun.post(&activate, json!({})).await.ok()["state"], "active", "the day of Yekaterinburg");
}
