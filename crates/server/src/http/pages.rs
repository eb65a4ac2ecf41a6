//! Small pages of the house: the trial mailbox, the table of problems, health.

use std::fmt::Write as _;

use axum::{
    Json,
    extract::State,
    response::{Html, IntoResponse, Response},
};
use kernel::{Code, Error};
use platform::{
    App, feed,
    http::{Problem, Result},
};
use serde_json::json;

/// Letters of the trial mailbox, newest first. Absent where letters are really sent.
pub async fn mailbox(State(app): State<App>) -> Result<Response> {
    if app.mailer().folder().is_none() {
        return Err(Problem(Error::Hidden));
    }
    let letters = app.mailer().kept(100).await?;
    let mut page = head("Почта для пробы");
    page.push_str(
        "<h1>Почта для пробы</h1><p>Письма никуда не уходят: они видны здесь, пока не указан почтовый сервер.</p>",
    );
    if letters.is_empty() {
        page.push_str("<p>Писем пока нет.</p>");
    }
    for kept in letters {
        let _ = write!(
            page,
            "<article><p><b>{}</b><br>{} · {}</p><pre>{}</pre></article>",
            escape(&kept.letter.subject),
            escape(&kept.letter.to),
            kept.at.format("%d.%m.%Y %H:%M UTC"),
            linked(&kept.letter.text)
        );
    }
    Ok(Html(page).into_response())
}

/// What each problem code means, for whoever writes a client.
pub async fn problems() -> Html<String> {
    let mut page = head("Problem codes");
    page.push_str("<h1>Problem codes</h1><table><tr><th>code<th>status<th>meaning");
    for code in Code::ALL {
        let name = code.name();
        let _ = write!(page, "<tr id=\"{name}\"><td><code>{name}</code><td>{}<td>{}", code.status(), code.title());
    }
    page.push_str("</table>");
    Html(page)
}

/// 200 with the feed's head while the database answers.
pub async fn health(State(app): State<App>) -> Result<Response> {
    let position = feed::head(app.reader()).await?;
    Ok(Json(json!({"ok": true, "position": position})).into_response())
}

fn head(title: &str) -> String {
    format!(
        "<!doctype html><html lang=ru><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>{title}</title><style>body{{font:17px/1.55 system-ui,sans-serif;max-width:72ch;margin:2rem auto;\
         padding:0 1rem;background:#FBF9F6;color:#1E2329}}article{{background:#fff;border:1px solid #E6E1D9;\
         border-radius:10px;padding:.5rem 1rem;margin:1rem 0}}pre{{white-space:pre-wrap;font:inherit}}\
         td,th{{text-align:left;padding:.2rem .8rem .2rem 0}}a{{color:#1F6F5C}}</style>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn linked(text: &str) -> String {
    let mut html = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end();
        if trimmed.starts_with("http://") || trimmed.starts_with("https://") {
            let _ = write!(html, "<a href=\"{0}\">{0}</a>{1}", escape(trimmed), &word[trimmed.len()..]);
        } else {
            html.push_str(&escape(word));
        }
    }
    html
}
