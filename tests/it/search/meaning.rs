//! What a query means, whatever words it uses.

use kit::{Person, Town};
use practices::kinds::{self, Kind};
use sea_orm::Iterable;

use super::{ask, found_town, titles_of};

async fn topics(town: &Town, ana: &Person, titles: &[&str]) {
    let open = town.space("open").await;
    for title in titles {
        ana.opens(&open, title).await;
    }
    town.settle().await;
}

async fn found(person: &Person, query: &str) -> Vec<String> {
    titles_of(&ask(person, query, "&kind=topic").await)
}

#[test]
fn search_can_name_every_kind_of_practice() {
    for kind in Kind::iter() {
        let code = kinds::word(&kind);
        assert!(search::names::FORMS.iter().any(|(known, _)| *known == code), "{code}");
    }
}

#[tokio::test]
async fn words_of_one_family_and_cut_words_find_each_other() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    topics(&town, &ana, &["Вычислительные ошибки", "Лабораторная без стекла", "Читательский уголок"]).await;
    assert_eq!(found(&ana, "вычисления").await[0], "Вычислительные ошибки");
    assert_eq!(found(&ana, "лаб. стекло").await[0], "Лабораторная без стекла");
    assert_eq!(found(&ana, "чтение").await[0], "Читательский уголок");
}

#[tokio::test]
async fn an_abbreviation_in_capitals_counts_anywhere_and_in_small_letters_alone_only() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    topics(&town, &ana, &["Читательская грамотность вечером"]).await;
    let answer = ask(&ana, "ЧГ вечером", "&kind=topic").await;
    assert_eq!((answer["tier"].as_str(), titles_of(&answer).len()), (Some("exact"), 1));
    assert_ne!(ask(&ana, "чг вечером", "&kind=topic").await["tier"], "exact");
}

#[tokio::test]
async fn a_loose_answer_is_better_than_none_and_is_told() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    topics(&town, &ana, &["Хризантема на подоконнике"]).await;
    let query = "хризантема лемниската гиацинт фрезеровка антрацит";
    let answer = ask(&ana, query, "&kind=topic").await;
    assert_eq!(titles_of(&answer), ["Хризантема на подоконнике"]);
    assert_eq!(answer["tier"], "partial");
    assert!(found(&ana, "лемниската гиацинт").await.is_empty());
}
