//! A topic of ten thousand posts, and words rendered by a renderer of old.

use forums::{
    entity::{post, topic},
    markdown::RENDERER,
    rendering,
};
use kernel::{PersonId, TopicId};
use kit::{Person, Town, Value, expect, json};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

/// Writes posts 2 to `last` straight into the tables: ten thousand replies would test patience only.
async fn fill(town: &Town, topic: TopicId, author: PersonId, last: i32) {
    let tx = town.app.begin().await.unwrap();
    let all: Vec<post::ActiveModel> = (2..=last)
        .map(|no| {
            let row = post::Model {
                id: tx.id(),
                topic_id: topic,
                no,
                author_id: author,
                body: format!("слово {no}"),
                html: format!("<p>слово {no}</p>\n"),
                rendered_by: RENDERER,
                version: 1,
                reply_to_id: None,
                client_key: None,
                client_print: None,
                useful: 0,
                apply: 0,
                thanks: 0,
                created_at: tx.now(),
                edited_at: None,
                deleted_at: None,
                deleted_by: None,
                delete_reason: None,
                files: 0,
            };
            post::ActiveModel::from(row).reset_all()
        })
        .collect();
    for part in all.chunks(500) {
        post::Entity::insert_many(part.to_vec()).exec_without_returning(tx.db()).await.unwrap();
    }
    let row = topic::ActiveModel {
        id: Set(topic),
        last_no: Set(last),
        post_count: Set(last),
        revision: Set(2),
        ..Default::default()
    };
    row.update(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
}

fn numbers(page: &Value) -> Vec<i64> {
    page["posts"].as_array().unwrap().iter().map(|p| p["no"].as_i64().unwrap()).collect()
}

async fn page(person: &Person, topic: &str, query: &str) -> Value {
    person.get(&format!("/topics/{topic}/posts?{query}")).await.ok()
}

#[tokio::test]
async fn ten_thousand_posts_are_read_in_both_directions() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let made = ana.opens(&town.space("open").await, "Десять тысяч").await;
    let id = made["id"].as_str().unwrap();
    fill(&town, id.parse().unwrap(), ana.id.parse().unwrap(), 10_000).await;
    let my = ben.get(&format!("/topics/{id}")).await.ok()["my"].clone();
    assert_eq!((&my["unread"], &my["last_read_no"]), (&json!(10_000), &json!(0)));
    ben.put(&format!("/topics/{id}/read"), json!({"no": 6_000})).await.ok();
    let around = page(&ben, id, "around=0&limit=20").await;
    assert!(numbers(&around).contains(&6_001), "{:?}", numbers(&around));
    let (mut down, mut up) = (around["posts"][0]["no"].as_i64().unwrap(), 0);
    let mut seen = Vec::new();
    while seen.len() < 300 {
        let next = page(&ben, id, &format!("before={down}&limit=100")).await;
        assert_eq!(next["has_after"], true);
        seen.extend(numbers(&next).into_iter().rev());
        down = next["posts"][0]["no"].as_i64().unwrap();
    }
    assert!(seen.windows(2).all(|w| w[0] == w[1] + 1), "downwards without a gap");
    let mut from = 9_750;
    while from < 10_000 {
        let next = page(&ben, id, &format!("after={from}&limit=100")).await;
        assert_eq!(numbers(&next)[0], from + 1);
        from = *numbers(&next).last().unwrap();
        up += 1;
    }
    assert_eq!(up, 3);
    assert_eq!(ben.get(&format!("/topics/{id}")).await.ok()["my"]["unread"], 4_000);
    assert_eq!(ana.get(&format!("/topics/{id}")).await.ok()["my"]["unread"], 0);
}

#[tokio::test]
async fn a_new_renderer_renders_old_words_anew() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Старый рендер").await;
    let id = topic["id"].as_str().unwrap();
    let post = ana.replies(id, "слово").await.ok();
    let tx = town.app.begin().await.unwrap();
    post::Entity::update_many()
        .col_expr(post::Column::Html, Expr::value("<script>старое</script>"))
        .col_expr(post::Column::RenderedBy, Expr::value(RENDERER - 1))
        .exec(tx.db())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    rendering::ask(&town.app).await.unwrap();
    rendering::ask(&town.app).await.unwrap();
    town.settle().await;
    let shown = ana.get(&format!("/posts/{}", post["id"].as_str().unwrap())).await.ok();
    assert_eq!((&shown["post"]["html"], &shown["post"]["version"]), (&json!("<p>слово</p>\n"), &json!(1)));
    let stale =
        post::Entity::find().filter(post::Column::RenderedBy.lt(RENDERER)).count(town.app.reader()).await.unwrap();
    expect!["0"].assert_eq(&stale.to_string());
}
