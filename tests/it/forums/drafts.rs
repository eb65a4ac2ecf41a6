//! Drafts on several devices.

use kit::{Town, check, expect, json};

#[tokio::test]
async fn the_later_device_hears_of_the_earlier() {
    let town = Town::new().await;
    let (phone, desk, ben) = (town.person("ana").await, town.person("ana").await, town.person("ben").await);
    let key = format!("/drafts/reply:{}", town.space("open").await);
    let first = phone.put(&key, json!({"body": "с телефона", "revision": 0})).await.ok();
    assert_eq!(first["revision"], 1);
    let late = desk.put(&key, json!({"body": "с компьютера", "revision": 0})).await;
    check(&late, expect!["409 version_conflict"]);
    assert_eq!(late.json()["current"]["body"], "с телефона");
    let merged =
        desk.put(&key, json!({"title": "Т", "body": "оба текста", "revision": 1, "extra": {"tags": ["а"]}})).await.ok();
    assert_eq!((&merged["revision"], &merged["extra"]["tags"][0]), (&json!(2), &json!("а")));
    assert_eq!(phone.get("/drafts").await.ok()["items"], json!([merged]));
    assert_eq!(ben.get("/drafts").await.ok()["items"], json!([]), "drafts are nobody else's");
    phone.delete(&key).await.ok();
    phone.delete(&key).await.ok();
    // The text a device still holds is not lost because another one sent its draft.
    let again = desk.put(&key, json!({"body": "ещё держу", "revision": 2})).await.ok();
    assert_eq!(again["revision"], 1);
    for bad in ["reply:нет", "letter:0190b0f4-7b2a-7c3d-8e4f-0123456789ab", "reply"] {
        check(&desk.put(&format!("/drafts/{bad}"), json!({"body": "а"})).await, expect!["404 not_found"]);
    }
    check(&desk.put(&key, json!({"body": "я".repeat(30_001), "revision": 1})).await, expect!["422 body: too_long"]);
}
