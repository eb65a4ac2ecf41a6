//! Signed links and what they serve.

use chrono::TimeDelta;
use kit::{Town, json};
use reqwest::StatusCode;

use super::{fetch, id, links, made, upload};

#[tokio::test]
async fn a_link_works_for_five_minutes_without_a_sign_in() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = upload(&ana, "План урока № 5 «Проценты».docx", &made::docx(&["Проценты"])).await;
    let address = links(&ana, &id(&file)).await["download"].as_str().unwrap().to_owned();
    let served = fetch(&town, &address).await;
    assert_eq!(served.status(), StatusCode::OK);
    let header = |name: &str| served.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), made::DOCX);
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"____ _____ _ 5 __________.docx\"; filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD%20%D1%83%D1%80%D0%BE%D0%BA\
         %D0%B0%20%E2%84%96%205%20%C2%AB%D0%9F%D1%80%D0%BE%D1%86%D0%B5%D0%BD%D1%82%D1%8B%C2%BB.docx"
    );
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert!(header("cache-control").starts_with("private"));
    town.clock.advance(TimeDelta::minutes(6));
    assert_eq!(fetch(&town, &address).await.status(), StatusCode::GONE);
}

#[tokio::test]
async fn forged_and_changed_links_serve_nothing() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let mine = upload(&ana, "a.txt", "моё".as_bytes()).await;
    let other = upload(&ben, "b.txt", "чужое".as_bytes()).await;
    let token = |address: &str| address.split('/').nth(2).unwrap().to_owned();
    let (mine_token, other_token) = (
        token(links(&ana, &id(&mine)).await["download"].as_str().unwrap()),
        token(links(&ben, &id(&other)).await["download"].as_str().unwrap()),
    );
    let (said, signature) = mine_token.split_once('.').unwrap();
    let (other_said, _) = other_token.split_once('.').unwrap();
    for forged in [
        "x".to_owned(),
        format!("{said}."),
        format!("{said}.{}", &signature[1..]),
        format!("{other_said}.{signature}"),
        format!("{said}.{}", "A".repeat(43)),
        // The bare id is for what everybody may see.
        id(&mine),
    ] {
        assert_eq!(fetch(&town, &format!("/f/{forged}/a.txt")).await.status(), StatusCode::NOT_FOUND, "{forged}");
    }
    // The name in the address is for people.
    let renamed = fetch(&town, &format!("/f/{mine_token}/..%2f..%2fetc%2fpasswd")).await;
    assert_eq!(renamed.text().await.unwrap(), "моё");
}

#[tokio::test]
async fn a_broken_download_goes_on_where_it_broke() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| b'a' + u8::try_from(n % 26).unwrap()).collect();
    let file = upload(&ana, "длинный.txt", &bytes).await;
    let address = links(&ana, &id(&file)).await["download"].as_str().unwrap().to_owned();
    let ask = |range: &'static str, tag: Option<String>| {
        let mut request = kit::person::client().get(format!("{}{address}", town.url)).header("range", range);
        if let Some(tag) = tag {
            request = request.header("if-range", tag);
        }
        request.send()
    };
    let part = ask("bytes=100-199", None).await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()["content-range"], "bytes 100-199/200000");
    let tag = part.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(part.bytes().await.unwrap(), bytes[100..200]);
    assert_eq!(ask("bytes=199990-", Some(tag)).await.unwrap().bytes().await.unwrap(), bytes[199_990..]);
    assert_eq!(ask("bytes=-5", None).await.unwrap().bytes().await.unwrap(), bytes[199_995..]);
    assert_eq!(ask("bytes=0-10", Some("\"other\"".into())).await.unwrap().status(), StatusCode::OK);
    assert_eq!(ask("bytes=200000-", None).await.unwrap().status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(ask("bytes=0-1,5-6", None).await.unwrap().status(), StatusCode::OK);
    let whole = ask("lines=1", None).await.unwrap();
    assert_eq!(whole.headers()["content-length"], "200000", "files are not packed again");
}

#[tokio::test]
async fn pictures_and_pdfs_open_in_the_browser_and_nothing_else_does() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let pdf = upload(&ana, "Задания.pdf", &made::pdf("Задания")).await;
    let open = links(&ana, &id(&pdf)).await["open"].as_str().unwrap().to_owned();
    let served = fetch(&town, &open).await;
    assert_eq!(served.headers()["content-type"], "application/pdf");
    assert!(served.headers()["content-disposition"].to_str().unwrap().starts_with("inline"));
    assert!(!served.headers()["content-security-policy"].to_str().unwrap().contains("script-src"));
    let docx = upload(&ana, "Задания.docx", &made::docx(&["Задания"])).await;
    assert_eq!(links(&ana, &id(&docx)).await["open"], json!(null));
}
