//! Open offers in the search: what is found, by whom, and until when.

use kernel::Role;
use kit::{Person, Town, Value, json};

use super::{close, foreigner, grant, of, offers::offered, skill, with};
use crate::{
    practices::published,
    search::{ask, encoded},
};

/// Says something nobody else in town says.
const NOTE: &str = "Начинали со счётных палочек, приезжайте";

/// School 6 offers help in a skill and says so.
async fn open(town: &Town) -> String {
    let able = skill(town, 0).await;
    let mut form = with(offered(2), json!({"note": NOTE}));
    form["themes"][0]["skills"] = json!([{"skill_id": able, "share_done": 88}]);
    let path = of(town, "school6", "/offer").await;
    town.person("head").await.put(&path, form).await.ok();
    town.settle().await;
    path
}

fn offers_of(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "offer");
    items.map(|one| one["card"]["title"].as_str().unwrap().to_owned()).collect()
}

async fn found(person: &Person, query: &str) -> Vec<String> {
    offers_of(&ask(person, query, "").await)
}

const SCHOOL: &str = "МБОУ СОШ № 6";

#[tokio::test]
async fn an_open_offer_is_found_in_its_region_and_nowhere_else() {
    let town = Town::new().await;
    open(&town).await;
    for who in ["ana", "lea", "far", "farhead", "mun", "reg", "admin"] {
        let person = town.person(who).await;
        assert_eq!(found(&person, "счётные палочки").await, [SCHOOL], "{who}");
        let listed = ask(&person, "", "&kind=offer").await;
        assert_eq!((&listed["total"], &listed["items"][0]["card"]["title"]), (&json!(1), &json!(SCHOOL)), "{who}");
    }
    assert!(found(&town.person("pen").await, "счётные палочки").await.is_empty(), "nobody vouched for them");
    let abroad = foreigner(&town, "pen").await;
    for person in [&town.stranger(), &abroad] {
        let answer = ask(person, "счётные палочки", "").await;
        assert_eq!(offers_of(&answer), Vec::<String>::new(), "{}", person.id);
        let all = ask(person, "", "").await;
        let kinds = all["facets"]["kind"].as_array().unwrap();
        assert!(kinds.iter().all(|kind| kind["value"] != "offer"), "{}: {kinds:?}", person.id);
        let suggested = person.get(&format!("/search/suggest?q={}", encoded("палоч"))).await.ok();
        assert_eq!(suggested, json!({"queries": [], "things": []}), "{}", person.id);
    }
}

#[tokio::test]
async fn an_office_over_the_school_finds_its_offer_without_working_there() {
    let town = Town::new().await;
    open(&town).await;
    let abroad = foreigner(&town, "pen").await;
    assert!(found(&abroad, "счётные палочки").await.is_empty());
    grant(&town, "pen", Role::Observer, "region").await;
    assert_eq!(found(&town.person("pen").await, "счётные палочки").await, [SCHOOL]);
}

#[tokio::test]
async fn what_is_found_of_an_offer_says_nothing_of_results() {
    let town = Town::new().await;
    open(&town).await;
    let far = town.person("far").await;
    let answer = ask(&far, "счётные палочки", "").await;
    let card = &answer["items"][0]["card"];
    let summary = "Школа готова помочь другим: математика, 5–9 классы; оценка качества (ВСОКО)";
    assert_eq!(card["summary"], summary);
    assert_eq!(card["path"], json!(of(&town, "school6", "?tab=help").await));
    assert_eq!((&card["place"], &card["subjects"]), (&json!("Журавлинский район"), &json!(["math"])));
    assert_eq!((&card["grades"], &card["skills"]), (&json!([5, 6, 7, 8, 9]), &json!([skill(&town, 0).await])));
    let text = answer.to_string();
    assert!(!text.contains("share") && !text.contains("strength"), "{text}");
    for number in ["88", "85"] {
        assert!(found(&far, number).await.is_empty(), "{number}");
    }
}

#[tokio::test]
async fn an_offer_is_found_by_words_however_they_are_written() {
    let town = Town::new().await;
    open(&town).await;
    let far = town.person("far").await;
    let queries = [
        "счетные палочки",
        "СЧЁТНЫЕ ПАЛОЧКИ",
        "cчётныe пaлoчки",
        "cxtnyst gfkjxrb",
        "palochki",
        "школа готова помочь математика",
        "наставник открытый урок журавлинский район",
    ];
    for query in queries {
        assert_eq!(found(&far, query).await, [SCHOOL], "{query}");
    }
    let by_skill = format!("&skill={}&kind=offer", skill(&town, 0).await);
    assert_eq!(offers_of(&ask(&far, "", &by_skill).await), [SCHOOL]);
    let other = format!("&skill={}&kind=offer", skill(&town, 1).await);
    assert!(offers_of(&ask(&far, "", &other).await).is_empty());
}

#[tokio::test]
async fn the_index_follows_an_offer_and_a_new_one_holds_the_same() {
    let town = Town::new().await;
    let path = open(&town).await;
    let (head, far) = (town.person("head").await, town.person("far").await);
    let step = async |word: &str| {
        head.post(&format!("{path}/{word}"), json!({})).await.ok();
        town.settle().await;
    };
    step("pause").await;
    assert!(found(&far, "счётные палочки").await.is_empty());
    step("resume").await;
    assert_eq!(found(&far, "счётные палочки").await, [SCHOOL]);
    head.put(&path, with(offered(2), json!({"revision": 3, "note": "Едем с гербарием"}))).await.ok();
    town.settle().await;
    assert!(found(&far, "счётные палочки").await.is_empty());
    let admin = town.person("admin").await;
    let school = of(&town, "school6", "").await;
    admin.patch(&school, json!({"version": 1, "short_name": "Ботанический лицей"})).await.ok();
    town.settle().await;
    assert_eq!(found(&far, "ботанический гербарий").await, ["Ботанический лицей"]);
    // Another server reads everything from the tables.
    let anew = tempfile::tempdir().unwrap();
    let (url, app, stop) = town.second_server_with(|config| config.search.folder = anew.path().to_owned()).await;
    app.settle().await.unwrap();
    let (there, outside) = (Person::sign_in(&url, "far").await, Person::stranger(&url));
    let (before, anew) = (ask(&far, "гербарий", "").await, ask(&there, "гербарий", "").await);
    assert_eq!((&before["items"], &before["facets"]), (&anew["items"], &anew["facets"]));
    assert!(found(&outside, "гербарий").await.is_empty());
    let _ = stop.send(());
    step("withdraw").await;
    assert!(found(&far, "гербарий").await.is_empty());
}

#[tokio::test]
async fn the_offer_of_a_closed_school_is_found_no_more() {
    let town = Town::new().await;
    open(&town).await;
    let far = town.person("far").await;
    assert_eq!(found(&far, "палочки").await, [SCHOOL]);
    close(&town, "school6").await;
    // The tables decide at once, the index follows.
    assert!(found(&far, "палочки").await.is_empty());
    town.settle().await;
    assert_eq!(ask(&far, "", "&kind=offer").await["total"], 0);
}

#[tokio::test]
async fn who_looks_for_a_practice_or_a_school_finds_those_first() {
    let town = Town::new().await;
    open(&town).await;
    published(&town, "Палочки в пятом классе").await;
    town.settle().await;
    let far = town.person("far").await;
    for (query, kind) in [("палочки математика", "practice"), ("СОШ № 6", "organisation")] {
        let answer = ask(&far, query, "").await;
        assert!(place(&answer["items"], kind) < place(&answer["items"], "offer"), "{query}: {answer}");
        let suggested = far.get(&format!("/search/suggest?q={}", encoded(query))).await.ok();
        assert!(place(&suggested["things"], kind) <= place(&suggested["things"], "offer"), "{query}: {suggested}");
    }
}

/// Where the first of a kind stands; behind everything when there is none.
fn place(list: &Value, kind: &str) -> usize {
    let list = list.as_array().unwrap();
    list.iter().position(|one| one["kind"] == kind).unwrap_or(list.len())
}
