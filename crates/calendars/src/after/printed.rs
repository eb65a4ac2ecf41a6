//! Minutes on paper.

use kernel::{Result, russian_day};
use papers::pdf::{self, Breaks, Paper, Part};
use platform::{App, press::pressed};

use super::{present, view::EventMinutes};
use crate::{access::Desk, dates};

const HOUSE: &str = "Учительская · события";

pub async fn minutes(app: &App, desk: &Desk, minutes: EventMinutes) -> Result<Vec<u8>> {
    let row = &desk.row;
    let hosts = accounts::directory::org_refs(app.reader(), &[row.host_id]).await?;
    let host = hosts.get(&row.host_id).map(|org| org.short_name.clone()).unwrap_or_default();
    let there = present(app.reader(), row.id).await?.len();
    let fact = |name: &str, said: &str| (name.to_owned(), said.to_owned());
    let mut parts = vec![
        Part::Title("Протокол".to_owned()),
        Part::Byline(format!("{}: {}", row.kind.russian(), row.title)),
        Part::Facts(vec![
            fact("Когда", &dates::of(row)),
            fact("Где", &row.place),
            fact("Организатор", &host),
            fact("Председатель", &minutes.chair),
            fact("Секретарь", &minutes.secretary),
            fact("Присутствовали", &if there > 0 { there.to_string() } else { String::new() }),
        ]),
        Part::Markdown(minutes.body, Breaks::Kept),
    ];
    if !minutes.decisions.is_empty() {
        parts.push(Part::Heading("Решения".to_owned()));
    }
    for (index, decision) in minutes.decisions.iter().enumerate() {
        let who = decision.person.as_ref().map_or_else(|| decision.who.clone(), kernel::PersonRef::short_name);
        let due = decision.due.map(|day| format!("до {}", russian_day(&day))).unwrap_or_default();
        let tail: Vec<String> = [who, due].into_iter().filter(|text| !text.is_empty()).collect();
        parts.push(Part::Text(format!("{}. {}", index + 1, decision.text)));
        if !tail.is_empty() {
            parts.push(Part::Byline(tail.join(", ")));
        }
    }
    let signs = [("Председатель", &minutes.chair), ("Секретарь", &minutes.secretary)];
    for (post, name) in signs.into_iter().filter(|(_, name)| !name.is_empty()) {
        parts.push(Part::Text(format!("{post} ____________________ {name}")));
    }
    let paper = Paper {
        title: format!("Протокол: {}", row.title),
        head: format!("Протокол: {}", row.title),
        foot: HOUSE.to_owned(),
        made: minutes.changed_at.and_then(dates::parts),
        parts,
        ..Paper::default()
    };
    pressed(app, move || pdf::write(&paper)).await
}
