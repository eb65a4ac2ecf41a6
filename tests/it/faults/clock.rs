//! A clock that jumps: a dead battery, a virtual machine that slept, an administrator's hand.

use chrono::TimeDelta;
use kit::{Person, Town, check, expect, json};
use platform::{feed, jobs::entity as job};
use sea_orm::{IntoActiveModel, QueryFilter, QueryOrder, entity::prelude::*};

fn numbers(page: &kit::Value) -> Vec<i64> {
    page["posts"].as_array().unwrap().iter().map(|p| p["no"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn talk_goes_on_in_order_when_the_clock_jumps_back() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Часы").await["id"].as_str().unwrap().to_owned();
    ana.replies(&topic, "до прыжка").await.ok();
    town.clock.advance(-TimeDelta::hours(30));
    let mut socket = ana.watches(&format!("topic:{topic}")).await;
    ana.replies(&topic, "вчера").await.ok();
    socket.event("post_created").await;
    let ben = town.person("ben").await;
    ben.replies(&topic, "тоже вчера").await.ok();
    let page = ben.get(&format!("/topics/{topic}/posts")).await.ok();
    assert_eq!(numbers(&page), [1, 2, 3, 4]);
    town.settle().await;
    let feed = feed::after(town.app.reader(), 0, 10_000).await.unwrap();
    assert!(
        feed.windows(2).all(|pair| pair[1].seq == pair[0].seq + 1),
        "the feed's order does not come from the clock"
    );
}

#[tokio::test]
async fn a_jump_forward_ends_the_access_token_and_not_the_session() {
    let town = Town::new().await;
    let mut ana = town.person("ana").await;
    town.clock.advance(TimeDelta::days(3));
    check(&ana.get("/me").await, expect!["401 unauthenticated"]);
    let cookie = ana.cookie.clone().unwrap();
    let request = ana.request(reqwest::Method::POST, "/auth/refresh").header("cookie", cookie);
    let answer = ana.send(request.header("origin", &town.url)).await;
    ana.take_session(&answer);
    ana.get("/me").await.ok();
}

#[tokio::test]
async fn a_delay_noted_by_a_clock_that_ran_ahead_shuts_nobody_out() {
    let town = Town::new().await;
    town.clock.advance(TimeDelta::days(400));
    let wrong = json!({"login": "ana", "password": "не тот пароль"});
    for _ in 0..9 {
        town.stranger().post("/auth/login", wrong.clone()).await;
    }
    check(&town.stranger().post("/auth/login", wrong).await, expect!["429 too_many_attempts"]);
    town.clock.advance(-TimeDelta::days(400));
    assert!(!Person::sign_in(&town.url, "ana").await.token.is_empty());
}

#[tokio::test]
async fn letters_written_by_a_clock_that_ran_ahead_leave_now() {
    let town = Town::new().await;
    let address = "ana@town.example";
    town.settle().await;
    town.clock.advance(TimeDelta::days(400));
    let tx = town.app.begin().await.unwrap();
    let letter = platform::mail::Letter {
        to: address.into(),
        subject: "Проверка часов".into(),
        text: "Здравствуйте".into(),
        enclosed: None,
    };
    platform::mail::queue(&tx, &letter).await.unwrap();
    town.clock.advance(-TimeDelta::days(400));
    tx.commit().await.unwrap();
    assert_eq!(town.letters(address).await.len(), 1);
}

#[tokio::test]
async fn letters_of_one_instant_leave_in_the_order_they_were_written() {
    let town = Town::new().await;
    let address = "ana@town.example";
    town.settle().await;
    let tx = town.app.begin().await.unwrap();
    let subjects = ["Вы записаны", "Встреча перенесена", "Запись отменена"];
    for subject in subjects {
        let letter = platform::mail::Letter {
            to: address.into(),
            subject: subject.into(),
            text: "Здравствуйте".into(),
            enclosed: None,
        };
        platform::mail::queue(&tx, &letter).await.unwrap();
    }
    // Where rows lie says nothing of their order.
    let waiting = job::Entity::find().filter(job::Column::DoneAt.is_null()).filter(job::Column::Kind.eq("mail"));
    let waiting = waiting.order_by_desc(job::Column::Id).all(tx.db()).await.unwrap();
    assert_eq!(waiting.len(), subjects.len());
    for row in waiting {
        job::Entity::delete_by_id(row.id).exec(tx.db()).await.unwrap();
        job::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let sent: Vec<_> = town.letters(address).await.into_iter().rev().map(|letter| letter.subject).collect();
    assert_eq!(sent, subjects);
}
