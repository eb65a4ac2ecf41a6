//! From a proposal to the end, step by step.

use kit::{check, expect, json};
use pairings::kinds::NeedState;

use super::{Crew, active_of, need_state, waits, words};

#[tokio::test]
async fn a_pair_goes_from_a_proposal_to_work_and_gives_everything_back() {
    let crew = Crew::new().await;
    let pair = crew.proposed().await;
    let path = format!("/pairings/{pair}");
    let page = crew.page(&pair).await;
    assert_eq!((&page["state"], &page["number"], &page["theme"]), (&json!("proposed"), &json!(1), &json!("math")));
    assert_eq!(page["reason"], "Рядом и сильны в процентах");
    assert_eq!(waits(&page), ["mentor agree", "mentee agree"]);
    let mine = crew.head.get(&path).await.ok();
    assert_eq!(words(&mine["rights"])[..2], ["agree", "decline"]);
    assert_eq!(words(&mine["my_sides"]), ["mentor"]);

    assert_eq!(crew.head.post(&format!("{path}/agree"), json!({})).await.ok()["state"], "proposed");
    assert_eq!(waits(&crew.page(&pair).await), ["mentee agree"]);
    assert!(!words(&crew.head.get(&path).await.ok()["rights"]).contains(&"agree".to_owned()));
    let both = crew.mo.post(&format!("{path}/agree"), json!({})).await.ok();
    assert_eq!(both["state"], "agreed");
    assert_eq!(waits(&both), ["mentor write_agreement", "mentee write_agreement"]);

    check(&crew.mun.post(&format!("{path}/activate"), json!({})).await, expect!["409 agreement_missing"]);
    crew.sign(&pair, "2026-10-05", "2027-05-31").await;
    let page = crew.page(&pair).await;
    assert_eq!(waits(&page), ["coordinator activate"]);
    assert_eq!((&page["covered"], &page["agreement_until"]), (&json!(true), &json!("2027-05-31")));
    check(&crew.head.post(&format!("{path}/activate"), json!({})).await, expect!["403 forbidden"]);
    let page = crew.mun.post(&format!("{path}/activate"), json!({})).await.ok();
    assert_eq!(page["state"], "active");
    assert_eq!(
        (active_of(&crew.town, crew.offer).await, need_state(&crew.town, crew.need).await),
        (1, NeedState::Matched)
    );
    check(&crew.mun.post(&format!("{path}/activate"), json!({})).await, expect!["409 wrong_state"]);

    check(&crew.mun.post(&format!("{path}/suspend"), json!({"reason": " "})).await, expect!["422 reason: required"]);
    crew.mun.post(&format!("{path}/suspend"), json!({"reason": "Ремонт школы"})).await.ok();
    assert_eq!(active_of(&crew.town, crew.offer).await, 1, "who rests keeps the place");
    crew.mun.post(&format!("{path}/resume"), json!({})).await.ok();
    let end = json!({"debrief": "Доля справившихся выросла, открытые уроки вошли в обычай"});
    let page = crew.mun.post(&format!("{path}/complete"), end).await.ok();
    assert_eq!((&page["state"], &page["until"]), (&json!("completed"), &json!("2026-10-05")));
    assert_eq!(
        (active_of(&crew.town, crew.offer).await, need_state(&crew.town, crew.need).await),
        (0, NeedState::Closed)
    );
    let to: Vec<_> = page["steps"].as_array().unwrap().iter().map(|step| step["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["completed", "active", "suspended", "active", "agreed", "proposed"]);
    assert!(waits(&page).is_empty() && page["rights"] == json!([]));
}

#[tokio::test]
async fn what_ends_early_says_why_and_opens_the_need_again() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    let path = format!("/pairings/{pair}/end");
    check(
        &crew.mun.post(&path, json!({"reason": "", "debrief": ""})).await,
        expect!["422 reason: required, debrief: required"],
    );
    let long = json!({"reason": "х".repeat(2_001), "debrief": "х".repeat(10_001)});
    check(&crew.mun.post(&path, long).await, expect!["422 reason: too_long, debrief: too_long"]);
    let body = json!({"reason": "Учитель уехал", "debrief": "План остался"});
    check(&crew.head.post(&path, body.clone()).await, expect!["403 forbidden"]);
    let page = crew.mun.post(&path, body).await.ok();
    assert_eq!((&page["state"], &page["reason"]), (&json!("ended"), &json!("Учитель уехал")));
    assert_eq!(
        (active_of(&crew.town, crew.offer).await, need_state(&crew.town, crew.need).await),
        (0, NeedState::Open)
    );
    let agreement = crew.mo.get(&format!("/pairings/{pair}/agreement")).await.ok();
    assert_eq!(agreement["current"]["state"], "terminated");
    // The same two schools may begin anew.
    let again = crew.proposed().await;
    assert_ne!(again, pair);
    assert_eq!(crew.page(&again).await["number"], 2);
}

#[tokio::test]
async fn each_says_no_in_one_step_and_only_those_who_may() {
    let crew = Crew::new().await;
    for (login, word, state) in [
        ("head", "decline", "declined"),
        ("mo", "decline", "declined"),
        ("mun", "veto", "vetoed"),
        ("mun", "withdraw", "withdrawn"),
    ] {
        for agreed in [false, true] {
            let pair = if agreed { crew.agreed().await } else { crew.proposed().await };
            let path = format!("/pairings/{pair}/{word}");
            let person = crew.person(login).await;
            if word != "withdraw" {
                check(&person.post(&path, json!({})).await, expect!["422 reason: required"]);
            }
            let page = person.post(&path, json!({"reason": "Не договорились"})).await.ok();
            assert_eq!((&page["state"], &page["reason"]), (&json!(state), &json!("Не договорились")));
            check(&person.post(&path, json!({"reason": "Ещё раз"})).await, expect!["409 wrong_state"]);
            check(&crew.head.post(&format!("/pairings/{pair}/agree"), json!({})).await, expect!["409 wrong_state"]);
        }
    }
    let pair = crew.proposed().await;
    let reason = json!({"reason": "Нет"});
    check(&crew.mun.post(&format!("/pairings/{pair}/decline"), reason.clone()).await, expect!["403 forbidden"]);
    check(&crew.head.post(&format!("/pairings/{pair}/veto"), reason.clone()).await, expect!["403 forbidden"]);
    check(&crew.mun.post(&format!("/pairings/{pair}/agree"), json!({})).await, expect!["403 forbidden"]);
    for login in ["ana", "far", "farhead", "lea"] {
        let person = crew.person(login).await;
        check(&person.post(&format!("/pairings/{pair}/decline"), reason.clone()).await, expect!["404 not_found"]);
        check(&person.get(&format!("/pairings/{pair}")).await, expect!["404 not_found"]);
    }
}

#[tokio::test]
async fn nobody_agrees_twice_and_whoever_heads_both_says_for_which() {
    let crew = Crew::new().await;
    let pair = crew.proposed().await;
    let path = format!("/pairings/{pair}/agree");
    crew.head.post(&path, json!({})).await.ok();
    check(&crew.head.post(&path, json!({})).await, expect!["409 wrong_state"]);
    check(&crew.head.post(&path, json!({"side": "mentee"})).await, expect!["403 forbidden"]);
    super::give(&crew.town, "head", kernel::Role::DeputyHead, crew.mentee).await;
    let both = crew.person("head").await;
    check(&both.post(&path, json!({})).await, expect!["422 side: required"]);
    assert_eq!(both.post(&path, json!({"side": "mentee"})).await.ok()["state"], "agreed");
}
