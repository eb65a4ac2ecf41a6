//! Topics of open spaces, and of no others.

use kit::{Town, json};

use super::{data, experts, published, seen, visit};
use crate::practices::passport;

#[tokio::test]
async fn a_question_of_an_open_space_is_read_with_its_answers() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let open = town.space("open").await;
    let body = json!({"space_id": open, "kind": "question", "title": "Проценты: <b>с чего</b> начать?",
        "body": "Пятый класс **не видит** процентов.", "subject": "math", "grades": [5]});
    let topic = ana.post_once("/topics", body).await.ok();
    let id = topic["id"].as_str().unwrap().to_owned();
    let page = visit(&town, &format!("/t/{id}")).await;
    assert_eq!(data(&page)["@type"], "DiscussionForumPosting", "a question nobody answered is a talk");
    far.replies(&id, "Складывайте полоску.").await.ok();
    let reply = far.replies(&id, "Или режьте пирог.").await.ok();
    far.replies(&id, "Беру слова назад.").await.ok();
    let answer = json!({"post_id": reply["id"]});
    let accepted = ana.put(&format!("/topics/{id}/accepted"), answer).await;
    assert!(accepted.status.is_success(), "{}", accepted.text);
    let page = visit(&town, &format!("/t/{id}")).await;
    let text = &page.text;
    assert!(text.contains("<h1 dir=\"auto\">Проценты: &lt;b&gt;с чего&lt;/b&gt; начать?</h1>"), "{text}");
    assert!(text.contains("<strong>не видит</strong>") && text.contains("Ответ, который помог"), "{text}");
    assert!(text.contains("content=\"Пятый класс не видит процентов.\""), "{text}");
    let told = data(&page);
    assert_eq!(told["@type"], "QAPage");
    assert_eq!(told["mainEntity"]["answerCount"], 3);
    assert_eq!(told["mainEntity"]["acceptedAnswer"]["text"], "Или режьте пирог.");
    assert_eq!(told["mainEntity"]["suggestedAnswer"].as_array().unwrap().len(), 2);
    let maps = visit(&town, "/sitemap/t/first.xml").await.text;
    assert!(maps.contains(&format!("<loc>{}/t/{id}</loc>", town.url)), "{maps}");
}

#[tokio::test]
async fn other_topics_answer_like_topics_that_are_not_there() {
    let town = Town::new().await;
    experts(&town).await;
    published(&town, passport("Полоска")).await;
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    let mut hidden = Vec::new();
    for key in ["association", "school6", "district", "circle"] {
        let who = if key == "district" { town.person("mun").await } else { ana.clone() };
        hidden.push(who.opens(&town.space(key).await, "Тихий омут").await["id"].as_str().unwrap().to_owned());
    }
    // The talk of a practice stays with the network: it may be about one that is not for everybody.
    hidden.push(ana.get("/practices/1").await.ok()["topic_id"].as_str().unwrap().to_owned());
    let gone = ana.opens(&town.space("open").await, "Тихий омут").await["id"].as_str().unwrap().to_owned();
    assert!(visit(&town, &format!("/t/{gone}")).await.text.contains("Тихий омут"));
    mo.delete_with(&format!("/topics/{gone}"), json!({"reason": "повтор"})).await.ok();
    hidden.push(gone);
    let missing = seen(&visit(&town, "/t/0190b0f4-7b2a-7c3d-8e4f-0123456789ab").await);
    for id in hidden {
        assert_eq!(seen(&visit(&town, &format!("/t/{id}")).await), missing, "{id}");
    }
    assert!(!visit(&town, "/sitemap/t/first.xml").await.text.contains("<loc>"));
}

#[tokio::test]
async fn a_deleted_post_leaves_nothing_and_a_long_topic_says_how_much_more_there_is() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Полоска").await;
    let id = topic["id"].as_str().unwrap().to_owned();
    let post = ana.replies(&id, "тайное слово").await.ok();
    ana.delete(&format!("/posts/{}", post["id"].as_str().unwrap())).await.ok();
    assert!(!visit(&town, &format!("/t/{id}")).await.text.contains("тайное слово"));
    let (topic, actor) = (id.parse().unwrap(), kit::town::actor(&town.app, "ana").await);
    for no in 0..101 {
        let mut tx = town.app.begin().await.unwrap();
        let new = forums::posts::NewPost { body: format!("ещё {no}"), reply_to: None, files: Vec::new(), key: None };
        forums::posts::create(&mut tx, &actor, topic, new).await.unwrap();
        tx.commit().await.unwrap();
    }
    let page = visit(&town, &format!("/t/{id}")).await.text;
    assert!(page.contains("ещё 98<") && !page.contains("ещё 99<"), "{page}");
    assert!(page.contains("Ещё сообщений в теме: 2."), "{page}");
}
