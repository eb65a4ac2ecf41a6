//! Columns of a sheet of contexts. Template and reading are made of this list.

use accounts::import::folded;

use crate::{
    kinds::{LevelKey, ShareKey},
    schools::context::NUMBERS,
};

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Key,
    School,
    Year,
    /// Place in [`NUMBERS`].
    Number(usize),
    Kind,
    Rural,
    Latitude,
    Longitude,
    Languages,
    Part(ShareKey),
    Whole(ShareKey),
    Level(LevelKey),
    Source(LevelKey),
    Note,
}

impl Column {
    /// All of them, in the order of the template.
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Key, Self::School, Self::Year];
        all.extend((0..NUMBERS.len()).map(Self::Number));
        all.extend([Self::Kind, Self::Rural, Self::Latitude, Self::Longitude, Self::Languages]);
        all.extend(ShareKey::ALL.into_iter().flat_map(|key| [Self::Part(key), Self::Whole(key)]));
        all.extend(LevelKey::ALL.into_iter().flat_map(|key| [Self::Level(key), Self::Source(key)]));
        all.push(Self::Note);
        all
    }

    pub fn title(self) -> String {
        match self {
            Self::Key => "Ключ школы".into(),
            Self::School => "Школа".into(),
            Self::Year => "Учебный год".into(),
            Self::Number(place) => NUMBERS.get(place).map_or("", |number| number.title).into(),
            Self::Kind => "Вид школы".into(),
            Self::Rural => "Сельская школа".into(),
            Self::Latitude => "Широта".into(),
            Self::Longitude => "Долгота".into(),
            Self::Languages => "Языки обучения".into(),
            Self::Part(key) => format!("{}: число", key.russian()),
            Self::Whole(key) => format!("{}: из скольких", key.russian()),
            Self::Level(key) => format!("{}: ступень", key.russian()),
            Self::Source(key) => format!("{}: откуда известно", key.russian()),
            Self::Note => "Источник сведений".into(),
        }
    }

    /// What to write there.
    pub fn about(self) -> String {
        match self {
            Self::Key => "Не меняйте: по нему узнаётся школа. Если столбца нет, школа узнаётся по названию.".into(),
            Self::School => "Краткое или полное наименование, как в сети; можно код школы.".into(),
            Self::Year => "Год, в котором начинается учебный год: 2026 или 2026/27.".into(),
            Self::Number(place) => NUMBERS
                .get(place)
                .map_or_else(String::new, |number| format!("Целое число от {} до {}.", number.min, number.max)),
            Self::Kind => "НОШ, ООШ, СОШ, гимназия или лицей.".into(),
            Self::Rural => "Да или нет.".into(),
            Self::Latitude | Self::Longitude => "Градусы с долями: 51,5406. Заполняются обе или ни одна.".into(),
            Self::Languages => "Через запятую: русский, бурятский. Если пусто, русский.".into(),
            Self::Part(_) => "Сколько учеников. Ноль пишется нулём; пусто значит «неизвестно».".into(),
            Self::Whole(_) => "Из скольких учеников это известно; больше нуля и не больше числа учеников.".into(),
            Self::Level(key) => {
                let steps = (1..).zip(key.anchors()).map(|(step, words)| format!("{step}: {words}"));
                steps.collect::<Vec<_>>().join("; ")
            }
            Self::Source(_) => "Опрос, документ или чья оценка.".into(),
            Self::Note => "Откуда числа: социальный паспорт, форма ОО-1.".into(),
        }
    }

    /// Other headings, folded.
    fn also(self) -> &'static [&'static str] {
        match self {
            Self::Key => &["ключ", "id", "id школы"],
            Self::School => {
                &["название школы", "наименование", "краткое наименование", "организация", "оо", "школа код"]
            }
            Self::Year => &["год"],
            Self::Kind => &["тип школы", "вид"],
            Self::Rural => &["сельская", "село"],
            Self::Languages => &["языки", "язык обучения"],
            Self::Note => &["источник", "примечание"],
            _ => &[],
        }
    }
}

/// Headings that only stand in lists of people: such a file is not read at all.
const PEOPLE: &[&str] = &["фамилия", "имя", "отчество", "фио", "ф и о", "снилс", "дата рождения", "паспорт"];

/// The columns of a row of headings; nothing for headings nobody knows.
pub fn headings(cells: &[String]) -> Vec<Option<Column>> {
    let all: Vec<(Column, String)> =
        Column::all().into_iter().map(|column| (column, folded(&column.title()))).collect();
    let find = |cell: &String| {
        let text = folded(cell);
        let known = |(column, title): &&(Column, String)| *title == text || column.also().contains(&text.as_str());
        all.iter().find(known).map(|(column, _)| *column).filter(|_| !text.is_empty())
    };
    cells.iter().map(find).collect()
}

/// A heading that stands only in lists of people.
pub fn names_people(cells: &[String]) -> Option<&String> {
    cells.iter().find(|cell| PEOPLE.contains(&folded(cell).as_str()))
}
