//! Uploads over bad lines.

use kit::{Town, check, expect, json};
use tokio::io::AsyncWriteExt;

use super::{begin, contents, id, piece, try_upload, upload};

fn text(length: usize) -> Vec<u8> {
    "Разложили 12 карточек по четырём столбцам.\n".bytes().cycle().take(length).collect()
}

#[tokio::test]
async fn a_file_comes_in_pieces_and_out_whole() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let bytes = text(300_000);
    let begun = begin(&ana, "Карточки.txt", bytes.len()).await.ok();
    let upload = begun["id"].as_str().unwrap();
    assert_eq!(begun["offset"], 0);
    for (index, part) in bytes.chunks(100_000).enumerate() {
        let state = piece(&ana, upload, index * 100_000, part).await.ok();
        assert_eq!(state["offset"].as_u64().unwrap() as usize, index * 100_000 + part.len());
        assert_eq!(state["file"].is_null(), index < 2, "the last piece makes the file");
    }
    let state = ana.get(&format!("/uploads/{upload}")).await.ok();
    let file = &state["file"];
    assert_eq!(file["name"], "Карточки.txt");
    assert_eq!(file["media_type"], "text/plain");
    assert_eq!(file["size"], 300_000);
    assert_eq!(contents(&town, &ana, &id(file)).await, bytes);
}

#[tokio::test]
async fn a_line_that_breaks_inside_a_piece_loses_only_that_piece() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let bytes = text(200_000);
    let begun = begin(&ana, "Конспект.txt", bytes.len()).await.ok();
    let upload = begun["id"].as_str().unwrap();
    piece(&ana, upload, 0, &bytes[..100_000]).await.ok();
    // Half of the second piece, then nobody is there any more.
    let address = town.url.trim_start_matches("http://");
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!(
        "PATCH /api/v1/uploads/{upload} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
         upload-offset: 100000\r\ncontent-type: application/octet-stream\r\ncontent-length: 100000\r\n\r\n",
        ana.token
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&bytes[100_000..150_000]).await.unwrap();
    drop(line);
    let state = ana.get(&format!("/uploads/{upload}")).await.ok();
    assert_eq!(state["offset"], 100_000);
    let state = piece(&ana, upload, 100_000, &bytes[100_000..]).await.ok();
    assert_eq!(contents(&town, &ana, &id(&state["file"])).await, bytes);
}

#[tokio::test]
async fn a_doubled_piece_and_a_wrong_place_change_nothing() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let bytes = text(90_000);
    let begun = begin(&ana, "План.txt", bytes.len()).await.ok();
    let upload = begun["id"].as_str().unwrap();
    piece(&ana, upload, 0, &bytes[..30_000]).await.ok();
    let again = piece(&ana, upload, 0, &bytes[..30_000]).await;
    check(&again, expect!["409 version_conflict"]);
    assert_eq!(again.json()["current"]["offset"], 30_000, "the answer says where to go on");
    check(&piece(&ana, upload, 60_000, &bytes[60_000..]).await, expect!["409 version_conflict"]);
    check(&piece(&ana, upload, 30_000, &text(70_000)).await, expect!["422 file: too_large"]);
    let state = piece(&ana, upload, 30_000, &bytes[30_000..]).await.ok();
    assert_eq!(contents(&town, &ana, &id(&state["file"])).await, bytes);
}

#[tokio::test]
async fn pieces_for_one_place_at_one_time_do_not_mix() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let (whole, other) = (text(60_000), vec![b'x'; 20_000]);
    let begun = begin(&ana, "Два телефона.txt", whole.len()).await.ok();
    let upload = begun["id"].as_str().unwrap().to_owned();
    let all: Vec<_> = (0..6)
        .map(|n| {
            let (ana, upload) = (ana.clone(), upload.clone());
            let bytes = if n % 2 == 0 { whole[..30_000].to_vec() } else { other.clone() };
            tokio::spawn(async move { piece(&ana, &upload, 0, &bytes).await.status.as_u16() })
        })
        .collect();
    let mut answers = Vec::new();
    for one in all {
        answers.push(one.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|s| **s == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|s| [200, 409].contains(s)), "{answers:?}");
    let offset = ana.get(&format!("/uploads/{upload}")).await.ok()["offset"].as_u64().unwrap() as usize;
    let first = if offset == 30_000 { whole[..30_000].to_vec() } else { other };
    let state = piece(&ana, &upload, offset, &whole[offset..]).await.ok();
    assert_eq!(contents(&town, &ana, &id(&state["file"])).await, [first, whole[offset..].to_vec()].concat());
}

#[tokio::test]
async fn two_devices_that_finish_at_once_get_one_file() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let bytes = text(50_000);
    let begun = begin(&ana, "Итог.txt", bytes.len()).await.ok();
    let upload = begun["id"].as_str().unwrap().to_owned();
    piece(&ana, &upload, 0, &bytes).await;
    let all: Vec<_> = (0..5)
        .map(|_| {
            let (ana, upload) = (ana.clone(), upload.clone());
            tokio::spawn(async move { piece(&ana, &upload, 50_000, &[]).await.ok()["file"]["id"].clone() })
        })
        .collect();
    let mut ids = std::collections::BTreeSet::new();
    for one in all {
        ids.insert(one.await.unwrap().to_string());
    }
    assert_eq!(ids.len(), 1);
}

#[tokio::test]
async fn a_hash_that_does_not_fit_refuses_the_file() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let body = json!({"name": "план.txt", "size": 5, "sha256": "0".repeat(64)});
    let begun = ana.post("/uploads", body).await.ok();
    let upload = begun["id"].as_str().unwrap();
    check(&piece(&ana, upload, 0, b"hello").await, expect!["422 file: checksum"]);
    check(&ana.get(&format!("/uploads/{upload}")).await, expect!["404 not_found"]);
    let wrong = ana.post("/uploads", json!({"name": "план.txt", "size": 5, "sha256": "да"})).await;
    check(&wrong, expect!["422 sha256: invalid"]);
}

#[tokio::test]
async fn equal_contents_lie_in_the_store_once() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let bytes = text(40_000);
    let first = upload(&ana, "Мой план.txt", &bytes).await;
    let second = upload(&ben, "Чужой план.txt", &bytes).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!(second["name"], "Чужой план.txt");
    let blobs = std::fs::read_dir(town.place.data.path().join("files/blobs")).unwrap().flatten();
    let whole = blobs.filter(|e| !e.file_name().to_string_lossy().contains('.')).count();
    assert_eq!(whole, 1);
    // Each is their own all the same.
    assert_eq!(ben.get(&format!("/files/{}", id(&first))).await.status.as_u16(), 404);
}

#[tokio::test]
async fn an_organisation_and_a_person_have_only_so_much_room() {
    let town = Town::with(|config| {
        config.files.organisation_quota_mb = 1;
        config.files.person_quota_mb = 1;
    })
    .await;
    let (ana, ben, mun) = (town.person("ana").await, town.person("ben").await, town.person("mun").await);
    upload(&ana, "Много.txt", &text(700_000)).await;
    check(&try_upload(&ben, "Ещё.txt", &text(400_000)).await, expect!["409 quota_exceeded"]);
    upload(&ben, "Немного.txt", &text(300_000)).await;
    // Equal contents take no more room, and somebody without a school has room of their own.
    check(&try_upload(&ana, "То же.txt", &text(300_000)).await, expect!["409 quota_exceeded"]);
    upload(&mun, "Своё.txt", &text(900_000)).await;
    check(&try_upload(&mun, "Больше.txt", &text(200_000)).await, expect!["409 quota_exceeded"]);
}

#[tokio::test]
async fn an_upload_given_up_is_gone_and_a_foreign_one_is_hidden() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let begun = begin(&ana, "Черновик.txt", 100).await.ok();
    let path = format!("/uploads/{}", begun["id"].as_str().unwrap());
    check(&ben.get(&path).await, expect!["404 not_found"]);
    check(&ben.delete(&path).await, expect!["404 not_found"]);
    check(&piece(&ben, begun["id"].as_str().unwrap(), 0, b"x").await, expect!["404 not_found"]);
    check(&ana.delete(&path).await, expect!["204"]);
    check(&ana.get(&path).await, expect!["404 not_found"]);
    let pen = town.person("pen").await;
    check(&begin(&pen, "Рано.txt", 100).await, expect!["403 not_confirmed"]);
}
