//! An open page as the head and the body of the application's document.

use platform::{
    App,
    markup::{escape, script},
    ports::OpenPage,
};

/// Small enough to come with the page: nothing else is needed to read it.
const STYLE: &str = include_str!("open.css");
const PRODUCT: &str = "Учительская";
/// Search engines show no more.
const DESCRIPTION: usize = 300;

/// What the application removes when it takes over bears `data-open`; the title it replaces by its own.
pub fn head(app: &App, page: &OpenPage) -> String {
    let address = app.address(&page.path);
    let title = format!("{} · {PRODUCT}", page.title);
    let description: String = page.description.chars().take(DESCRIPTION).collect();
    let mut head = format!("<title>{}</title>", escape(&title));
    let mut meta = |attribute: &str, name: &str, content: &str| {
        if !content.trim().is_empty() {
            head.push_str(&format!("<meta data-open {attribute}=\"{name}\" content=\"{}\">", escape(content)));
        }
    };
    meta("name", "description", &description);
    if !page.listed {
        meta("name", "robots", "noindex");
    }
    meta("property", "og:type", page.kind);
    meta("property", "og:title", &page.title);
    meta("property", "og:description", &description);
    meta("property", "og:url", &address);
    meta("property", "og:site_name", PRODUCT);
    meta("property", "og:locale", "ru_RU");
    meta("name", "twitter:card", "summary");
    for (name, at) in [("article:published_time", page.published), ("article:modified_time", page.changed)] {
        if let Some(at) = at.filter(|_| page.kind == "article") {
            meta("property", name, &at.to_rfc3339());
        }
    }
    head.push_str(&format!(
        "<link data-open rel=\"canonical\" href=\"{}\"><script data-open type=\"application/ld+json\">{}</script>\
         <style data-open>{STYLE}</style>",
        escape(&address),
        script(&page.data)
    ));
    head
}

pub fn body(page: &OpenPage) -> String {
    let next = page.path.replace('/', "%2F");
    // Links here lead to documents of the server: the application beside the page must not take the clicks.
    format!(
        "<div id=\"open\" data-sveltekit-reload><header><a href=\"/\">{PRODUCT}</a>\
         <nav aria-label=\"Вход\"><a href=\"/login?next={next}\">Войти</a>\
         <a href=\"/register\">Присоединиться</a></nav></header><main>{}</main><footer><p>{PRODUCT} — сеть учителей: \
         практики, которые помогли в классе, и разговор коллег о них.</p></footer></div>",
        page.body.as_str()
    )
}
