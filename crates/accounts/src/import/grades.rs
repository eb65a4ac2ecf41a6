//! «5-7, 9»: the grades somebody teaches, and what spreadsheet programs make of them.

use super::table::Cell;

/// Grades, with a warning when something had to be guessed.
pub struct Grades {
    pub grades: Vec<i32>,
    pub guessed: Option<String>,
}

/// # Errors
/// In words: what to write instead.
pub fn read(cell: &Cell) -> Result<Grades, String> {
    match cell {
        // Russian Excel reads «5-7» as the fifth of July.
        Cell::Date { month, day, .. } => from_date(*day, *month),
        Cell::Number(number) if number.fract() != 0.0 => Err(format!(
            "Excel принял перечень за дробное число {}. Задайте столбцу текстовый формат и напишите, например, «5; 6»",
            cell.text()
        )),
        other => from_text(&other.text()),
    }
}

fn from_date(day: u32, month: u32) -> Result<Grades, String> {
    let (first, last) = (i32::try_from(day).unwrap_or(0), i32::try_from(month).unwrap_or(0));
    if first < last && last <= 12 {
        let guessed = format!("Excel превратил «{first}-{last}» в дату; поняли как классы с {first} по {last}");
        return Ok(Grades { grades: (first..=last).collect(), guessed: Some(guessed) });
    }
    Err(format!("здесь дата {day:02}.{month:02}. Задайте столбцу текстовый формат и напишите классы: «5-7, 9»"))
}

const MONTHS: &[&str] = &["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];

/// «05.июл» of a sheet saved as text.
fn saved_date(text: &str) -> Option<(u32, u32)> {
    let (day, month) = text.split_once('.')?;
    let month = MONTHS.iter().position(|m| month.to_lowercase().starts_with(m))?;
    Some((day.trim().parse().ok()?, u32::try_from(month).ok()? + 1))
}

fn from_text(text: &str) -> Result<Grades, String> {
    if let Some((day, month)) = saved_date(text.trim()) {
        return from_date(day, month);
    }
    let wrong = |part: &str| format!("«{part}»: напишите классы числами от 1 до 12, например «5-7, 9»");
    let mut grades = Vec::new();
    let text = text.replace(['–', '—', '−'], "-").replace("классы", "").replace("класс", "").replace("кл.", "");
    for part in text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let bounds: Vec<&str> = part.split('-').map(str::trim).collect();
        let number = |text: &str| text.parse::<i32>().ok().filter(|grade| kernel::subject::is_grade(*grade));
        match bounds[..] {
            [one] => grades.push(number(one).ok_or_else(|| wrong(part))?),
            [first, last] => {
                let (first, last) =
                    (number(first).ok_or_else(|| wrong(part))?, number(last).ok_or_else(|| wrong(part))?);
                if first > last {
                    return Err(format!("«{part}»: сначала младший класс, потом старший"));
                }
                grades.extend(first..=last);
            }
            _ => return Err(wrong(part)),
        }
    }
    grades.sort_unstable();
    grades.dedup();
    Ok(Grades { grades, guessed: None })
}
