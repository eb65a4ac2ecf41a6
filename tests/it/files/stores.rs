//! The same over an S3-speaking server.

use chrono::TimeDelta;
use kit::{Bucket, Town};

use super::{begin, contents, fetch, id, links, made, piece, upload};

#[tokio::test]
async fn files_live_in_a_bucket_as_on_disk() {
    let bucket = Bucket::open().await;
    let town = Town::with(|config| bucket.configure(config)).await;
    let ana = town.person("ana").await;
    let bytes: Vec<u8> = "Проценты на размене. ".bytes().cycle().take(300_000).collect();
    let begun = begin(&ana, "длинный.txt", bytes.len()).await.ok();
    let way = begun["id"].as_str().unwrap();
    piece(&ana, way, 0, &bytes[..200_000]).await.ok();
    let file = piece(&ana, way, 200_000, &bytes[200_000..]).await.ok()["file"].clone();
    assert_eq!(contents(&town, &ana, &id(&file)).await, bytes);
    let pdf = id(&upload(&ana, "задания.pdf", &made::pdf("Задания")).await);
    town.settle().await;
    let links = links(&ana, &pdf).await;
    assert_eq!(fetch(&town, links["thumbnail"].as_str().unwrap()).await.status().as_u16(), 200);
    let part = kit::person::client()
        .get(format!("{}{}", town.url, links["download"].as_str().unwrap()))
        .header("range", "bytes=0-4")
        .send()
        .await
        .unwrap();
    assert_eq!(part.bytes().await.unwrap().as_ref(), b"%PDF-");
    assert!(!town.place.data.path().join("files").exists(), "nothing on disk");
    assert!(bucket.objects() >= 5, "{}", bucket.objects());
    town.clock.advance(TimeDelta::hours(7 * 24 + 2));
    town.settle().await;
    assert_eq!(bucket.objects(), 0, "and out of the bucket again");
}

#[tokio::test]
async fn a_large_file_goes_in_parts() {
    let bucket = Bucket::open().await;
    let town = Town::with(|config| bucket.configure(config)).await;
    let ana = town.person("ana").await;
    // Not packable, no type: 12 MB of noise.
    let mut seed = 1_u32;
    let bytes: Vec<u8> = (0..12 << 20)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        })
        .collect();
    let begun = begin(&ana, "запись.bin", bytes.len()).await.ok();
    let way = begun["id"].as_str().unwrap();
    let half = 8 << 20;
    piece(&ana, way, 0, &bytes[..half]).await.ok();
    let file = piece(&ana, way, half, &bytes[half..]).await.ok()["file"].clone();
    assert_eq!(contents(&town, &ana, &id(&file)).await, bytes);
}

#[tokio::test]
async fn a_store_that_is_away_is_our_fault_and_passes() {
    let town = Town::with(|config| {
        config.files.store = "s3".into();
        config.files.s3.endpoint = "http://127.0.0.1:9".into();
        config.files.s3.bucket = "network".into();
        config.files.s3.access_key = "k".into();
        config.files.s3.secret_key = serde_json::from_value("s".into()).unwrap();
    })
    .await;
    let ana = town.person("ana").await;
    let begun = begin(&ana, "план.txt", 3).await.ok();
    let answer = piece(&ana, begun["id"].as_str().unwrap(), 0, b"abc").await;
    assert!(answer.status.is_server_error(), "{}", answer.summary());
    let state = ana.get(&format!("/uploads/{}", begun["id"].as_str().unwrap())).await.ok();
    assert_eq!(state["offset"], 0, "nothing is lost: the piece is sent again");
}
