//! What nobody holds goes after a week, what was never finished after a day.

use chrono::TimeDelta;
use kit::{Town, check, expect};
use platform::ports::Owner;
use uuid::Uuid;

use super::{begin, contents, id, made, piece, upload};

fn objects(town: &Town) -> usize {
    let count = |folder: std::path::PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|e| if e.path().is_dir() { std::fs::read_dir(e.path()).unwrap().count() } else { 1 }).sum::<usize>()
    };
    let files = town.place.data.path().join("files");
    count(files.join("blobs")) + count(files.join("uploads"))
}

#[tokio::test]
async fn unfinished_uploads_go_after_a_day_and_loose_files_after_a_week() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let loose = id(&upload(&ana, "забытый.pdf", &made::pdf("Забыто")).await);
    let held = id(&upload(&ana, "нужный.txt", "нужное".as_bytes()).await);
    let begun = begin(&ana, "половина.txt", 1000).await.ok();
    let half = begun["id"].as_str().unwrap();
    piece(&ana, half, 0, &[b'a'; 500]).await.ok();
    let owner = Owner::new("practice", Uuid::now_v7());
    let mut tx = town.app.begin().await.unwrap();
    let by = ana.id.parse().unwrap();
    let files = town.app.files().unwrap();
    files.bind(&mut tx, &owner, by, &[held.parse().unwrap()]).await.unwrap();
    tx.commit().await.unwrap();
    town.settle().await;
    assert_eq!(objects(&town), 6, "a pdf with page and thumbnail, a text with its page, half an upload");
    town.clock.advance(TimeDelta::hours(23));
    let ana = town.person("ana").await;
    town.settle().await;
    check(&ana.get(&format!("/uploads/{half}")).await, expect!["200"]);
    town.clock.advance(TimeDelta::hours(3));
    let ana = town.person("ana").await;
    town.settle().await;
    check(&ana.get(&format!("/uploads/{half}")).await, expect!["404 not_found"]);
    check(&ana.get(&format!("/files/{loose}")).await, expect!["200"]);
    town.clock.advance(TimeDelta::days(6));
    let ana = town.person("ana").await;
    town.settle().await;
    check(&ana.get(&format!("/files/{loose}")).await, expect!["404 not_found"]);
    assert_eq!(objects(&town), 2, "only what is held is left");
    assert_eq!(files.bytes(&town.app, held.parse().unwrap()).await.unwrap(), "нужное".as_bytes());
}

#[tokio::test]
async fn contents_stay_while_any_file_has_them() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let text = "одно и то же".as_bytes();
    let first = id(&upload(&ana, "a.txt", text).await);
    check(&ana.delete(&format!("/files/{first}")).await, expect!["204"]);
    town.clock.advance(TimeDelta::hours(20));
    let ben = kit::Person::sign_in(&ben.url, "ben").await;
    let second = id(&upload(&ben, "b.txt", text).await);
    town.clock.advance(TimeDelta::hours(6));
    town.settle().await;
    let ben = kit::Person::sign_in(&ben.url, "ben").await;
    assert_eq!(contents(&town, &ben, &second).await, text);
}

#[tokio::test]
async fn objects_that_no_row_knows_are_swept_away() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    upload(&ana, "a.txt", b"1").await;
    let folder = town.place.data.path().join("files/blobs");
    // A server died between the object and its row.
    let lost = town.app.new_id::<Uuid>();
    std::fs::write(folder.join(lost.to_string()), b"lost").unwrap();
    std::fs::write(folder.join(format!("{lost}.thumbnail")), b"lost").unwrap();
    town.clock.advance(TimeDelta::hours(26));
    town.settle().await;
    assert!(!folder.join(lost.to_string()).exists());
    assert!(!folder.join(format!("{lost}.thumbnail")).exists());
}
