//! Who is named to strangers: those who agreed to it, as long as they do.

use kit::{Town, json};

use super::{agrees, data, experts, published, visit};
use crate::practices::passport;

#[tokio::test]
async fn an_author_is_named_only_while_they_agree_to_it() {
    let town = Town::new().await;
    experts(&town).await;
    published(&town, passport("Полоска")).await;
    let harvest = "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:practice/1";
    let nameless = visit(&town, "/b/1").await;
    assert!(nameless.text.contains("участник сети"));
    for page in [nameless.text.clone(), visit(&town, harvest).await.text] {
        assert!(!page.contains("Анисимова") && !page.contains("СОШ № 6"), "{page}");
    }
    let ana = town.person("ana").await;
    let consent = agrees(&ana).await;
    town.settle().await;
    let named = visit(&town, "/b/1").await;
    assert!(named.text.contains("Анисимова Мария Павловна, МБОУ СОШ № 6"), "{}", named.text);
    assert_eq!(data(&named)["author"][0]["name"], "Анисимова Мария Павловна");
    assert!(visit(&town, harvest).await.text.contains("<dc:creator>Анисимова Мария Павловна</dc:creator>"));
    ana.delete(&format!("/me/consents/{consent}")).await.ok();
    assert!(!visit(&town, "/b/1").await.text.contains("Анисимова"), "at once");
    assert!(!visit(&town, harvest).await.text.contains("Анисимова"));
}

#[tokio::test]
async fn neither_mentions_nor_quotes_name_anybody_who_did_not_agree() {
    let town = Town::new().await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let open = town.space("open").await;
    let topic = ana.opens(&open, "Полоска").await;
    let id = topic["id"].as_str().unwrap();
    let post = ana.replies(id, "Складываем пополам.").await.ok();
    let text = format!(
        "> [!quote post={}]\n> Складываем пополам.\n\nСпасибо, @[Анисимова Мария](person:{}) и @[Леонова Мария](person:{})!",
        post["id"].as_str().unwrap(),
        ana.id,
        lea.id
    );
    lea.replies(id, &text).await.ok();
    agrees(&lea).await;
    let page = visit(&town, &format!("/t/{id}")).await.text;
    assert!(page.contains("Леонова М. П.") && page.contains("Леонова Мария Павловна"), "{page}");
    assert!(!page.contains("Анисимова"), "{page}");
    assert!(page.contains("@участник сети"), "{page}");
    assert!(page.contains("участник сети, № 2"), "{page}");
    assert!(!page.contains("/people/"), "nobody is told apart by an address either: {page}");
    // Colleagues still read the names.
    let inside = ana.get(&format!("/topics/{id}/posts?after=0")).await.ok().to_string();
    assert!(inside.contains("@Анисимова М. П."), "{inside}");
    agrees(&ana).await;
    let page = visit(&town, &format!("/t/{id}")).await.text;
    assert!(page.contains("@Анисимова М. П.") && page.contains("Анисимова М. П., № 2"), "{page}");
}

#[tokio::test]
async fn who_is_shut_out_or_takes_back_everything_is_named_no_longer() {
    let town = Town::new().await;
    experts(&town).await;
    published(&town, passport("Полоска")).await;
    let ana = town.person("ana").await;
    agrees(&ana).await;
    assert!(visit(&town, "/b/1").await.text.contains("Анисимова"));
    let own = ana.get("/me").await.ok();
    let processing = own["consents"].as_array().unwrap().iter().find(|c| c["kind"] == "processing").unwrap();
    ana.delete(&format!("/me/consents/{}", processing["id"].as_str().unwrap())).await.ok();
    assert!(!visit(&town, "/b/1").await.text.contains("Анисимова"));
    ana.post("/me/consents", json!({"kind": "processing", "version": 1})).await.ok();
    assert!(visit(&town, "/b/1").await.text.contains("Анисимова"));
}
