//! The page that says what a certificate is worth: plain HTML of our own, for people without an account and without
//! scripts.

use chrono::{DateTime, Utc};
use platform::markup::Html;

use crate::{
    dates,
    view::{Certificate, CertificateState},
};

const STYLE: &str = "body{font:17px/1.55 'Golos Text Variable','Golos Text',system-ui,sans-serif;max-width:44rem;margin:0 auto;\
    padding:2rem 1rem;background:#FBF9F6;color:#1E2329}a{color:#1F6F5C}h1{font-size:1.6rem;line-height:1.25;margin:1rem 0 .5rem}\
    main{background:#fff;border:1px solid #E6E1D9;border-radius:10px;padding:1rem 1.5rem 1.5rem}\
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.2rem;margin:1.2rem 0}dt{color:#5B6470}dd{margin:0;\
    overflow-wrap:anywhere}@media(max-width:480px){dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.6rem}}\
    .state{font-weight:600;margin:0}.genuine{color:#1F6F5C}.withdrawn,.unknown{color:#B23A2E}footer{color:#5B6470;\
    font-size:.92rem;margin-top:1.5rem}label{display:block;font-weight:600;margin:1.5rem 0 .3rem}input,button{font:inherit;\
    padding:.5rem .8rem;border:1px solid #8A8377;border-radius:10px;max-width:100%;box-sizing:border-box}\
    button{background:#1F6F5C;color:#fff;border-color:#1F6F5C;cursor:pointer}:focus-visible{outline:3px solid #B7791F;\
    outline-offset:2px}@media(prefers-color-scheme:dark){body{background:#16191d;color:#ECE8E1}main{background:#1E2227;\
    border-color:#363b42}a,.genuine{color:#7CC9B3}dt,footer{color:#A9B1BB}.withdrawn,.unknown{color:#F0938A}\
    input{background:#16191d;color:inherit}button{background:#7CC9B3;color:#10241e;border-color:#7CC9B3}}";

fn document(title: &str, body: &Html) -> String {
    let mut page = Html::default();
    page.markup("<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
        .markup("<meta name=\"robots\" content=\"noindex, nofollow\"><title>")
        .words(title)
        .markup(" · Учительская</title><style>")
        .markup(STYLE)
        .markup("</style></head><body><header><a href=\"/\">Учительская</a></header><main>")
        .markup(body.as_str())
        .markup("</main><footer><p>Свидетельство подтверждает, что педагогическая практика прошла экспертизу и опубликована \
            в банке практик сети «Учительская». Оно выдаётся бесплатно и не является документом об образовании или \
            о квалификации.</p></footer></body></html>");
    page.as_str().to_owned()
}

fn field(page: &mut Html) {
    page.markup(
        "<form action=\"/verify\" method=\"get\"><label for=\"number\">Номер свидетельства</label>\
         <input id=\"number\" name=\"number\" required autocomplete=\"off\" spellcheck=\"false\" size=\"20\" maxlength=\"40\" \
         placeholder=\"2026-7K3QM-X9T2P\"> <button>Проверить</button></form>",
    );
}

/// Where a number is typed.
pub fn form() -> String {
    let mut page = Html::default();
    page.element("h1", "Проверка свидетельства о публикации")
        .element("p", "Номер напечатан под заголовком свидетельства.");
    field(&mut page);
    document("Проверка свидетельства", &page)
}

pub fn unknown(typed: &str) -> String {
    let shown: String = typed.chars().take(40).collect();
    let mut page = Html::default();
    page.element("h1", "Такого свидетельства нет")
        .markup("<p class=\"state unknown\">Сеть не выдавала свидетельства с номером «")
        .words(&shown)
        .markup("».</p>")
        .element(
            "p",
            "Проверьте, нет ли в номере опечатки: в нём год и десять знаков, букв O, I и L среди них не бывает.",
        );
    field(&mut page);
    document("Такого свидетельства нет", &page)
}

pub fn busy() -> String {
    let mut page = Html::default();
    page.element("h1", "Сейчас проверить не получилось").element("p", "Подождите минуту и обновите страницу.");
    document("Проверка свидетельства", &page)
}

pub fn answer(certificate: &Certificate) -> String {
    let genuine = certificate.state == CertificateState::Genuine;
    let heading = if genuine {
        "Свидетельство подлинное"
    } else {
        "Свидетельство отозвано"
    };
    let mut page = Html::default();
    page.element("h1", heading);
    match certificate.withdrawn_at {
        Some(at) => page
            .markup("<p class=\"state withdrawn\">Не действует с ")
            .words(&day(at))
            .markup(": публикация отозвана или автор снял своё имя.</p>"),
        None => page.markup("<p class=\"state genuine\">Выдано сетью «Учительская» и действует.</p>"),
    };
    page.markup("<dl>");
    let mut line = |name: &str, said: &str| {
        if !said.trim().is_empty() {
            page.element("dt", name).element("dd", said);
        }
    };
    line("Номер", &certificate.number);
    line("Автор", &certificate.author);
    line("Место работы", &certificate.place);
    line("Практика", &certificate.title);
    line("Рекомендована", certificate.level.russian());
    line("Редакция", &certificate.version.to_string());
    line("Опубликована", &day(certificate.published_at));
    line("Выдано", &day(certificate.issued_at));
    page.markup("</dl>");
    if certificate.revised {
        page.element("p", "После этого автор опубликовал новую редакцию практики.");
    }
    page.markup("<p>").link(&certificate.path, "Открыть практику").markup("</p>");
    document(heading, &page)
}

fn day(at: DateTime<Utc>) -> String {
    dates::in_words(at)
}
