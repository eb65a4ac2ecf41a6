//! What a pair does: plan, visits, reports, survey, effect.

mod becoming;
mod effect;
mod order;
mod partnership;
mod plan;
mod policy;
mod reports;
mod statistics;
mod survey;
mod telling;
mod templates;
mod ties;
mod visits;

use chrono::NaiveDate;
use kernel::{OrgId, PairingId, PersonId, Role, Timestamp};
use kit::{Person, Town, Value, json};
use pairings::{
    entity::life::{agreement, pairing, pairing_person},
    kinds::{AgreementState, Duty, PairState, Side, ThemeKind},
};
use sea_orm::{IntoActiveModel, entity::prelude::*};

/// Begins with the school year, under an agreement until the end of June.
pub const SINCE: &str = "2026-09-01";
pub const UNTIL: &str = "2027-06-30";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn org(town: &Town, key: &str) -> OrgId {
    town.org(key).await.parse().unwrap()
}

async fn person(town: &Town, key: &str) -> PersonId {
    town.id(key).await.parse().unwrap()
}

/// Mo runs the twelfth school from now on.
pub async fn heads_the_twelfth(town: &Town) {
    let mut tx = town.app.begin().await.unwrap();
    let new = accounts::grants::NewGrant {
        person_id: person(town, "mo").await,
        role: Role::SchoolHead,
        scope_id: Some(org(town, "school12").await),
        since: None,
        until: None,
        basis: "приказ".into(),
    };
    accounts::grants::record(&mut tx, None, new).await.unwrap();
    tx.commit().await.unwrap();
}

/// The sixth school helps the twelfth in mathematics: Ana and Lea are teachers of the pair, Golovin and Mo run the
/// schools. Answers the id of the pair.
pub async fn pair(town: &Town) -> String {
    heads_the_twelfth(town).await;
    pair_in(town, PairState::Active).await
}

/// The same in another state of its life.
pub async fn pair_in(town: &Town, state: PairState) -> String {
    let id: PairingId = town.app.new_id();
    let (mentor, mentee) = (org(town, "school6").await, org(town, "school12").await);
    let since: Timestamp = format!("{SINCE}T08:00:00Z").parse().unwrap();
    let by = person(town, "mun").await;
    let row = pairing::Model {
        id,
        number: 7,
        territory_id: org(town, "district").await,
        mentor_id: mentor,
        mentee_id: mentee,
        duo: format!("{}:{}", mentor.min(mentee), mentor.max(mentee)),
        need_id: None,
        offer_id: None,
        theme_kind: ThemeKind::Subject,
        theme: "math".into(),
        year: 2026,
        run_id: None,
        score: None,
        parts: None,
        explanation: String::new(),
        state,
        reason: String::new(),
        debrief: String::new(),
        mentor_agreed_by: None,
        mentor_agreed_at: None,
        mentee_agreed_by: None,
        mentee_agreed_at: None,
        active_since: Some(since),
        until: None,
        space_id: None,
        last_active_at: since,
        silence: 0,
        by_id: by,
        revision: 1,
        created_at: since,
        changed_at: since,
    };
    let tx = town.app.begin().await.unwrap();
    pairing::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx.db()).await.unwrap();
    let paper = agreement::Model {
        id: tx.id(),
        pairing_id: id,
        number: "7".into(),
        dated: Some(day(SINCE)),
        since: Some(day(SINCE)),
        until: Some(day(UNTIL)),
        state: AgreementState::Signed,
        text: String::new(),
        mentor_details: String::new(),
        mentee_details: String::new(),
        mentor_signed_by: None,
        mentor_signed_at: None,
        mentee_signed_by: None,
        mentee_signed_at: None,
        scan_id: None,
        warned_at: None,
        reason: String::new(),
        ended_at: None,
        renews_id: None,
        by_id: by,
        revision: 1,
        created_at: since,
        changed_at: since,
    };
    agreement::Entity::insert(paper.into_active_model().reset_all()).exec_without_returning(tx.db()).await.unwrap();
    for (side, login) in [(Side::Mentor, "ana"), (Side::Mentee, "lea")] {
        let row = pairing_person::Model {
            id: tx.id(),
            pairing_id: id,
            side,
            person_id: person(town, login).await,
            duty: Duty::Teacher,
            since: day(SINCE),
            until: None,
            by_id: by,
            created_at: since,
        };
        pairing_person::Entity::insert(row.into_active_model().reset_all())
            .exec_without_returning(tx.db())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    id.to_string()
}

/// An item as it is sent, with some fields changed.
pub fn line(title: &str, change: Value) -> Value {
    let mut body = json!({"form": "seminar", "title": title, "goal": "Разобрать задание 8", "due": "2026-11-10"});
    for (field, value) in change.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}

/// An item of the plan, by id.
pub async fn planned(by: &Person, pair: &str, change: Value) -> String {
    let title = change["title"].as_str().unwrap_or("Семинар по процентам").to_owned();
    let made = by.post(&format!("/pairings/{pair}/plan"), line(&title, change)).await.ok();
    made["id"].as_str().unwrap().to_owned()
}

/// Text of a PDF, spaces put right.
pub async fn text_of(person: &Person, path: &str) -> String {
    let (headers, pdf) = crate::practices::bytes(person, path).await;
    assert_eq!(headers["content-type"], "application/pdf");
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}
