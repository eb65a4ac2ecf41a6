//! What puts a notice into an inbox, and how it looks there.

use kit::{Town, json};

use super::{kinds, mentions, unread};

#[tokio::test]
async fn a_mention_is_told_in_the_inbox_and_on_the_socket() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Кого позвали").await;
    let mut socket = ben.watches(&format!("user:{}", ben.id)).await;
    let post = mentions(&ana, &topic, &ben).await;
    let told = socket.event("notice").await;
    assert_eq!(told["data"]["unread"], 1);
    let notice = &told["data"]["notice"];
    assert_eq!(notice["kind"], "mention");
    assert_eq!((&notice["actor"]["id"], &notice["actor"]["surname"]), (&json!(ana.id), &json!("Анисимова")));
    assert_eq!((&notice["title"], &notice["topic_id"]), (&json!("Кого позвали"), &topic["id"]));
    assert_eq!((&notice["post_id"], &notice["post_no"]), (&post["id"], &json!(2)));
    assert_eq!(notice["read"], false);
    let page = ben.get("/notices").await.ok();
    assert_eq!((&page["items"], &page["unread"]), (&json!([notice]), &json!(1)));
    assert_eq!(unread(&ana).await, 0, "nobody is told of their own doing");
}

#[tokio::test]
async fn one_post_gives_one_notice_however_often_the_feed_is_followed() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ben.opens(&town.space("open").await, "Один раз").await;
    let post = mentions(&ana, &topic, &ben).await;
    let change = json!({"version": post["version"], "body": format!("ещё раз @[Белов](person:{})", ben.id)});
    ana.patch(&format!("/posts/{}", post["id"].as_str().unwrap()), change).await.ok();
    town.settle().await;
    assert_eq!(kinds(&ben).await, ["mention"], "a mention in one's own topic is no second notice, and an edit none");
}

#[tokio::test]
async fn replies_invitations_and_requests_are_told() {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    let topic = ben.opens(&town.space("open").await, "Ответы").await;
    ana.replies(topic["id"].as_str().unwrap(), "отвечаю").await.ok();
    let circle = town.space("circle").await;
    ana.put(&format!("/spaces/{circle}/members/{}", mo.id), json!({"role": "member", "state": "invited"})).await.ok();
    ben.post(&format!("/spaces/{}/join", town.space("club").await), json!({})).await.ok();
    town.settle().await;
    assert_eq!(kinds(&ben).await, ["reply"]);
    assert_eq!(kinds(&mo).await, ["invitation"]);
    assert_eq!(kinds(&ana).await, ["request"]);
}

#[tokio::test]
async fn who_asks_a_school_to_be_confirmed_is_told_to_its_head() {
    let town = Town::new().await;
    let (pen, head) = (town.person("pen").await, town.person("head").await);
    pen.post(&format!("/organisations/{}/affiliations", town.org("school6").await), json!({})).await.ok();
    town.settle().await;
    let page = head.get("/notices").await.ok();
    assert_eq!(page["items"][0]["kind"], "request");
    assert_eq!(page["items"][0]["org_id"], town.org("school6").await);
    assert_eq!(page["items"][0]["title"], "МБОУ СОШ № 6");
    assert_eq!(page["items"][0]["actor"]["id"], pen.id);
}
