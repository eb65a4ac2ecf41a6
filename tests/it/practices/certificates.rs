//! Certificates of publication: who gets one, what its number is worth, when it is worth nothing any more.

use expect_test::expect;
use kernel::{OrgId, PersonId};
use kit::{Person, Town, Value, check, json};
use lopdf::Document;
use practices::{
    certificates::normal,
    kinds::{Audience, Level, Stage},
    policy::{Facts, Seat},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::{bytes, drafted, passport, published, reviewed};

async fn taken(person: &Person, id: &str) -> Value {
    person.post(&format!("/practices/{id}/certificate"), json!({})).await.ok()
}

/// The page that answers a number, without a sign-in.
async fn checked(town: &Town, number: &str) -> (u16, String) {
    let address = format!("{}/verify/{number}", town.url);
    let answer = kit::person::client().get(address).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn an_author_takes_a_certificate_once_and_anybody_checks_its_number() {
    let town = Town::new().await;
    let id = published(&town, "Полоска <script>").await;
    let ana = town.person("ana").await;
    let page = ana.get("/practices/1").await.ok();
    assert_eq!((page["can"]["certify"].as_bool(), page["my"]["certificate"].is_null()), (Some(true), true));
    let first = taken(&ana, &id).await;
    assert_eq!(taken(&ana, "1").await, first, "the same one");
    let number = first["number"].as_str().unwrap();
    assert_eq!(number.len(), "2026-7K3QM-X9T2P".len(), "{number}");
    assert_eq!(ana.get("/practices/1").await.ok()["my"]["certificate"], *number);
    let stranger = Person::stranger(&town.url);
    let seen = stranger.get(&format!("/certificates/{}", number.to_lowercase())).await.ok();
    assert_eq!(
        (seen["state"].as_str(), seen["author"].as_str(), seen["level"].as_str(), seen["place"].as_str()),
        (Some("genuine"), Some("Анисимова Мария Павловна"), Some("municipal"), Some("учитель, МБОУ СОШ № 6"))
    );
    let (status, html) = checked(&town, number).await;
    assert_eq!(status, 200);
    for words in
        ["Свидетельство подлинное", "Анисимова Мария Павловна", "Полоска &lt;script&gt;", "муниципальный уровень"]
    {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("<script"), "readable without scripts, and nobody's title is one");
    let typed = kit::person::client().get(format!("{}/verify?number={number}", town.url)).send().await.unwrap();
    assert!(typed.url().path().ends_with(number), "the form leads to the page of the number");
}

#[tokio::test]
async fn the_paper_is_for_its_holder_and_says_where_it_is_checked() {
    let town = Town::new().await;
    let id = published(&town, "Полоска").await;
    let ana = town.person("ana").await;
    let certificate = taken(&ana, &id).await;
    let path = format!("/certificates/{}/pdf", certificate["number"].as_str().unwrap());
    let (headers, pdf) = bytes(&ana, &path).await;
    assert_eq!(headers["content-type"], "application/pdf");
    let document = Document::load_mem(&pdf).unwrap();
    assert_eq!(document.get_pages().len(), 1);
    let text = document.extract_text(&[1]).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let url = certificate["url"].as_str().unwrap();
    for words in
        ["Свидетельство", "Анисимова Мария Павловна", "«Полоска»", "муниципальный уровень", "выдаётся бесплатно", url]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.to_lowercase().contains("удостоверение"));
    for who in ["ben", "mun", "admin"] {
        check(&town.person(who).await.get(&path).await, expect!["404 not_found"]);
    }
}

#[tokio::test]
async fn only_authors_of_what_experts_recommended_get_one() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let draft = drafted(&ana, "Черновик").await;
    check(&ana.post(&format!("/practices/{draft}/certificate"), json!({})).await, expect!["409 wrong_state"]);
    check(&ben.post(&format!("/practices/{draft}/certificate"), json!({})).await, expect!["404 not_found"]);
    let place = json!({"place": town.org("association").await});
    ana.post(&format!("/practices/{draft}/share"), place).await.ok();
    check(&ana.post(&format!("/practices/{draft}/certificate"), json!({})).await, expect!["409 wrong_state"]);
    let id = published(&town, "Полоска").await;
    for who in ["ben", "mun", "far"] {
        let other = town.person(who).await;
        check(&other.post(&format!("/practices/{id}/certificate"), json!({})).await, expect!["403 not_author"]);
    }
    ana.put(&format!("/practices/{id}/authors"), json!({"people": [ana.id, ben.id]})).await.ok();
    let (hers, his) = (taken(&ana, &id).await, taken(&ben, &id).await);
    assert_ne!(hers["number"], his["number"], "each author their own");
    assert_eq!(his["author"], "Белов Мария Павловна");
}

#[tokio::test]
async fn a_certificate_falls_with_the_publication_and_stands_up_with_it() {
    let town = Town::new().await;
    let id = published(&town, "Полоска").await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    ana.put(&format!("/practices/{id}/authors"), json!({"people": [ana.id, ben.id]})).await.ok();
    let (hers, his) = (taken(&ana, &id).await, taken(&ben, &id).await);
    let (hers, his) = (hers["number"].as_str().unwrap().to_owned(), his["number"].as_str().unwrap().to_owned());
    let stranger = Person::stranger(&town.url);
    let state = |number: &str| {
        let (stranger, path) = (stranger.clone(), format!("/certificates/{number}"));
        async move { stranger.get(&path).await.ok()["state"].as_str().unwrap().to_owned() }
    };
    town.person("mun").await.post(&format!("/practices/{id}/archive"), json!({"reason": "чужой текст"})).await.ok();
    assert_eq!((state(&hers).await, state(&his).await), ("withdrawn".into(), "withdrawn".into()));
    let (status, html) = checked(&town, &hers).await;
    assert!(status == 200 && html.contains("Свидетельство отозвано"), "{html}");
    check(&ana.post(&format!("/practices/{id}/certificate"), json!({})).await, expect!["409 wrong_state"]);
    let (_, pdf) = bytes(&ana, &format!("/certificates/{hers}/pdf")).await;
    assert!(Document::load_mem(&pdf).unwrap().extract_text(&[1]).unwrap().contains("Отозвано"));
    town.person("mun").await.post(&format!("/practices/{id}/restore"), json!({})).await.ok();
    assert_eq!(state(&hers).await, "genuine");
    check(&ben.delete(&format!("/practices/{id}/authors/me")).await, expect!["204"]);
    assert_eq!((state(&hers).await, state(&his).await), ("genuine".into(), "withdrawn".into()));
    // A new version is published: the old certificate stands, and there is one more to take.
    let work = ana.post(&format!("/practices/{id}/revise"), json!({})).await.ok();
    let save = json!({"revision": work["revision"], "passport": passport("Полоска, вторая")});
    ana.put(&format!("/practices/{id}/draft"), save).await.ok();
    ana.post(&format!("/practices/{id}/submit"), json!({})).await.ok();
    reviewed(&town, &id).await;
    let old = stranger.get(&format!("/certificates/{hers}")).await.ok();
    assert_eq!((old["state"].as_str(), old["title"].as_str()), (Some("genuine"), Some("Полоска")));
    assert_eq!(old["revised"], true);
    let new = taken(&ana, &id).await;
    assert_eq!((new["version"].as_i64(), new["title"].as_str()), (Some(2), Some("Полоска, вторая")));
}

#[tokio::test]
async fn unknown_and_hostile_numbers_are_told_so() {
    let town = Town::new().await;
    let stranger = Person::stranger(&town.url);
    for number in
        ["2026-00000-00000", "1", "%00", "'%20OR%201=1", "%3Cscript%3E", "..%2Fetc", &"9".repeat(5_000), "%F0%9F%A6%A9"]
    {
        let (status, html) = checked(&town, number).await;
        assert!((400..500).contains(&status) && !html.contains("<script>"), "{number}: {status} {html}");
        let answer = stranger.get(&format!("/certificates/{number}")).await;
        assert!(answer.status.is_client_error(), "{number}: {}", answer.status);
    }
    let (status, html) = checked(&town, "2026-00000-00000").await;
    assert!(status == 404 && html.contains("Такого номера нет") && html.contains("2026-00000-00000"), "{html}");
    let form = kit::person::client().get(format!("{}/verify", town.url)).send().await.unwrap();
    assert!(form.status().is_success() && form.text().await.unwrap().contains("<form"));
}

#[test]
fn a_number_is_read_as_people_type_it() {
    let good = Some("2026-7K3QM-X9T2P".to_owned());
    for typed in ["2026-7K3QM-X9T2P", " 2026 7k3qm x9t2p ", "20267K3QMX9T2P", "№ 2026–7К3QМ—Х9Т2Р"] {
        assert_eq!(normal(typed), good, "{typed}");
    }
    assert_eq!(normal("2026-OOOOO-ILILI"), Some("2026-00000-11111".into()));
    for typed in
        ["", "2026", "2026-7K3QM-X9T2", "2026-7K3QM-X9T2PP", "ABCD-7K3QM-X9T2P", "2026-7K3QM-X9T2Я", "2026-7K3QM-X9T2U"]
    {
        assert_eq!(normal(typed), None, "{typed}");
    }
}

#[tokio::test]
async fn the_database_itself_refuses_a_doubled_number_and_a_second_certificate() {
    let town = Town::new().await;
    let id = published(&town, "Полоска").await;
    taken(&town.person("ana").await, &id).await;
    use practices::entity::certificate;
    let held = certificate::Entity::find().one(town.app.reader()).await.unwrap().unwrap();
    let ben: PersonId = town.id("ben").await.parse().unwrap();
    for (number, person) in [(held.number.clone(), ben), ("2026-AAAAA-AAAAA".to_owned(), held.person_id)] {
        let tx = town.app.begin().await.unwrap();
        let mut row = certificate::ActiveModel::from(held.clone()).reset_all();
        (row.id, row.number, row.person_id) = (Set(tx.id()), Set(number), Set(person));
        assert!(row.insert(tx.db()).await.is_err());
    }
}

#[test]
fn who_may_take_a_certificate_is_a_table() {
    let (author, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
    let facts = |level: Option<Level>, archived: bool, shown: bool| Facts {
        stage: Stage::None,
        audience: Audience::Everyone,
        level,
        archived,
        shown,
        home: Some(OrgId(Uuid::from_u128(3))),
        region: None,
        place: None,
        owner: author,
        authors: vec![author],
        experts: Vec::new(),
    };
    let actor = |person: PersonId, confirmed: bool| kernel::Actor {
        person,
        session: kernel::SessionId(Uuid::nil()),
        confirmed,
        consented: true,
        circle: Default::default(),
        orgs: Default::default(),
        subjects: Vec::new(),
        grants: Vec::new(),
    };
    let school = Some(Level::School);
    for (facts, actor, expected) in [
        (facts(school, false, true), actor(author, true), "Allow"),
        (facts(school, false, true), actor(other, true), "Refuse(NotAuthor)"),
        (facts(school, false, true), actor(author, false), "Refuse(NotConfirmed)"),
        (facts(None, false, true), actor(author, true), "Refuse(WrongState)"),
        (facts(school, true, true), actor(author, true), "Refuse(WrongState)"),
        (facts(school, false, false), actor(author, true), "Hide"),
    ] {
        let decision = Seat::take(&actor, &facts).certify(&facts);
        assert_eq!(format!("{decision:?}"), expected, "{facts:?}");
    }
}
