//! Pages of practices and skills: readable without scripts, with a head for search engines, and nothing of what is not
//! for everybody.

use kit::{Town, Value, json};

use super::{between, data, experts, import, line, published, review, seen, visit};
use crate::practices::passport;

/// Ends the element it stands in, closes attributes and comments, turns the direction of what follows.
const HOSTILE: &str = "</script></title><script>alert(1)</script>\"'><!-- \u{202e}&amp; {{x}} \u{1F9EE} שלום";

async fn skill(town: &Town) -> Value {
    let found = town.stranger().get("/skills?subject=math&grade=5&q=8").await.ok();
    found["items"][0].clone()
}

#[tokio::test]
async fn a_published_practice_is_a_page_that_needs_neither_scripts_nor_a_session() {
    let town = Town::new().await;
    experts(&town).await;
    let skill = skill(&town).await;
    let mut words = passport("Полоска");
    words["skills"] = json!([skill["id"]]);
    words["links"] = json!([{"title": "Листы", "url": "https://example.org/?a=1&b=\"2\""}]);
    let id = published(&town, words).await;
    let page = visit(&town, "/b/1").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let text = &page.text;
    assert_eq!(between(text, "<title>", "</title>"), "Полоска · Учительская");
    let canonical = format!("<link data-open rel=\"canonical\" href=\"{}/b/1\">", town.url);
    for part in [
        canonical.as_str(),
        "<meta data-open name=\"description\" content=\"Дети складывают полоску и видят сотую долю.\">",
        "<meta data-open property=\"og:title\" content=\"Полоска\">",
        "<meta data-open property=\"og:type\" content=\"article\">",
        "<meta data-open property=\"article:published_time\" content=\"2026-10-05T04:00:00+00:00\">",
        "<h1 dir=\"auto\">Полоска</h1>",
        "Прибавляют 20 вместо 20 %.",
        "<h4>Этап 1</h4>",
        "муниципальный уровень",
        "<dd dir=\"auto\">Математика</dd>",
        "<dd dir=\"auto\">61 %</dd>",
        "https://creativecommons.org/licenses/by/4.0/deed.ru",
        "rel=\"nofollow ugc noopener noreferrer\"",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(text.contains(&format!("<a href=\"/skills/{}\"", skill["id"].as_str().unwrap())));
    assert!(!text.contains("noindex"));
    let told = data(&page);
    assert_eq!(told["@type"], "LearningResource");
    assert_eq!(told["learningResourceType"], "Приём");
    assert_eq!(told["educationalLevel"], json!(["5 класс"]));
    assert_eq!(told["teaches"][0]["termCode"], "МА-5 8");
    assert_eq!(told["license"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(told["inLanguage"], "ru");
    assert_eq!(told["datePublished"], "2026-10-05T04:00:00+00:00");
    let kinds: Vec<&str> =
        told["educationalAlignment"].as_array().unwrap().iter().map(|a| a["alignmentType"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["educationalSubject", "educationalLevel", "teaches"]);
    // By id it is the same page, and says where it lives.
    assert_eq!(visit(&town, &format!("/b/{id}")).await.text, page.text);
    let skills = visit(&town, &format!("/skills/{}", skill["id"].as_str().unwrap())).await;
    assert!(skills.text.contains("<a href=\"/b/1\" dir=\"auto\">Полоска</a>"), "{}", skills.text);
    assert_eq!(data(&skills)["@type"], "DefinedTerm");
}

#[tokio::test]
async fn an_open_page_has_the_guards_of_the_application_and_is_not_sent_twice() {
    let town = Town::new().await;
    import(&town, &[line("p1", "Полоска", "math", "cc_by")]).await;
    let (page, door) = (visit(&town, "/b/1").await, visit(&town, "/").await);
    for guard in ["content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"] {
        assert_eq!(page.headers[guard], door.headers[guard], "{guard}");
    }
    let stranger = town.stranger();
    let tag = page.headers["etag"].to_str().unwrap().to_owned();
    let again = |tag: String| {
        let request = stranger.client.get(format!("{}/b/1", town.url)).header("if-none-match", tag);
        stranger.send(request)
    };
    let known = again(format!("\"x\", {tag}")).await;
    assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""));
    import(&town, &[line("p1", "Полоска и нитка", "math", "cc_by")]).await;
    let changed = again(tag).await;
    assert_eq!(changed.status, 200);
    assert!(changed.text.contains("Полоска и нитка"));
    let head = stranger.send(stranger.client.head(format!("{}/b/1", town.url))).await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
    let posted = stranger.send(stranger.client.post(format!("{}/b/1", town.url))).await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn what_is_not_for_everybody_answers_like_what_is_not_there() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let draft = crate::practices::drafted(&ana, "Тихий омут").await;
    let shared = crate::practices::drafted(&ana, "Тихий омут школы").await;
    let school = town.org("school6").await;
    ana.post(&format!("/practices/{shared}/share"), json!({"place": school})).await.ok();
    import(&town, &[line("p1", "Тихий омут сети", "math", "network")]).await;
    let missing = seen(&visit(&town, "/b/77").await);
    assert!(missing.contains("x-robots-tag: noindex"), "{missing}");
    let number = ana.get(&format!("/practices/{shared}")).await.ok()["number"].as_i64().unwrap();
    let inside = if number == 1 { 2 } else { 1 };
    for path in [
        format!("/b/{number}"),
        format!("/b/{inside}"),
        format!("/b/{draft}"),
        format!("/b/{shared}"),
        "/b/0190b0f4-7b2a-7c3d-8e4f-0123456789ab".into(),
        "/b/01".into(),
        "/b/-1".into(),
        "/b/99999999999999999999".into(),
        "/b/%00".into(),
        "/b/%FF%FE".into(),
        "/b/1'%20OR%201=1".into(),
        format!("/skills/{draft}"),
        "/skills/x".into(),
        format!("/t/{draft}"),
    ] {
        assert_eq!(seen(&visit(&town, &path).await), missing, "{path}");
    }
    // It was never open: nor is it in the site map, nor known to harvesters.
    let maps = visit(&town, "/sitemap/b/first.xml").await;
    assert!(!maps.text.contains("<loc>"), "{}", maps.text);
    assert!(visit(&town, "/oai?verb=ListRecords&metadataPrefix=oai_dc").await.text.contains("noRecordsMatch"));
}

#[tokio::test]
async fn hostile_words_stay_words() {
    let town = Town::new().await;
    experts(&town).await;
    let mut words = passport(HOSTILE);
    for field in ["summary", "problem", "goal", "resources", "result_before"] {
        words[field] = json!(HOSTILE);
    }
    words["keywords"] = json!([HOSTILE.chars().take(80).collect::<String>()]);
    words["links"] = json!([{"title": HOSTILE, "url": "https://example.org/\"><script>alert(1)</script>"}]);
    words["body"] = json!(format!("{HOSTILE}\n\n<script>alert(1)</script> {}", "слово ".repeat(30)));
    published(&town, words).await;
    let page = visit(&town, "/b/1").await;
    let text = page.text.to_lowercase();
    assert!(!text.contains("<script>alert"), "{text}");
    assert!(!text.contains("<!-- "), "{text}");
    assert!(!page.text.contains('\u{202e}'), "the direction of the page is ours");
    assert_eq!(text.matches("<title>").count(), 1);
    assert_eq!(text.matches("</script>").count(), text.matches("<script").count());
    let told = data(&page);
    let title = HOSTILE.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(told["name"].as_str(), Some(title.as_str()), "as it was typed, for machines");
    assert!(page.text.contains("שלום") && page.text.contains('\u{1F9EE}'));
}

#[tokio::test]
async fn an_archived_practice_is_read_but_not_listed_and_a_closed_one_is_gone() {
    let town = Town::new().await;
    experts(&town).await;
    let id = published(&town, passport("Полоска")).await;
    let ana = town.person("ana").await;
    let address = format!("<loc>{}/b/1</loc>", town.url);
    assert!(visit(&town, "/sitemap/b/first.xml").await.text.contains(&address));
    ana.post(&format!("/practices/{id}/archive"), json!({})).await.ok();
    town.settle().await;
    let page = visit(&town, "/b/1").await;
    assert!(page.text.contains("убрана в архив") && page.text.contains("content=\"noindex\""), "{}", page.text);
    assert!(!visit(&town, "/sitemap/b/first.xml").await.text.contains(&address));
    ana.post(&format!("/practices/{id}/restore"), json!({})).await.ok();
    let again = ana.post(&format!("/practices/{id}/revise"), json!({})).await.ok();
    let mut words = passport("Полоска для своих");
    words["licence"] = json!("network");
    let save = json!({"revision": again["revision"], "passport": words});
    ana.put(&format!("/practices/{id}/draft"), save).await.ok();
    assert!(!visit(&town, "/b/1").await.text.contains("для своих"), "a draft is nobody's business");
    review(&town, &ana, &id).await;
    assert_eq!(seen(&visit(&town, "/b/1").await), seen(&visit(&town, "/b/77").await));
}
