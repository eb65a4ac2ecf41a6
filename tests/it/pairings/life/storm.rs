//! Sixty-four activations at once, and both sides deciding in the same moment.

use std::collections::BTreeMap;

use kernel::{Actor, Error, NeedId, OrgId, PairingId};
use kit::{Town, json, town};
use pairings::{
    entity::{
        life::{agreement, pairing},
        schools::offer_theme,
    },
    kinds::{AgreementState, NeedState, PairState, ThemeKind},
    life::{
        pairs::{self, Proposal},
        steps,
    },
};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::{Crew, active_of, need_state, needs, offers, org, school};

const AT_ONCE: usize = 64;

async fn proposed(town: &Town, mun: &Actor, need: NeedId, mentor: OrgId) -> PairingId {
    let mut tx = town.app.begin().await.unwrap();
    let proposal = Proposal {
        need,
        mentor,
        run: None,
        score: Some(700),
        parts: None,
        explanation: vec!["Условия сопоставимы.".into(), "Рядом.".into()],
        reason: String::new(),
    };
    let id = pairs::propose(&mut tx, mun, proposal).await.unwrap();
    let change = pairing::ActiveModel { id: Set(id), state: Set(PairState::Agreed), ..Default::default() };
    change.update(tx.db()).await.unwrap();
    signed(&tx, mun, id).await;
    tx.commit().await.unwrap();
    id
}

async fn signed(tx: &platform::Tx, by: &Actor, pair: PairingId) {
    let row = agreement::Model {
        id: tx.id(),
        pairing_id: pair,
        number: "1".into(),
        dated: None,
        since: Some(chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap()),
        until: Some(chrono::NaiveDate::from_ymd_opt(2027, 5, 31).unwrap()),
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
        by_id: by.person,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    let row = agreement::ActiveModel::from(row).reset_all();
    agreement::Entity::insert(row).exec_without_returning(tx.db()).await.unwrap();
}

/// Activates all of them in the same moment and counts the answers.
async fn storm(town: &Town, mun: &Actor, pairs: &[PairingId]) -> BTreeMap<String, usize> {
    let mut asking = Vec::new();
    for id in pairs.iter().copied() {
        let (app, mun) = (town.app.clone(), mun.clone());
        asking.push(tokio::spawn(async move {
            let mut tx = app.begin().await.unwrap();
            match steps::activate(&mut tx, &mun, id).await {
                Ok(()) => {
                    tx.commit().await.unwrap();
                    "active".to_owned()
                }
                Err(Error::Conflict(code)) => code.name(),
                Err(error) => panic!("{error:?}"),
            }
        }));
    }
    let mut answers = BTreeMap::new();
    for answer in asking {
        *answers.entry(answer.await.unwrap()).or_default() += 1;
    }
    answers
}

fn counted(answers: &[(&str, usize)]) -> BTreeMap<String, usize> {
    answers.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
}

async fn active(town: &Town) -> u64 {
    pairing::Entity::find().filter(pairing::Column::State.eq(PairState::Active)).count(town.app.reader()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_at_once_take_as_many_places_as_there_are() {
    let town = Town::new().await;
    let mentor = org(&town, "school6").await;
    // Twelve pairs in all, nine of them in mathematics and nine in physics at most.
    let offer = offers(&town, mentor, 12, &[("math", 9), ("physics", 9)]).await;
    let mut waiting = Vec::new();
    for number in 0..AT_ONCE {
        let place = school(&town, &format!("s{number}")).await;
        waiting.push((place, if number % 4 == 0 { "physics" } else { "math" }));
    }
    town.settle().await;
    let mun = town::actor(&town.app, "mun").await;
    let mut pairs = Vec::new();
    for (place, subject) in waiting {
        let need = needs(&town, place, subject).await;
        pairs.push(proposed(&town, &mun, need, mentor).await);
    }
    let answers = storm(&town, &mun, &pairs).await;
    assert_eq!(answers, counted(&[("active", 12), ("mentor_full", AT_ONCE - 12)]));
    assert_eq!((active_of(&town, offer).await, active(&town).await), (12, 12));
    let themes = offer_theme::Entity::find().filter(offer_theme::Column::OfferId.eq(offer));
    let themes = themes.all(town.app.reader()).await.unwrap();
    assert_eq!(themes.iter().map(|row| row.active).sum::<i32>(), 12, "school and specialists are counted alike");
    for theme in &themes {
        assert!(theme.active <= theme.specialists, "{theme:?}");
        let rows = pairing::Entity::find()
            .filter(pairing::Column::State.eq(PairState::Active))
            .filter(pairing::Column::Theme.eq(&theme.theme));
        assert_eq!(rows.count(town.app.reader()).await.unwrap(), u64::try_from(theme.active).unwrap());
    }
    let mut matched = 0;
    for id in &pairs {
        let row = pairing::Entity::find_by_id(*id).one(town.app.reader()).await.unwrap().unwrap();
        let works = need_state(&town, row.need_id.unwrap()).await == NeedState::Matched;
        assert_eq!(works, row.state == PairState::Active);
        matched += usize::from(works);
    }
    assert_eq!(matched, 12);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_mentors_at_once_leave_a_school_with_one() {
    let town = Town::new().await;
    let mentee = org(&town, "school12").await;
    let mut mentors = Vec::new();
    for number in 0..AT_ONCE {
        let place = school(&town, &format!("s{number}")).await;
        mentors.push((place, offers(&town, place, 1, &[("math", 1)]).await));
    }
    town.settle().await;
    let mun = town::actor(&town.app, "mun").await;
    for with_need in [true, false] {
        let need = needs(&town, mentee, "math").await;
        let mut pairs = Vec::new();
        for (mentor, _) in &mentors {
            pairs.push(proposed(&town, &mun, need, *mentor).await);
        }
        if !with_need {
            // Then only the index stands between them.
            let tx = town.app.begin().await.unwrap();
            pairing::Entity::update_many()
                .col_expr(pairing::Column::NeedId, Expr::value(Option::<NeedId>::None))
                .filter(pairing::Column::State.eq(PairState::Agreed))
                .exec(tx.db())
                .await
                .unwrap();
            pairings::entity::schools::need::Entity::update_many()
                .col_expr(pairings::entity::schools::need::Column::State, Expr::value(NeedState::Closed))
                .exec(tx.db())
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        let answers = storm(&town, &mun, &pairs).await;
        assert_eq!(answers, counted(&[("active", 1), ("already_mentored", AT_ONCE - 1)]), "need: {with_need}");
        let mut taken = 0;
        for (_, offer) in &mentors {
            taken += active_of(&town, *offer).await;
        }
        assert_eq!((taken, active(&town).await), (1, 1), "who was refused holds nothing");
        for id in pairs {
            let mut tx = town.app.begin().await.unwrap();
            let row = pairings::life::lock(&tx, id).await.unwrap();
            match row.state {
                PairState::Active => steps::end(&mut tx, &mun, id, "Снова", "Снова").await.unwrap(),
                _ => steps::withdraw(&mut tx, &mun, id, "").await.unwrap(),
            }
            tx.commit().await.unwrap();
        }
        let tx = town.app.begin().await.unwrap();
        pairings::entity::schools::need::Entity::update_many()
            .col_expr(pairings::entity::schools::need::Column::State, Expr::value(NeedState::Closed))
            .exec(tx.db())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_proposals_of_a_pair_at_once_are_one_and_never_both_ways() {
    let town = Town::new().await;
    let (six, twelve) = (org(&town, "school6").await, org(&town, "school12").await);
    let mun = town::actor(&town.app, "mun").await;
    let needs = [needs(&town, six, "math").await, needs(&town, twelve, "math").await];
    let mut asking = Vec::new();
    for number in 0..16 {
        let (app, mun) = (town.app.clone(), mun.clone());
        let (need, mentor) = if number % 2 == 0 { (needs[0], twelve) } else { (needs[1], six) };
        asking.push(tokio::spawn(async move {
            let mut tx = app.begin().await.unwrap();
            let proposal = Proposal {
                need,
                mentor,
                run: None,
                score: None,
                parts: None,
                explanation: Vec::new(),
                reason: String::new(),
            };
            match pairs::propose(&mut tx, &mun, proposal).await {
                Ok(_) => {
                    tx.commit().await.unwrap();
                    "proposed".to_owned()
                }
                Err(error) => error.code().name(),
            }
        }));
    }
    let mut answers = BTreeMap::new();
    for answer in asking {
        *answers.entry(answer.await.unwrap()).or_default() += 1;
    }
    assert_eq!(answers, counted(&[("proposed", 1), ("already_exists", 15)]));
    let row = pairing::Entity::find().one(town.app.reader()).await.unwrap().unwrap();
    assert_eq!((row.theme_kind, row.number), (ThemeKind::Subject, 1), "refused proposals take no number");
}

#[tokio::test]
async fn both_sides_deciding_at_once_end_in_one_state() {
    let crew = Crew::new().await;
    for _ in 0..4 {
        let pair = crew.proposed().await;
        let path = format!("/pairings/{pair}");
        let (agree, decline) = (format!("{path}/agree"), format!("{path}/decline"));
        let (yes, no) =
            tokio::join!(crew.head.post(&agree, json!({})), crew.mo.post(&decline, json!({"reason": "Нет людей"})));
        assert_eq!(no.ok()["state"], "declined");
        assert!(["200", "409 wrong_state"].contains(&yes.summary().as_str()), "{}", yes.summary());
        assert_eq!(crew.state(&pair).await, "declined");
    }
    let pair = crew.proposed().await;
    let path = format!("/pairings/{pair}/agree");
    let (one, other) = tokio::join!(crew.head.post(&path, json!({})), crew.mo.post(&path, json!({})));
    one.ok();
    other.ok();
    assert_eq!(crew.state(&pair).await, "agreed");
    crew.send(&pair, "2026-10-05", "2027-05-31").await;
    let path = format!("/pairings/{pair}/agreement/sign");
    let (one, other) = tokio::join!(crew.head.post(&path, json!({})), crew.mo.post(&path, json!({})));
    one.ok();
    other.ok();
    assert_eq!(crew.mun.get(&format!("/pairings/{pair}/agreement")).await.ok()["current"]["state"], "signed");
    let activate = format!("/pairings/{pair}/activate");
    let reg = crew.person("reg").await;
    let (one, other) = tokio::join!(crew.mun.post(&activate, json!({})), reg.post(&activate, json!({})));
    let mut answers = [one.summary(), other.summary()];
    answers.sort();
    assert_eq!(answers, ["200", "409 wrong_state"]);
    assert_eq!(active_of(&crew.town, crew.offer).await, 1);
}
