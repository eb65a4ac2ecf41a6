//! How to cite a practice.

use kernel::{DateTime, PersonRef, Result, Utc};
use platform::App;
use platform::ports::Names;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{access::Desk, entity::practice_version};

/// References to copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Citation {
    /// ГОСТ Р 7.0.5–2008, an electronic resource.
    pub gost: String,
    pub bibtex: String,
    /// The permanent address.
    pub url: String,
}

/// What a reference names.
pub struct Cited<'a> {
    pub number: i32,
    pub version: i32,
    pub title: &'a str,
    pub authors: &'a [PersonRef],
    pub school: Option<&'a str>,
    pub published_at: DateTime<Utc>,
    pub url: String,
    pub today: DateTime<Utc>,
}

/// References to a version of what has a permanent address.
pub async fn of(app: &App, desk: &Desk, version: &practice_version::Model) -> Result<Option<Citation>> {
    let (Some(number), Some(published_at)) = (desk.row.number, desk.row.published_at) else { return Ok(None) };
    let names = Names::load(app, desk.facts.authors.clone()).await?;
    let authors: Vec<_> = desk.facts.authors.iter().map(|id| names.of(*id)).collect();
    let school = authors.first().and_then(|author| author.school.as_ref()).map(|school| school.short_name.clone());
    Ok(Some(cite(&Cited {
        number,
        version: version.no,
        title: &version.title,
        authors: &authors,
        school: school.as_deref(),
        published_at,
        url: app.address(&format!("/b/{number}")),
        today: app.now(),
    })))
}

pub fn cite(cited: &Cited<'_>) -> Citation {
    Citation { gost: gost(cited), bibtex: bibtex(cited), url: cited.url.clone() }
}

/// «Иванова М. П., Петров С. А. Название : практика [Электронный ресурс] …»; more than three authors go behind the
/// slash.
fn gost(cited: &Cited<'_>) -> String {
    let names: Vec<String> = cited.authors.iter().map(PersonRef::short_name).collect();
    let head = match names.len() {
        0 => String::new(),
        1..=3 => format!("{} ", names.join(", ")),
        _ => String::new(),
    };
    let behind = if names.len() > 3 { format!(" / {} [и др.]", names[0]) } else { String::new() };
    let place = cited.school.map(|school| format!(" {school}.")).unwrap_or_default();
    format!(
        "{head}{}{behind} [Электронный ресурс] : педагогическая практика. Версия {}.{place} {}. URL: {} (дата обращения: {}).",
        cited.title.trim_end_matches('.'),
        cited.version,
        cited.published_at.format("%Y"),
        cited.url,
        cited.today.format("%d.%m.%Y"),
    )
}

fn bibtex(cited: &Cited<'_>) -> String {
    let authors: Vec<String> = cited
        .authors
        .iter()
        .map(|a| {
            let given = [Some(a.given_name.as_str()), a.patronymic.as_deref()];
            format!("{}, {}", plain(&a.surname), plain(&given.into_iter().flatten().collect::<Vec<_>>().join(" ")))
        })
        .collect();
    let place = cited.school.map(|school| format!("  organization = {{{}}},\n", plain(school))).unwrap_or_default();
    format!(
        "@misc{{staffroom{},\n  author = {{{}}},\n  title = {{{}}},\n  version = {{{}}},\n{place}  year = {{{}}},\n  url = {{{}}},\n  urldate = {{{}}},\n  language = {{russian}}\n}}\n",
        cited.number,
        authors.join(" and "),
        plain(cited.title),
        cited.version,
        cited.published_at.format("%Y"),
        cited.url,
        cited.today.format("%Y-%m-%d"),
    )
}

/// Braces and backslashes would break the entry.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '{' => '(',
            '}' => ')',
            '\\' => '/',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}
