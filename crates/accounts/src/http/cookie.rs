//! The refresh cookie, whose request it is, and what to call the device.

use std::time::Duration;

use axum::http::{HeaderMap, header};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use kernel::{Code, Error, Result, SessionId};
use platform::App;

const NAME: &str = "staffroom_refresh";
const PATH: &str = "/api/v1/auth";

/// The cookie with a new token.
pub fn refresh(app: &App, token: String) -> Cookie<'static> {
    let days = u64::from(app.config().auth.refresh_days);
    build(app, token, days * 24 * 60 * 60)
}

/// The cookie that removes itself.
pub fn forget(app: &App) -> Cookie<'static> {
    build(app, String::new(), 0)
}

fn build(app: &App, value: String, seconds: u64) -> Cookie<'static> {
    Cookie::build((NAME, value))
        .path(PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.config().auth.secure_cookie)
        .max_age(Duration::from_secs(seconds).try_into().unwrap_or_default())
        .build()
}

/// The token of the request's cookie.
pub fn token(jar: &CookieJar) -> Option<String> {
    jar.get(NAME).map(|c| c.value().to_owned()).filter(|t| !t.is_empty() && t.len() < 100)
}

/// The session of the access token, when one was sent and still runs.
pub async fn bearer(app: &App, headers: &HeaderMap) -> Option<SessionId> {
    let token = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    let actor = app.people().ok()?.authenticate(app, token).await.ok()?;
    Some(actor.session)
}

/// Requests that act by cookie come from our own pages. Programs that are no browser send no Origin.
///
/// # Errors
/// `Refused` for a page of another site.
pub fn check_origin(app: &App, headers: &HeaderMap) -> Result<()> {
    let header = |name| headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok());
    let Some(origin) = header(header::ORIGIN) else { return Ok(()) };
    let Some(theirs) = authority(origin) else { return Err(Error::Refused(Code::Forbidden)) };
    let ours = authority(&app.config().http.public_url);
    let host = header(header::HOST);
    if Some(theirs) == ours || Some(theirs) == host { Ok(()) } else { Err(Error::Refused(Code::Forbidden)) }
}

/// `host:port` of an address; compared whole, never by its ending.
fn authority(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', '?', '#']).next().filter(|a| !a.is_empty())
}

/// What the list of devices calls it: the client's own words, else what the browser says about itself.
pub fn device(named: Option<String>, headers: &HeaderMap) -> String {
    let named = named.map(|n| n.trim().chars().filter(|c| !c.is_control()).take(120).collect::<String>());
    named.filter(|n| !n.is_empty()).unwrap_or_else(|| {
        let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        describe(agent)
    })
}

fn describe(agent: &str) -> String {
    // Order matters: browsers name their ancestors too.
    const BROWSERS: &[(&str, &str)] = &[
        ("YaBrowser", "Яндекс Браузер"),
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: &[(&str, &str)] = &[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let find =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (find(BROWSERS), find(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        // The page says in its own language that nothing is known.
        (None, None) => String::new(),
    }
}
