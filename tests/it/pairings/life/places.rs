//! Places of mentors: taken when a pair becomes active, given back when it is over, never more than there are.

use kit::{check, expect, json};
use pairings::{
    entity::schools::{need, offer},
    kinds::{NeedState, OfferState},
};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::{Crew, active_of, id, needs, school};

#[tokio::test]
async fn an_offer_withdrawn_or_paused_meanwhile_activates_nothing() {
    let crew = Crew::new().await;
    let pair = crew.signed("2027-05-31").await;
    let activate = format!("/pairings/{pair}/activate");
    for state in [OfferState::Paused, OfferState::Withdrawn] {
        let tx = crew.town.app.begin().await.unwrap();
        let change = offer::ActiveModel { id: Set(crew.offer), state: Set(state), ..Default::default() };
        change.update(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
        check(&crew.mun.post(&activate, json!({})).await, expect!["409 no_offer"]);
    }
    // A new offer without the theme is none either.
    let other = super::offers(&crew.town, crew.mentor, 3, &[("physics", 3)]).await;
    check(&crew.mun.post(&activate, json!({})).await, expect!["409 no_offer"]);
    assert_eq!(active_of(&crew.town, other).await, 0, "nothing was taken by a refusal");
    assert_eq!(crew.state(&pair).await, "agreed");
}

#[tokio::test]
async fn a_need_closed_meanwhile_activates_nothing() {
    let crew = Crew::new().await;
    let pair = crew.signed("2027-05-31").await;
    let tx = crew.town.app.begin().await.unwrap();
    let change = need::ActiveModel { id: Set(crew.need), state: Set(NeedState::Closed), ..Default::default() };
    change.update(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
    check(&crew.mun.post(&format!("/pairings/{pair}/activate"), json!({})).await, expect!["409 wrong_state"]);
    assert_eq!(active_of(&crew.town, crew.offer).await, 0);
}

#[tokio::test]
async fn a_specialist_works_with_one_school_and_a_school_with_one_mentor_in_a_theme() {
    let crew = Crew::new().await;
    let first = crew.active().await;
    let seventh = school(&crew.town, "school7").await;
    super::give(&crew.town, "ben", kernel::Role::SchoolHead, seventh).await;
    let (mun, ben) = (crew.person("mun").await, crew.person("ben").await);
    let need = needs(&crew.town, seventh, "math").await;
    let body = json!({"mentor_id": crew.mentor, "need_id": need, "reason": "Тоже"});
    let second = id(&mun.post("/pairings", body).await.ok());
    for head in [&crew.head, &ben] {
        head.post(&format!("/pairings/{second}/agree"), json!({})).await.ok();
    }
    let paper = format!("/pairings/{second}/agreement");
    ben.put(&paper, super::draft(0, "2026-10-05", "2027-05-31")).await.ok();
    ben.post(&format!("{paper}/send"), json!({})).await.ok();
    for head in [&crew.head, &ben] {
        head.post(&format!("{paper}/sign"), json!({})).await.ok();
    }
    let activate = format!("/pairings/{second}/activate");
    check(&mun.post(&activate, json!({})).await, expect!["409 mentor_full"]);
    assert_eq!(active_of(&crew.town, crew.offer).await, 1, "the place of the school went back with the refusal");
    // Nobody proposes a second mentor to whom one helps.
    let more = json!({"mentor_id": seventh, "mentee_id": crew.mentee, "theme_kind": "subject", "theme": "math", "reason": "Ещё"});
    check(&mun.post("/pairings", more).await, expect!["409 already_mentored"]);
    let end = json!({"reason": "Иначе", "debrief": "Успели мало"});
    mun.post(&format!("/pairings/{first}/end"), end).await.ok();
    assert_eq!(mun.post(&activate, json!({})).await.ok()["state"], "active");
}

#[tokio::test]
async fn what_was_taken_of_a_withdrawn_offer_goes_back_to_it() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    let tx = crew.town.app.begin().await.unwrap();
    let change = offer::ActiveModel { id: Set(crew.offer), state: Set(OfferState::Withdrawn), ..Default::default() };
    change.update(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
    let fresh = super::offers(&crew.town, crew.mentor, 1, &[("math", 1)]).await;
    let end = json!({"debrief": "Сделано"});
    crew.mun.post(&format!("/pairings/{pair}/complete"), end).await.ok();
    assert_eq!((active_of(&crew.town, crew.offer).await, active_of(&crew.town, fresh).await), (0, 0));
}
