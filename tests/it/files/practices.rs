//! Files of practices: a draft's are its authors', a school's the school's, a published one's everybody's.

use kit::{Person, Town, check, expect, json};

use super::{contents, fetch, id, links, upload};
use crate::practices::{drafted, life::experts, passport, reviewed};

const READS: [&str; 2] = ["200", "201"];
const NOT: [&str; 2] = ["404 not_found", "404 not_found"];

async fn seen(person: &Person, file: &str) -> [String; 2] {
    [
        person.get(&format!("/files/{file}")).await.summary(),
        person.post(&format!("/files/{file}/link"), json!({})).await.summary(),
    ]
}

/// Ana's draft with one file.
async fn with_file(ana: &Person, title: &str) -> (String, String) {
    let file = id(&upload(ana, "полоска.txt", title.as_bytes()).await);
    let practice = drafted(ana, title).await;
    let save = json!({"revision": 1, "passport": passport(title), "files": [file]});
    let work = ana.put(&format!("/practices/{practice}/draft"), save).await.ok();
    assert_eq!(work["files"][0]["name"], "полоска.txt");
    (practice, file)
}

#[tokio::test]
async fn files_of_a_draft_are_its_authors_alone() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let (practice, file) = with_file(&ana, "Полоска").await;
    assert_eq!(seen(&ana, &file).await, READS);
    for who in ["head", "mun", "admin", "far"] {
        assert_eq!(seen(&town.person(who).await, &file).await, NOT, "{who}");
    }
    assert_eq!(seen(&town.stranger(), &file).await, NOT);
    ana.put(&format!("/practices/{practice}/authors"), json!({"people": [ana.id, ben.id]})).await.ok();
    assert_eq!(seen(&ben, &file).await, READS);
    // Somebody else's file, and a file that hangs elsewhere, are refused.
    let theirs = id(&upload(&ben, "чужое.txt", b"1").await);
    let save = |files: Vec<String>| json!({"revision": 2, "passport": passport("Полоска"), "files": files});
    let path = format!("/practices/{practice}/draft");
    check(&ana.put(&path, save(vec![theirs])).await, expect!["422 files[0]: unknown"]);
    let other = drafted(&ana, "Другая").await;
    let body = json!({"revision": 1, "passport": passport("Другая"), "files": [file]});
    check(&ana.put(&format!("/practices/{other}/draft"), body).await, expect!["422 files[0]: unknown"]);
    check(&ana.delete(&path).await, expect!["204"]);
    assert_eq!(seen(&ben, &file).await, NOT, "thrown away with the draft");
}

#[tokio::test]
async fn files_of_a_schools_practice_stay_in_the_school() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let (practice, file) = with_file(&ana, "Полоска").await;
    ana.post(&format!("/practices/{practice}/share"), json!({"place": town.org("school6").await})).await.ok();
    for who in ["ana", "ben", "head", "mun", "admin"] {
        assert_eq!(seen(&town.person(who).await, &file).await, READS, "{who}");
    }
    for who in ["far", "lea", "pen"] {
        assert_eq!(seen(&town.person(who).await, &file).await, NOT, "{who}");
    }
    assert_eq!(seen(&town.stranger(), &file).await, NOT);
}

#[tokio::test]
async fn files_of_a_published_practice_are_everybodys_and_those_of_its_new_version_are_not() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let (practice, file) = with_file(&ana, "Полоска").await;
    ana.post(&format!("/practices/{practice}/submit"), json!({"level": "municipal"})).await.ok();
    // Whoever looks after the schools of the place checks the files too.
    assert_eq!(seen(&town.person("mun").await, &file).await, READS);
    assert_eq!(seen(&town.person("far").await, &file).await, NOT);
    experts(&town, &["lea", "mo"]).await;
    reviewed(&town, &practice).await;
    let stranger = town.stranger();
    for reader in [&town.person("far").await, &stranger] {
        assert_eq!(seen(reader, &file).await, READS);
    }
    assert_eq!(contents(&town, &stranger, &file).await, "Полоска".as_bytes());
    // The next version begins with the same files; what is added to it is not shown yet.
    ana.post(&format!("/practices/{practice}/revise"), json!({})).await.ok();
    let work = ana.get(&format!("/practices/{practice}/draft")).await.ok();
    let copied = id(&work["files"][0]);
    let added = id(&upload(&ana, "ещё.txt", b"2").await);
    let save =
        json!({"revision": work["revision"], "passport": work["passport"], "files": [copied.clone(), added.clone()]});
    ana.put(&format!("/practices/{practice}/draft"), save).await.ok();
    for hidden in [&copied, &added] {
        assert_eq!(seen(&stranger, hidden).await, NOT);
        assert_eq!(seen(&town.person("far").await, hidden).await, NOT);
    }
    assert_eq!(seen(&stranger, &file).await, READS);
    // Archived, it is read by nobody from outside any more, also not by a link made before.
    let address = links(&stranger, &file).await["download"].as_str().unwrap().to_owned();
    let page = town.person("mun").await.get(&format!("/practices/{practice}")).await.ok();
    assert_eq!(page["files"].as_array().unwrap().len(), 1);
    assert_eq!(fetch(&town, &address).await.status(), 200);
}
