//! Whose files are whose.

use kit::{Person, Town, check, expect, json};
use platform::ports::Owner;
use uuid::Uuid;

use super::{fetch, id, links, upload};

/// What this person gets of a file, by every route.
async fn answers(person: &Person, file: &str) -> Vec<String> {
    vec![
        person.get(&format!("/files/{file}")).await.summary(),
        person.get(&format!("/files/{file}/preview")).await.summary(),
        person.post(&format!("/files/{file}/link"), json!({})).await.summary(),
        person.delete(&format!("/files/{file}")).await.summary(),
    ]
}

#[tokio::test]
async fn a_file_that_hangs_on_nothing_is_its_uploaders_alone() {
    let town = Town::new().await;
    let (ana, ben, admin) = (town.person("ana").await, town.person("ben").await, town.person("admin").await);
    let file = id(&upload(&ana, "моё.txt", "моё".as_bytes()).await);
    for other in [&ben, &admin] {
        assert_eq!(answers(other, &file).await, ["404 not_found"; 4]);
    }
    let stranger = town.stranger();
    assert_eq!(answers(&stranger, &file).await[..3], ["404 not_found"; 3]);
    assert_eq!(answers(&ana, &file).await, ["200", "200", "201", "204"]);
    check(&ana.get(&format!("/files/{file}")).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn a_file_belongs_to_what_it_hangs_on_and_to_nobody_else() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let file = upload(&ana, "план.txt", "план".as_bytes()).await;
    let other = upload(&ben, "чужой.txt", "чужой".as_bytes()).await;
    let address = links(&ana, &id(&file)).await["download"].as_str().unwrap().to_owned();
    let files = town.app.files().unwrap();
    let (by, mine, foreign) = (ana.id.parse().unwrap(), id(&file).parse().unwrap(), id(&other).parse().unwrap());
    let owner = Owner::new("nothing_of_this_kind", Uuid::now_v7());
    let mut tx = town.app.begin().await.unwrap();
    let refused = files.bind(&mut tx, &owner, by, &[mine, foreign]).await.unwrap_err();
    assert!(format!("{refused:?}").contains("files[1]"), "{refused:?}");
    drop(tx);
    let mut tx = town.app.begin().await.unwrap();
    files.bind(&mut tx, &owner, by, &[mine]).await.unwrap();
    tx.commit().await.unwrap();
    // Nobody answers for this kind of owner, so nobody may: neither now nor by a link made before.
    assert_eq!(answers(&ana, &id(&file)).await, ["404 not_found", "404 not_found", "404 not_found", "409 in_use"]);
    assert_eq!(fetch(&town, &address).await.status().as_u16(), 404);
    let again = Owner::new("nothing_of_this_kind", Uuid::now_v7());
    let mut tx = town.app.begin().await.unwrap();
    assert!(files.bind(&mut tx, &again, by, &[mine]).await.is_err(), "it hangs on something else");
}

#[tokio::test]
async fn files_keep_their_order_and_are_copied_with_their_owner() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let mut ids = Vec::new();
    for name in ["раз.txt", "два.txt", "три.txt"] {
        ids.push(id(&upload(&ana, name, name.as_bytes()).await).parse::<kernel::FileId>().unwrap());
    }
    let (by, files) = (ana.id.parse().unwrap(), town.app.files().unwrap());
    let (owner, version) = (Owner::new("practice", Uuid::now_v7()), Owner::new("practice_version", Uuid::now_v7()));
    let mut tx = town.app.begin().await.unwrap();
    files.bind(&mut tx, &owner, by, &[ids[2], ids[0], ids[1]]).await.unwrap();
    files.copy(&mut tx, &owner, &version).await.unwrap();
    files.bind(&mut tx, &owner, by, &[ids[1]]).await.unwrap();
    tx.commit().await.unwrap();
    town.settle().await;
    let both = [owner.clone(), version.clone()];
    let of = files.of(&town.app, &both).await.unwrap();
    let names = |owner: &Owner| of[owner].iter().map(|f| f.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&owner), ["два.txt"]);
    assert_eq!(names(&version), ["три.txt", "раз.txt", "два.txt"]);
    let texts = files.texts(&town.app, &both).await.unwrap();
    assert_eq!(texts[&version][0].text.trim(), "три.txt");
    assert_eq!(files.bytes(&town.app, of[&version][1].id).await.unwrap(), "раз.txt".as_bytes());
    // What was left out is loose again, and its uploader's.
    check(&ana.get(&format!("/files/{}", ids[0])).await, expect!["200"]);
}

#[tokio::test]
async fn files_that_came_by_no_browser_pass_the_same_door() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let (by, files) = (ana.id.parse().unwrap(), town.app.files().unwrap());
    let kept = files.store(&town.app, by, "../Сценарий.txt", "сценарий".into()).await.unwrap();
    assert_eq!(ana.get(&format!("/files/{kept}")).await.ok()["name"], "Сценарий.txt");
    let refused = files.store(&town.app, by, "урок.txt", b"MZ\x90\0\x03\0\0\0\x04".as_slice().into()).await;
    assert!(refused.is_err());
}
