//! No word of a private text changes anything that others are told.

use kit::{Person, Value, json};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

use super::{encoded, found_town};

/// Words of the town's open texts, and words that stand nowhere else.
const WORDS: &[&str] = &[
    "математика",
    "дроби",
    "школа",
    "журавли",
    "леонова",
    "малый",
    "увал",
    "проценты",
    "процентный",
    "хризантема",
    "лемниската",
    "дробный",
    "математик",
    "учитель",
    "объединение",
    "общая",
    "учительская",
    "мухомор",
];

/// Everything somebody is told: answers and suggestions to words, their beginnings and their slips.
async fn told(person: &Person, queries: &[String]) -> Vec<Value> {
    let mut all = Vec::new();
    for query in queries {
        let mut answer = person.get(&format!("/search?q={}", encoded(query))).await.ok();
        for passing in ["position", "next"] {
            answer.as_object_mut().unwrap().remove(passing);
        }
        all.push(answer);
        all.push(person.get(&format!("/search/suggest?q={}", encoded(query))).await.ok());
    }
    all
}

/// The word, its beginning, a slip in it, and another word beside it.
fn queries(random: &mut StdRng) -> Vec<String> {
    let mut queries = Vec::new();
    for word in WORDS {
        let letters: Vec<char> = word.chars().collect();
        queries.push((*word).to_owned());
        queries.push(letters[..letters.len().min(4)].iter().collect());
        let mut slip = letters.clone();
        slip.swap(2, 3);
        queries.push(slip.iter().collect());
        queries.push(format!("{word} {}", WORDS.choose(random).unwrap()));
        queries.push(format!("\"{word}\" -{}", WORDS.choose(random).unwrap()));
    }
    queries.push(String::new());
    queries
}

#[tokio::test]
async fn no_word_of_a_private_text_changes_what_others_are_told() {
    let town = found_town().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let (open, circle) = (town.space("open").await, town.space("circle").await);
    for title in ["Дроби и проценты на уроке математики", "Как учителю начать с дробей", "Общая тетрадь учителя"]
    {
        ana.opens(&open, title).await;
    }
    town.settle().await;
    let mut random = StdRng::seed_from_u64(7);
    let queries = queries(&mut random);
    let others = [town.person("lea").await, town.person("far").await, town.person("pen").await, town.stranger()];
    let mut before = Vec::new();
    for other in &others {
        before.push(told(other, &queries).await);
    }
    for _ in 0..6 {
        let length = random.random_range(3..9);
        let title: Vec<&str> = (0..length).map(|_| *WORDS.choose(&mut random).unwrap()).collect();
        ana.opens(&circle, &title.join(" ")).await;
    }
    town.settle().await;
    for (other, before) in others.iter().zip(before) {
        let now = told(other, &queries).await;
        for (at, (now, before)) in now.iter().zip(&before).enumerate() {
            assert_eq!(now, before, "«{}» for {}", queries[at / 2], other.id);
        }
    }
    // Those who may read it find it.
    assert!(!super::titles(&ben, "мухомор лемниската хризантема").await.is_empty());
}

#[tokio::test]
async fn whoever_leaves_a_space_finds_nothing_of_it() {
    let town = found_town().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let circle = town.space("circle").await;
    ana.opens(&circle, "Лемниската Бернулли").await;
    town.settle().await;
    assert_eq!(super::titles(&ben, "лемниската").await.len(), 1);
    ana.delete(&format!("/spaces/{circle}/members/{}", ben.id)).await.ok();
    // At once: rights are asked at every search.
    assert!(super::titles(&ben, "лемниската").await.is_empty());
}

#[tokio::test]
async fn kept_searches_tell_only_of_what_their_owner_may_read() {
    let town = found_town().await;
    let (ana, ben, lea) = (town.person("ana").await, town.person("ben").await, town.person("lea").await);
    for person in [&ben, &lea] {
        let search = json!({"title": "Мухоморы", "search": {"q": "мухомор"}, "notify": true});
        person.post("/search/saved", search).await.ok();
    }
    town.clock.advance(chrono::TimeDelta::minutes(5));
    ana.opens(&town.space("circle").await, "Мухомор в букваре").await;
    town.settle().await;
    let fresh = |list: Value| list[0]["fresh"].as_u64().unwrap();
    assert_eq!(fresh(ben.get("/search/saved").await.ok()), 1);
    assert_eq!(fresh(lea.get("/search/saved").await.ok()), 0);
    let inbox = ben.get("/notices").await.ok();
    let found = inbox["items"].as_array().unwrap().iter().find(|n| n["kind"] == "found").unwrap();
    assert_eq!(found["title"], "Мухоморы");
    assert!(!lea.get("/notices").await.text.contains("Мухоморы"));
}
