//! Archives: a practice with its files, streamed; everything one owns.

use std::io::{Cursor, Read};

use bytes::Bytes;
use kit::{Town, Value, json};
use zip::ZipArchive;

use super::{bytes, drafted, life::experts, reviewed};

/// Names and contents.
fn opened(archive: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut contents = Vec::new();
            file.read_to_end(&mut contents).unwrap();
            (file.name().unwrap().into_owned(), contents)
        })
        .collect()
}

#[tokio::test]
async fn an_archive_holds_the_paper_the_text_the_passport_and_the_files() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let id = drafted(&ana, "Полоска").await;
    // Larger than what waits for a slow reader, and of no pattern that packs well.
    let noise: Vec<u8> = (0..3_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 23) as u8).collect();
    let by = ana.id.parse().unwrap();
    let mut files = Vec::new();
    for (name, contents) in
        [("План урока.txt", "Сто копеек в рубле".as_bytes().to_vec()), ("../шум: а.bin", noise.clone())]
    {
        let store = town.app.files().unwrap();
        files.push(store.store(&town.app, by, name, Bytes::from(contents)).await.unwrap());
    }
    let draft = ana.get(&format!("/practices/{id}/draft")).await.ok();
    let save = json!({"revision": draft["revision"], "passport": draft["passport"], "files": files});
    ana.put(&format!("/practices/{id}/draft"), save).await.ok();
    ana.post(&format!("/practices/{id}/submit"), json!({})).await.ok();
    experts(&town, &["lea", "mo"]).await;
    reviewed(&town, &id).await;
    let far = town.person("far").await;
    let (headers, archive) = bytes(&far, "/practices/1/export").await;
    assert_eq!(headers["content-disposition"], "attachment; filename=\"practice-1.zip\"");
    assert!(headers.get("content-length").is_none(), "streamed");
    let found = opened(archive);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..4], ["practice.pdf", "practice.md", "practice.json", "files/01-План урока.txt"]);
    assert!(names[4].starts_with("files/02-") && !names[4].contains("..") && !names[4].contains(':'), "{}", names[4]);
    assert!(found[0].1.starts_with(b"%PDF"));
    let markdown = String::from_utf8(found[1].1.clone()).unwrap();
    assert!(markdown.starts_with("# Полоска") && markdown.contains("## Этап 1"), "{markdown}");
    let passport: Value = serde_json::from_slice(&found[2].1).unwrap();
    assert_eq!((passport["number"].as_i64(), passport["level"].as_str()), (Some(1), Some("municipal")));
    assert_eq!(passport["passport"]["problem"], "Прибавляют 20 вместо 20 %.");
    assert_eq!(found[3].1, "Сто копеек в рубле".as_bytes());
    assert_eq!(found[4].1, noise);
    // One's own, with drafts.
    drafted(&ana, "Черновик").await;
    let (_, all) = bytes(&ana, "/practices/export").await;
    let names: Vec<String> = opened(all).into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"001/practice.pdf".to_owned()) && names.contains(&"002-work/practice.json".to_owned()));
    assert!(opened(bytes(&far, "/practices/export").await.1).is_empty());
}

#[tokio::test]
async fn a_reader_who_leaves_in_the_middle_costs_nothing_but_their_archive() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let id = drafted(&ana, "Полоска").await;
    let mut answer = ana.request(reqwest::Method::GET, &format!("/practices/{id}/export")).send().await.unwrap();
    let first = answer.chunk().await.unwrap().unwrap();
    assert!(first.starts_with(b"PK"));
    drop(answer);
    let (_, whole) = bytes(&ana, &format!("/practices/{id}/export")).await;
    assert_eq!(opened(whole).len(), 3);
}
