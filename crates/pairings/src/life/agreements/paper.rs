//! An agreement on paper: one Markdown for the PDF and the DOCX alike.

use kernel::{PersonRef, Result, russian_day};
use papers::{
    docx,
    pdf::{self, Breaks, Paper, Part},
};
use platform::{App, ports::Names, press::pressed};

use crate::{
    codes,
    entity::life::{agreement, pairing, pairing_person},
    kinds::{AgreementState, Duty, Side},
    life::{people, schools},
};

const HOUSE: &str = "Учительская · пары школ";
const DRAFT: &str = "Проект: стороны ещё не подписали соглашение";

/// Everything that stands on it.
struct Sheet {
    title: String,
    markdown: String,
    draft: bool,
}

/// # Errors
/// `Internal` when it is longer than anybody prints.
pub async fn pdf(app: &App, pair: &pairing::Model, row: &agreement::Model) -> Result<Vec<u8>> {
    let sheet = sheet(app, pair, row).await?;
    pressed(app, move || {
        let mut parts = vec![Part::Title(sheet.title.clone())];
        if sheet.draft {
            parts.push(Part::Notice(DRAFT.to_owned()));
        }
        parts.push(Part::Markdown(sheet.markdown, Breaks::Joined));
        pdf::write(&Paper {
            title: sheet.title.clone(),
            head: sheet.title,
            foot: HOUSE.to_owned(),
            parts,
            ..Paper::default()
        })
    })
    .await
}

/// # Errors
/// `Internal` when the archive cannot be written.
pub async fn docx(app: &App, pair: &pairing::Model, row: &agreement::Model) -> Result<Vec<u8>> {
    let sheet = sheet(app, pair, row).await?;
    let notice = sheet.draft.then_some(DRAFT);
    pressed(app, move || docx::with_notice(&sheet.title, notice, &sheet.markdown)).await
}

async fn sheet(app: &App, pair: &pairing::Model, row: &agreement::Model) -> Result<Sheet> {
    let db = app.reader();
    let (mentor, mentee) = (schools::legal(db, pair.mentor_id).await?, schools::legal(db, pair.mentee_id).await?);
    let signers = [row.mentor_signed_by, row.mentee_signed_by];
    let curators = people::with_duty(db, pair.id, Duty::Curator).await?;
    let known = signers.into_iter().flatten().chain(curators.iter().map(|person| person.person_id)).collect();
    let names = Names::load(app, known).await?;
    let number = if row.number.is_empty() { "б/н".to_owned() } else { row.number.clone() };
    let mut text = String::new();
    push_head(&mut text, row, pair, (&mentor, &mentee));
    text.push_str(&row.text);
    push_curators(&mut text, &curators, &names);
    text.push_str("\n\n## Реквизиты и подписи\n\n");
    for side in Side::BOTH {
        let (title, school, details, by, at) = match side {
            Side::Mentor => {
                ("Школа-наставник", &mentor, &row.mentor_details, row.mentor_signed_by, row.mentor_signed_at)
            }
            Side::Mentee => {
                ("Подопечная школа", &mentee, &row.mentee_details, row.mentee_signed_by, row.mentee_signed_at)
            }
        };
        text.push_str(&format!("**{title}**\n\n{}\n\n", plain(school)));
        if !details.is_empty() {
            text.push_str(&format!("{}\n\n", lines(details)));
        }
        text.push_str(&match (by, at) {
            (Some(by), Some(at)) => {
                let name = plain(&names.of(by).short_name());
                format!("Руководитель: {name}, подтверждено {}\n\n", russian_day(&at))
            }
            _ => "Руководитель: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\n\n".to_owned(),
        });
    }
    let draft = row.state.pending();
    if row.state == AgreementState::Terminated {
        text.push_str(&format!("Расторгнуто. {}\n", plain(&row.reason)));
    }
    Ok(Sheet {
        title: format!("Соглашение о сотрудничестве № {number}"), markdown: text, draft
    })
}

fn push_head(text: &mut String, row: &agreement::Model, pair: &pairing::Model, (mentor, mentee): (&str, &str)) {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "___".to_owned(), |day| russian_day(&day));
    let theme = codes::theme(pair.theme_kind, &pair.theme);
    let facts = [
        ("Дата", day(row.dated)),
        ("Школа-наставник", mentor.to_owned()),
        ("Подопечная школа", mentee.to_owned()),
        ("Направление", theme.to_owned()),
        ("Действует", format!("с {} по {}", day(row.since), day(row.until))),
    ];
    text.push_str("| | |\n|---|---|\n");
    for (name, said) in facts {
        text.push_str(&format!("| {name} | {} |\n", plain(&said)));
    }
    text.push_str(&format!(
        "\n{}, именуемая далее «Школа-наставник», и {}, именуемая далее «Подопечная школа», вместе «Стороны», заключили \
         это соглашение.\n\n",
        plain(mentor),
        plain(mentee)
    ));
}

fn push_curators(text: &mut String, curators: &[pairing_person::Model], names: &Names) {
    if curators.is_empty() {
        return;
    }
    text.push_str("\n\n## Кураторы на день печати\n\n");
    for person in curators {
        let side = match person.side {
            Side::Mentor => "от Школы-наставника",
            Side::Mentee => "от Подопечной школы",
        };
        let name: PersonRef = names.of(person.person_id);
        text.push_str(&format!("- {side}: {}\n", plain(&name.full_name())));
    }
}

/// Words as words, whatever signs they have.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == '\n' || letter == '\r' {
            safe.push(' ');
            continue;
        }
        if letter.is_ascii_punctuation() && !matches!(letter, ',' | '.' | ':' | ';' | '/' | '%' | '?') {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
}

/// The same with the ends of lines kept.
fn lines(text: &str) -> String {
    text.lines().map(plain).collect::<Vec<_>>().join("  \n")
}
