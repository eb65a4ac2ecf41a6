//! The job that reads: its states, its event, its limits.

use std::os::unix::fs::PermissionsExt;

use kit::{Town, json};
use platform::{feed, ports::Owner};
use uuid::Uuid;

use super::{id, made, upload};

#[tokio::test]
async fn the_house_is_told_when_a_text_is_ready() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = upload(&ana, "план.docx", &made::docx(&["Проценты"])).await;
    let owner = Owner::new("practice", Uuid::now_v7());
    let mut tx = town.app.begin().await.unwrap();
    let by = ana.id.parse().unwrap();
    town.app.files().unwrap().bind(&mut tx, &owner, by, &[id(&file).parse().unwrap()]).await.unwrap();
    // The write is open: nobody has read it as bound before it is.
    tx.commit().await.unwrap();
    town.settle().await;
    let events = feed::after(town.app.reader(), 0, 1000).await.unwrap();
    let told: Vec<_> = events.iter().filter(|e| e.kind == "files.text_ready").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].subject.to_string(), id(&file));
    assert_eq!(told[0].stream.to_string(), format!("internal:{}", id(&file)));
    let (bound, loose) = (json!({"kind": "practice", "id": owner.id}), json!({}));
    assert!(told[0].body == bound || told[0].body == loose, "{}", told[0].body);
    let texts = town.app.files().unwrap().texts(&town.app, std::slice::from_ref(&owner)).await.unwrap();
    assert_eq!(texts[&owner][0].text, "Проценты\n");
}

/// An extractor of our own making.
fn program(town_folder: &std::path::Path, script: &str) -> std::path::PathBuf {
    let path = town_folder.join("extractor");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[tokio::test]
async fn a_child_that_dies_or_talks_nonsense_is_a_state_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for script in ["kill -9 $$", "cat >/dev/null; echo nonsense", "exit 3", "cat >/dev/null; yes | head -c 90000000"] {
        let path = program(folder.path(), script);
        let town = Town::with(|config| config.files.extractor = path).await;
        let ana = town.person("ana").await;
        let file = upload(&ana, "план.docx", &made::docx(&["Проценты"])).await;
        assert_eq!(file["media_type"], "application/octet-stream", "{script}");
        assert_eq!(file["download_only"], true);
        let picture = super::try_upload(&ana, "снимок.png", b"\x89PNG\r\n\x1a\n0000").await;
        kit::check(&picture, kit::expect!["422 file: damaged"]);
        town.settle().await;
    }
}

#[tokio::test]
async fn the_child_has_no_environment_and_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("seen");
    let path = program(folder.path(), &format!("cat >/dev/null; /usr/bin/env >'{}'; exit 3", seen.display()));
    let town = Town::with(|config| config.files.extractor = path).await;
    let ana = town.person("ana").await;
    upload(&ana, "план.txt", b"1").await;
    let seen = std::fs::read_to_string(seen).unwrap();
    let own = seen.lines().filter(|l| !["PWD", "SHLVL", "_", "OLDPWD"].contains(&l.split('=').next().unwrap()));
    assert_eq!(own.count(), 0, "{seen}");
}
