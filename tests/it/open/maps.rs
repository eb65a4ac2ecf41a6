//! What crawlers are told: where they may go, and everything that is open to everybody.

use kit::Town;

use super::{import, line, visit, xml};

#[tokio::test]
async fn crawlers_are_led_to_everything_open_and_to_nothing_else() {
    let town = Town::new().await;
    let (ana, open) = (town.person("ana").await, town.space("open").await);
    import(&town, &[line("p1", "Полоска", "math", "cc_by"), line("p2", "Для своих", "math", "network")]).await;
    let topic = ana.opens(&open, "Проценты").await["id"].as_str().unwrap().to_owned();
    let robots = visit(&town, "/robots.txt").await;
    assert_eq!(robots.headers["content-type"], "text/plain; charset=utf-8");
    assert!(robots.text.contains("Disallow: /api/\n"));
    let map = format!("Sitemap: {}/sitemap.xml", town.url);
    assert!(robots.text.contains(&map), "{}", robots.text);
    let index = visit(&town, "/sitemap.xml").await;
    assert_eq!(index.headers["content-type"], "application/xml; charset=utf-8");
    let index = xml::parse(&index.text);
    assert_eq!(index.attributes["xmlns"], "http://www.sitemaps.org/schemas/sitemap/0.9");
    let files: Vec<String> = index.all("sitemap").iter().map(|one| one.get("loc").text.clone()).collect();
    let file = |prefix: &str| format!("{}/sitemap/{prefix}/first.xml", town.url);
    assert_eq!(files, [file("skills"), file("t"), file("b")]);
    let read = async |prefix: &str| {
        let answer = visit(&town, &format!("/sitemap/{prefix}/first.xml")).await;
        let set = xml::parse(&answer.text);
        let lines =
            set.all("url").into_iter().map(|one| (one.get("loc").text.clone(), one.get("lastmod").text.clone()));
        lines.collect::<Vec<_>>()
    };
    assert_eq!(read("b").await, [(format!("{}/b/1", town.url), "2026-10-05T04:00:00Z".to_owned())]);
    assert_eq!(read("t").await, [(format!("{}/t/{topic}", town.url), "2026-10-05T04:00:00Z".to_owned())]);
    let skills = town.stranger().get("/skills?limit=100").await.ok()["items"].as_array().unwrap().len();
    assert!(read("skills").await.len() >= skills);
    for path in ["/sitemap/x/first.xml", "/sitemap/b/first", "/sitemap/b/second.xml", "/sitemap/b/%00.xml"] {
        assert_eq!(visit(&town, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_file_of_the_map_goes_on_after_an_address() {
    let town = Town::new().await;
    import(
        &town,
        &(1..=3).map(|n| line(&format!("p{n}"), &format!("Полоска {n}"), "math", "cc_by")).collect::<Vec<_>>(),
    )
    .await;
    let first = town.person("ana").await.get("/practices/1").await.ok()["id"].as_str().unwrap().to_owned();
    let rest = visit(&town, &format!("/sitemap/b/{first}.xml")).await;
    let rest = xml::parse(&rest.text);
    let addresses: Vec<&str> = rest.all("url").iter().map(|one| one.get("loc").text.as_str()).collect();
    assert_eq!(addresses, [format!("{}/b/2", town.url), format!("{}/b/3", town.url)]);
}

#[tokio::test]
async fn only_open_pages_and_the_door_are_offered_for_listing() {
    let town = Town::new().await;
    import(&town, &[line("p1", "Полоска", "math", "cc_by")]).await;
    let asked = async |path: &str| visit(&town, path).await.headers.get("x-robots-tag").is_some();
    assert!(!asked("/").await && !asked("/b/1").await);
    assert!(asked("/login").await && asked("/people").await && asked("/b/2").await && asked("/b/1/edit").await);
}
