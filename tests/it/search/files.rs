//! Words that stand in an attached file only: found, with the file and the place in it, by whoever may read it.

use kit::{Person, Town, Value, json};

use super::{ask, found_town};
use crate::files::{id, made, upload};

/// Ana's reply in a space, with one file.
async fn with_file(town: &Town, ana: &Person, space: &str, name: &str, bytes: &[u8]) -> Value {
    let topic = ana.opens(&town.space(space).await, "Материалы к уроку").await;
    let file = id(&upload(ana, name, bytes).await);
    let path = format!("/topics/{}/posts", id(&topic));
    let post = ana.post_once(&path, json!({"body": "Посмотрите, пожалуйста", "files": [file]})).await.ok();
    town.settle().await;
    post
}

fn lit(item: &Value) -> Vec<&str> {
    let pieces = item["snippet"].as_array().unwrap().iter();
    pieces.filter(|p| p["hit"] == true).map(|p| p["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_hit_says_which_slide_sheet_or_page_it_is_from() {
    let town = found_town().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let slides = made::pptx(&["Скидка", "Наценка", "Кварталы"]);
    let pdf = made::bytes_of(made::pdf_of(&["Проценты на размене", "Гипотенуза и катеты"]));
    let cases: [(&str, Vec<u8>, &str, Value); 4] = [
        ("показ.pptx", slides, "наценка", json!({"kind": "slide", "number": 2})),
        ("итоги.xlsx", made::xlsx(), "анализ задание 8", json!({"kind": "sheet", "name": "Анализ"})),
        ("задания.pdf", pdf, "гипотенуза", json!({"kind": "page", "number": 2})),
        ("план.docx", made::docx(&["Равнобедренный треугольник"]), "равнобедренный", Value::Null),
    ];
    for (name, bytes, query, place) in cases {
        let post = with_file(&town, &ana, "open", name, &bytes).await;
        let answer = ask(&ben, query, "&kind=post").await;
        let item = &answer["items"][0];
        assert_eq!(item["id"], post["id"], "{query}: {answer}");
        assert_eq!((&item["file"]["name"], &item["file"]["place"]), (&json!(name), &place), "{answer}");
        assert!(!lit(item).is_empty(), "{item}");
    }
}

#[tokio::test]
async fn words_of_the_text_itself_are_shown_from_the_text() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    with_file(&town, &ana, "open", "план.docx", &made::docx(&["Посмотрите на треугольник"])).await;
    let both = ask(&ana, "посмотрите", "&kind=post").await;
    assert_eq!(both["items"][0]["file"], Value::Null, "{both}");
    // The file says more of what was asked than the text.
    let more = ask(&ana, "посмотрите треугольник", "&kind=post").await;
    assert_eq!(more["items"][0]["file"]["name"], "план.docx", "{more}");
}

#[tokio::test]
async fn a_file_of_a_private_space_is_found_by_its_members_only_and_not_once_it_is_taken_off() {
    let town = found_town().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let post = with_file(&town, &ana, "circle", "план.docx", &made::docx(&["Равнобедренный треугольник"])).await;
    assert_eq!(ask(&ben, "равнобедренный", "&kind=post").await["items"][0]["id"], post["id"]);
    for who in ["mo", "far", "admin"] {
        let answer = ask(&town.person(who).await, "равнобедренный", "&kind=post").await;
        assert_eq!(answer["items"], json!([]), "{who}");
    }
    let body = json!({"version": post["version"], "body": "Посмотрите, пожалуйста", "files": []});
    ana.patch(&format!("/posts/{}", id(&post)), body).await.ok();
    town.settle().await;
    assert_eq!(ask(&ben, "равнобедренный", "&kind=post").await["items"], json!([]));
}
