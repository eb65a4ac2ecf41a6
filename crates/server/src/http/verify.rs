//! The page that says what the number of a paper is worth: plain HTML of our own, for people without an account and
//! without scripts. Whichever feature gave the paper, its number is checked here.

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{Html as Page, IntoResponse, Redirect, Response},
};
use kernel::{Result, paper_number};
use platform::{App, http::Address as Network, markup::Html, ports::Proof};
use serde::Deserialize;

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

fn document(title: &str, body: &Html, foot: &str) -> String {
    let mut page = Html::default();
    page.markup("<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
        .markup("<meta name=\"robots\" content=\"noindex, nofollow\"><title>")
        .words(title)
        .markup(" · Учительская</title><style>")
        .markup(STYLE)
        .markup("</style></head><body><header><a href=\"/\">Учительская</a></header><main>")
        .markup(body.as_str())
        .markup("</main><footer>")
        .element("p", foot)
        .markup("</footer></body></html>");
    page.as_str().to_owned()
}

const FOOT: &str = "Сеть выдаёт свидетельства о публикации практик и сертификаты участников событий. Они бесплатны и не \
    являются документами об образовании или о квалификации.";

fn field(page: &mut Html) {
    page.markup(
        "<form action=\"/verify\" method=\"get\"><label for=\"number\">Номер свидетельства или сертификата</label>\
         <input id=\"number\" name=\"number\" required autocomplete=\"off\" spellcheck=\"false\" size=\"20\" maxlength=\"40\" \
         placeholder=\"2026-7K3QM-X9T2P\"> <button>Проверить</button></form>",
    );
}

/// Where a number is typed.
fn form() -> String {
    let mut page = Html::default();
    page.element("h1", "Проверка свидетельств и сертификатов")
        .element("p", "Номер напечатан под заголовком свидетельства или сертификата.");
    field(&mut page);
    document("Проверка свидетельств и сертификатов", &page, FOOT)
}

fn unknown(typed: &str) -> String {
    let shown: String = typed.chars().take(40).collect();
    let mut page = Html::default();
    page.element("h1", "Такого номера нет")
        .markup("<p class=\"state unknown\">Сеть не выдавала свидетельства или сертификата с номером «")
        .words(&shown)
        .markup("».</p>")
        .element(
            "p",
            "Проверьте, нет ли в номере опечатки: в нём год и десять знаков, букв O, I и L среди них не бывает.",
        );
    field(&mut page);
    document("Такого номера нет", &page, FOOT)
}

fn busy() -> String {
    let mut page = Html::default();
    page.element("h1", "Сейчас проверить не получилось").element("p", "Подождите минуту и обновите страницу.");
    document("Проверка свидетельств и сертификатов", &page, FOOT)
}

fn answer(proof: &Proof) -> String {
    let mut page = Html::default();
    page.element("h1", &proof.heading)
        .markup(if proof.stands { "<p class=\"state genuine\">" } else { "<p class=\"state withdrawn\">" })
        .words(&proof.standing)
        .markup("</p><dl>");
    for (name, said) in proof.facts.iter().filter(|(_, said)| !said.trim().is_empty()) {
        page.element("dt", name).element("dd", said);
    }
    page.markup("</dl>").element("p", proof.remark.unwrap_or_default());
    if let Some((path, words)) = &proof.link {
        page.markup("<p>").link(path, words).markup("</p>");
    }
    document(&proof.heading, &page, proof.foot)
}

#[derive(Deserialize)]
pub struct Typed {
    number: Option<String>,
}

/// `/verify`: a field for the number; the form leads to the page of the number.
pub async fn ask(Query(Typed { number }): Query<Typed>) -> Response {
    let typed = number.as_deref().map(str::trim).filter(|number| !number.is_empty());
    match typed {
        Some(typed) => match paper_number::normal(typed) {
            Some(number) => Redirect::to(&format!("/verify/{number}")).into_response(),
            None => page(StatusCode::NOT_FOUND, unknown(typed)),
        },
        None => page(StatusCode::OK, form()),
    }
}

/// `/verify/<number>`: readable without scripts, by whoever holds the paper in their hands.
pub async fn verify(State(app): State<App>, Network(from): Network, Path(typed): Path<String>) -> Response {
    if app.limits().anonymous(from).is_err() {
        return page(StatusCode::TOO_MANY_REQUESTS, busy());
    }
    match found(&app, &typed).await {
        Ok(Some(proof)) => page(StatusCode::OK, answer(&proof)),
        Ok(None) => page(StatusCode::NOT_FOUND, unknown(&typed)),
        Err(error) => {
            tracing::error!(error = format!("{error:?}"), "a number cannot be checked");
            page(StatusCode::INTERNAL_SERVER_ERROR, busy())
        }
    }
}

async fn found(app: &App, typed: &str) -> Result<Option<Proof>> {
    let Some(number) = paper_number::normal(typed) else { return Ok(None) };
    for feature in app.proofs() {
        if let Some(proof) = feature.proof(app, &number).await? {
            return Ok(Some(proof));
        }
    }
    Ok(None)
}

fn page(status: StatusCode, html: String) -> Response {
    // Names of people: for whoever holds the number, not for search engines or shared caches.
    let headers = [(header::CACHE_CONTROL, "private, no-store"), (header::REFERRER_POLICY, "no-referrer")];
    let robots = [("x-robots-tag", "noindex, nofollow")];
    (status, headers, robots, Page(html)).into_response()
}
