//! Coordinators who decide at the same moment.

use futures_util::future::join_all;
use kernel::Role;
use kit::json;
use pairings::{entity::matching::match_decision, kinds::DecisionKind};
use sea_orm::{EntityTrait, PaginatorTrait, entity::prelude::*};

use super::{District, of};
use crate::pairings::life::{give, needs, school};

#[tokio::test]
async fn pins_of_two_coordinators_at_once_never_pass_what_a_mentor_offers() {
    let district = District::offering(2).await;
    let mut wanted = district.needs.clone();
    for at in 4..=9 {
        let other = school(&district.town, &format!("подопечная {at}")).await;
        super::tell(&district.mun, other, at).await;
        wanted.push(needs(&district.town, other, "math").await);
    }
    let run = district.run().await;
    let path = format!("/match-runs/{}/decisions", run["id"].as_str().unwrap());
    let reg = district.town.person("reg").await;
    let tries = (0..64).map(|at| {
        let who = if at % 2 == 0 { &district.mun } else { &reg };
        let need = wanted[at % wanted.len()];
        let body = json!({"need_id": need, "mentor_id": district.mentors[0], "kind": "pin", "reason": "Знакомы"});
        who.post(&path, body)
    });
    let answers = join_all(tries).await;
    let pinned = answers.iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(pinned, 2, "{:?}", answers.iter().map(kit::Answer::summary).collect::<Vec<_>>());
    let live = match_decision::Entity::find()
        .filter(match_decision::Column::Kind.eq(DecisionKind::Pin))
        .filter(match_decision::Column::UndoneAt.is_null());
    assert_eq!(live.count(district.town.app.reader()).await.unwrap(), 2);
}

#[tokio::test]
async fn a_need_is_promised_once_however_many_accept_at_once() {
    let district = District::offering(3).await;
    give(&district.town, "lea", Role::MunicipalCoordinator, district.id.parse().unwrap()).await;
    let run = district.run().await;
    let path = format!("/match-runs/{}/decisions", run["id"].as_str().unwrap());
    let lea = district.town.person("lea").await;
    let tries = (0..12).map(|at| {
        let who = if at % 2 == 0 { &district.mun } else { &lea };
        let body = json!({"need_id": district.needs[0], "mentor_id": district.mentors[at % 3], "kind": "accept"});
        who.post(&path, body)
    });
    let answers = join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.status.is_success()).count(), 1);
    let runs = join_all((0..4).map(|_| district.run())).await;
    let mut numbers: Vec<i64> = runs.iter().map(|run| run["number"].as_i64().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [2, 3, 4, 5]);
    assert!(runs.iter().all(|run| of(run, district.mentees[0])["fixed"] == "accept"));
}
