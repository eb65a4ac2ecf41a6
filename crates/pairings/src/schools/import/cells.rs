//! Cells of a sheet as values, and what is wrong with them.

use accounts::import::folded;

use super::{columns::Column, faults::Fault};
use crate::{
    codes,
    kinds::SchoolKind,
    schools::{
        context::{ContextForm, LevelForm, NUMBERS, ShareForm},
        years,
    },
};

/// What people write where they know nothing.
const NOTHING: &[&str] = &["", "нет данных", "н д", "нд", "неизвестно", "не известно"];

/// Does the cell say nothing?
pub fn is_empty(text: &str) -> bool {
    NOTHING.contains(&folded(text).as_str())
        && !text.chars().any(|c| c.is_ascii_digit())
        && !text.trim_start().starts_with(['#', '='])
}

/// Writes a cell over the form.
///
/// # Errors
/// What is wrong with the cell.
pub fn put(form: &mut ContextForm, column: Column, text: &str) -> Result<(), Fault> {
    let text = text.trim();
    match column {
        Column::Key | Column::School | Column::Year => {}
        Column::Number(place) => {
            let number = NUMBERS.get(place).ok_or_else(|| Fault::new("column", "нет такого столбца"))?;
            (number.set)(form, Some(whole(text)?));
        }
        Column::Kind => form.kind = Some(kind(text)?),
        Column::Rural => form.rural = Some(yes(text)?),
        Column::Latitude => form.latitude = Some(degrees(text)?),
        Column::Longitude => form.longitude = Some(degrees(text)?),
        Column::Languages => form.languages = languages(text)?,
        Column::Part(key) => {
            let value = Some(whole(text)?);
            share(form, key).numerator = value;
        }
        Column::Whole(key) => {
            let value = Some(whole(text)?);
            share(form, key).denominator = value;
        }
        Column::Level(key) => {
            let value = whole(text)?;
            level(form, key).level = value;
        }
        Column::Source(key) => text.clone_into(&mut level(form, key).source),
        Column::Note => text.clone_into(&mut form.source_note),
    }
    Ok(())
}

fn share(form: &mut ContextForm, key: crate::kinds::ShareKey) -> &mut ShareForm {
    let place = form.shares.iter().position(|cell| cell.key == key).unwrap_or_else(|| {
        form.shares.push(ShareForm { key, numerator: None, denominator: None });
        form.shares.len() - 1
    });
    &mut form.shares[place]
}

fn level(form: &mut ContextForm, key: crate::kinds::LevelKey) -> &mut LevelForm {
    let place = form.levels.iter().position(|cell| cell.key == key).unwrap_or_else(|| {
        form.levels.push(LevelForm { key, level: 0, source: String::new() });
        form.levels.len() - 1
    });
    &mut form.levels[place]
}

/// What stands in a column of a form, as a sheet says it.
pub fn shown(form: &ContextForm, column: Column) -> Option<String> {
    match column {
        Column::Key | Column::School | Column::Year => None,
        Column::Number(place) => (NUMBERS.get(place)?.get)(form).map(|value| value.to_string()),
        Column::Kind => form.kind.map(|kind| kind.russian().to_owned()),
        Column::Rural => form.rural.map(|rural| if rural { "да" } else { "нет" }.to_owned()),
        Column::Latitude => form.latitude.map(|degrees| degrees.to_string().replace('.', ",")),
        Column::Longitude => form.longitude.map(|degrees| degrees.to_string().replace('.', ",")),
        Column::Languages => {
            let names: Vec<&str> = form.languages.iter().map(|code| codes::language(code)).collect();
            Some(names.join(", ")).filter(|names| !names.is_empty())
        }
        Column::Part(key) => {
            let cell = form.shares.iter().find(|cell| cell.key == key)?;
            cell.numerator.map(|value| value.to_string())
        }
        Column::Whole(key) => {
            let cell = form.shares.iter().find(|cell| cell.key == key)?;
            cell.denominator.map(|value| value.to_string())
        }
        Column::Level(key) => form.levels.iter().find(|cell| cell.key == key).map(|cell| cell.level.to_string()),
        Column::Source(key) => form.levels.iter().find(|cell| cell.key == key).map(|cell| cell.source.clone()),
        Column::Note => Some(form.source_note.clone()).filter(|note| !note.is_empty()),
    }
}

/// «1 234» and «12,0» are whole.
fn whole(text: &str) -> Result<i32, Fault> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.replace(',', ".");
    let digits = bare
        .split_once('.')
        .map_or(bare.as_str(), |(whole, rest)| if rest.chars().all(|c| c == '0') { whole } else { bare.as_str() });
    let number = digits.strip_prefix('-').unwrap_or(digits);
    if number.is_empty() || !number.chars().all(|c| c.is_ascii_digit()) {
        return Err(Fault::of("not_whole", text, "нужно целое число"));
    }
    digits.parse().map_err(|_| Fault::of("too_big", text, "слишком большое число"))
}

fn degrees(text: &str) -> Result<f64, Fault> {
    let number: Option<f64> = text.replace(',', ".").parse().ok();
    number.filter(|value| value.is_finite()).ok_or_else(|| Fault::of("not_degrees", text, "нужны градусы с долями"))
}

fn yes(text: &str) -> Result<bool, Fault> {
    match folded(text).as_str() {
        "да" | "сельская" | "село" | "1" => Ok(true),
        "нет" | "городская" | "город" | "0" => Ok(false),
        _ => Err(Fault::of("not_yes", text, "напишите «да» или «нет»")),
    }
}

fn kind(text: &str) -> Result<SchoolKind, Fault> {
    match folded(text).as_str() {
        "нош" | "начальная школа" | "начальная" => Ok(SchoolKind::Primary),
        "оош" | "основная школа" | "основная" => Ok(SchoolKind::Basic),
        "сош" | "средняя школа" | "средняя" => Ok(SchoolKind::Secondary),
        "гимназия" => Ok(SchoolKind::Gymnasium),
        "лицей" => Ok(SchoolKind::Lyceum),
        _ => Err(Fault::of("not_kind", text, "напишите НОШ, ООШ, СОШ, гимназия или лицей")),
    }
}

fn languages(text: &str) -> Result<Vec<String>, Fault> {
    let find = |part: &str| {
        let wanted = folded(part);
        let known = codes::LANGUAGES.iter().find(|(code, name)| folded(name) == wanted || *code == part.trim());
        known
            .map(|(code, _)| (*code).to_owned())
            .ok_or_else(|| Fault::of("language", part, "такого языка в списке нет"))
    };
    text.split([',', ';', '\n']).filter(|part| !part.trim().is_empty()).map(find).collect()
}

pub fn year(text: &str) -> Result<i32, Fault> {
    years::read(text).ok_or_else(|| Fault::of("not_year", text, "напишите год начала, 2026 или 2026/27"))
}

/// So much of what stands there as fits into a line.
pub fn short(text: &str) -> String {
    let mut start: String = text.chars().take(60).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

/// A wrong field of a checked form: where it stands in the sheet, and what is wrong.
pub fn fault(form: &ContextForm, field: &str, code: &str) -> (Option<Column>, Fault) {
    if let Some(place) = NUMBERS.iter().position(|number| number.key == field) {
        let number = &NUMBERS[place];
        let fault = match code {
            "too_many" => Fault::new("staff", "вместе выходит больше, чем всего педагогов"),
            _ => {
                Fault::new("range", "нужно целое число от $min до $max").with("min", number.min).with("max", number.max)
            }
        };
        return (Some(Column::Number(place)), fault);
    }
    if let Some((list, at, part)) = indexed(field) {
        return match list {
            "shares" => match form.shares.get(at) {
                Some(cell) => share_fault(cell, part, code),
                None => (None, Fault::new("share", "доля не читается")),
            },
            _ => match form.levels.get(at) {
                Some(cell) if part == "source" => {
                    let fault = Fault::new("level_source", "назовите опрос или документ, не длиннее 200 знаков");
                    (Some(Column::Source(cell.key)), fault)
                }
                Some(cell) => (Some(Column::Level(cell.key)), Fault::new("level", "нужна ступень от 1 до 5")),
                None => (None, Fault::new("level", "ступень не читается")),
            },
        };
    }
    match field {
        "latitude" => (Some(Column::Latitude), degrees_fault(code)),
        "longitude" => (Some(Column::Longitude), degrees_fault(code)),
        "languages" => (Some(Column::Languages), Fault::new("languages", "не больше пяти языков, каждый один раз")),
        "source_note" => (Some(Column::Note), Fault::new("note", "длиннее 1000 знаков")),
        _ => (None, Fault::new("other", "$field: $why").with("field", field).with("why", code)),
    }
}

fn degrees_fault(code: &str) -> Fault {
    match code {
        "required" => Fault::new("half_place", "заполняются обе координаты или ни одна"),
        _ => Fault::new("no_place", "такого места в стране нет: не перепутаны ли широта и долгота?"),
    }
}

fn share_fault(cell: &ShareForm, part: &str, code: &str) -> (Option<Column>, Fault) {
    let fault = match (part, code) {
        ("numerator", "too_many") => Fault::new("over_hundred", "больше, чем всего: доля выходит больше 100 %"),
        ("numerator", "required") => no_part(),
        ("numerator", _) => Fault::new("negative", "не может быть меньше нуля"),
        ("denominator", "required") => no_whole(),
        ("denominator", "too_many") => Fault::new("over_pupils", "больше, чем учеников в школе"),
        ("denominator", _) => Fault::new("zero", "должно быть больше нуля"),
        _ => Fault::new("share_twice", "эта доля сказана дважды"),
    };
    let column = if part == "denominator" { Column::Whole(cell.key) } else { Column::Part(cell.key) };
    (Some(column), fault)
}

/// It is told of how many, and not how many.
pub fn no_part() -> Fault {
    Fault::new("no_part", "известно, из скольких, но не сказано, сколько")
}

/// It is told how many, and not of how many.
pub fn no_whole() -> Fault {
    Fault::new("no_whole", "сказано, сколько, но не сказано, из скольких")
}

/// `shares[3].numerator`
fn indexed(field: &str) -> Option<(&str, usize, &str)> {
    let (list, rest) = field.split_once('[')?;
    let (at, part) = rest.split_once("].")?;
    Some((list, at.parse().ok()?, part))
}
