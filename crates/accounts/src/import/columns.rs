//! Columns a sheet may have: how their headings may be written, and what they mean. The template is made of this table.

use super::{
    spelling,
    table::{Cell, Row, Table},
};

/// What a file lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Organisations,
    People,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Key,
    Kind,
    Parent,
    LegalName,
    ShortName,
    SchoolType,
    Place,
    TimeZone,
    Code,
    Subject,
    Level,
    Surname,
    GivenName,
    Patronymic,
    FullName,
    Position,
    Subjects,
    Grades,
    Organisation,
    Associations,
    Role,
    Email,
}

/// One column.
pub struct Spec {
    pub column: Column,
    pub title: &'static str,
    /// Other headings, as [`spelling::folded`] leaves them.
    pub also: &'static [&'static str],
    pub example: &'static str,
    pub about: &'static str,
}

const fn spec(
    column: Column,
    title: &'static str,
    also: &'static [&'static str],
    example: &'static str,
    about: &'static str,
) -> Spec {
    Spec { column, title, also, example, about }
}

const KEY_ABOUT: &str = "Обязательно. Постоянный код строки: номер, код из вашей базы, любое короткое слово. По ключу \
                         повторный импорт узнаёт запись и меняет её, а не заводит вторую.";

/// Columns of a sheet of organisations, in the order of the template.
const ORGANISATIONS: &[Spec] = &[
    spec(
        Column::Key,
        "ключ",
        &["id", "ид", "идентификатор", "код записи", "уникальный ключ"],
        "пример-школа-12",
        KEY_ABOUT,
    ),
    spec(
        Column::Kind,
        "вид",
        &["тип организации", "вид организации", "категория"],
        "школа",
        "Обязательно для новой записи: регион, муниципалитет, школа, центр, отдел, объединение. Потом не меняется.",
    ),
    spec(
        Column::Parent,
        "в составе",
        &[
            "входит в",
            "подчинение",
            "родитель",
            "ключ родителя",
            "вышестоящая",
            "в составе ключ",
            "вышестоящая организация",
        ],
        "rayon-1",
        "Ключ организации, в которую входит эта (из этого же файла или загруженной раньше). У региона пусто.",
    ),
    spec(
        Column::LegalName,
        "полное наименование",
        &["полное название", "наименование", "название", "наименование организации", "юридическое наименование"],
        "Муниципальное бюджетное общеобразовательное учреждение «Основная общеобразовательная школа № 12 п. Малый Увал»",
        "Как в уставе. Если пусто, берётся краткое.",
    ),
    spec(
        Column::ShortName,
        "краткое наименование",
        &["краткое название", "сокращенное наименование", "сокращенное название", "кратко"],
        "МБОУ ООШ № 12 п. Малый Увал",
        "Как пишут каждый день. Если пусто, берётся полное.",
    ),
    spec(
        Column::SchoolType,
        "тип школы",
        &["тип", "вид школы"],
        "ООШ",
        "НОШ, ООШ, СОШ, лицей, гимназия и тому подобное.",
    ),
    spec(
        Column::Place,
        "населённый пункт",
        &["населенный пункт", "место", "адрес", "город", "село", "поселок"],
        "п. Малый Увал",
        "С сокращением: г., с., п., д., ст-ца.",
    ),
    spec(
        Column::TimeZone,
        "часовой пояс",
        &["пояс", "время", "timezone", "time zone"],
        "МСК+2",
        "МСК, МСК+2, UTC+5 или Asia/Yekaterinburg. Если пусто, как у вышестоящей организации.",
    ),
    spec(
        Column::Code,
        "код",
        &["код оо", "код организации", "код школы", "код фис око", "код в фис око"],
        "140012",
        "Код школы или региона, если он есть.",
    ),
    spec(
        Column::Subject,
        "предмет",
        &["предмет объединения"],
        "",
        "Только у объединения: предмет, которым оно занимается.",
    ),
    spec(
        Column::Level,
        "уровень",
        &["уровень объединения"],
        "",
        "Только у объединения: школьное, муниципальное, региональное. Если пусто, по вышестоящей организации.",
    ),
];

/// Columns of a sheet of people, in the order of the template.
const PEOPLE: &[Spec] = &[
    spec(
        Column::Key,
        "ключ",
        &["id", "ид", "идентификатор", "табельный номер", "код записи", "уникальный ключ"],
        "пример-001",
        KEY_ABOUT,
    ),
    spec(Column::Surname, "фамилия", &[], "Берёзкина", "Обязательно для нового человека."),
    spec(Column::GivenName, "имя", &[], "Анна", "Обязательно для нового человека."),
    spec(Column::Patronymic, "отчество", &["отчество при наличии"], "Львовна", "Если есть."),
    spec(
        Column::FullName,
        "фио",
        &["ф и о", "фамилия имя отчество", "педагог", "учитель", "сотрудник"],
        "",
        "Вместо трёх столбцов можно дать один: фамилия, имя, отчество через пробел.",
    ),
    spec(Column::Position, "должность", &["должности"], "учитель математики", "Как в штатном расписании."),
    spec(
        Column::Subjects,
        "предметы",
        &["предмет", "преподаваемые предметы", "преподаваемый предмет", "что преподает"],
        "математика; информатика",
        "Через точку с запятой или запятую. Понимаются и прежние названия: ОБЖ, технология, труд.",
    ),
    spec(
        Column::Grades,
        "классы",
        &["класс", "параллели", "в каких классах", "классы в которых преподает"],
        "5-7, 9",
        "Числа и промежутки: 5-7, 9. Ячейке нужен текстовый формат, иначе Excel сделает из «5-7» дату.",
    ),
    spec(
        Column::Organisation,
        "организация",
        &[
            "школа",
            "место работы",
            "оо",
            "образовательная организация",
            "ключ организации",
            "ключ школы",
            "организация ключ",
            "наименование оо",
            "работодатель",
        ],
        "ООШ № 12, Малый Увал",
        "Обязательно для нового человека. Ключ организации или название, по которому её можно найти однозначно. Нескольких мест работы: через точку с запятой, основное первым.",
    ),
    spec(
        Column::Associations,
        "объединения",
        &["объединение", "рмо", "шмо", "рмо шмо", "методические объединения", "методическое объединение", "мо"],
        "",
        "Ключи или названия объединений через точку с запятой.",
    ),
    spec(
        Column::Role,
        "роль",
        &["роли", "роль в сети"],
        "учитель",
        "Учитель, директор, заместитель директора, руководитель объединения, координатор школы-наставника, куратор, муниципальный координатор, региональный координатор, эксперт, методист, тьютор, психолог, специалист отдела образования, наблюдатель. Если пусто, новый человек получает роль учителя. Где роль действует, можно указать после двоеточия: «руководитель объединения: rmo-math».",
    ),
    spec(
        Column::Email,
        "почта",
        &["электронная почта", "адрес электронной почты", "e mail", "email", "эл почта", "имейл", "адрес почты"],
        "",
        "Если есть. Одна почта на одного человека.",
    ),
];

pub fn specs(what: What) -> &'static [Spec] {
    match what {
        What::Organisations => ORGANISATIONS,
        What::People => PEOPLE,
    }
}

impl Column {
    pub fn title(self) -> &'static str {
        ORGANISATIONS.iter().chain(PEOPLE).find(|s| s.column == self).map_or("", |s| s.title)
    }
}

/// The column a heading means: by any of its names, else by the longest name it begins with.
fn meant(what: What, heading: &str) -> Option<Column> {
    let heading = spelling::folded(heading);
    if heading.is_empty() {
        return None;
    }
    let names = specs(what)
        .iter()
        .flat_map(|s| s.also.iter().map(|n| (*n).to_owned()).chain([spelling::folded(s.title)]).map(|n| (n, s.column)));
    let begins = |name: &str| heading == name || heading.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
    names.filter(|(name, _)| begins(name)).max_by_key(|(name, _)| name.len()).map(|(_, column)| column)
}

/// How many cells of a row read like headings.
pub fn recognised<'a>(what: What, row: impl Iterator<Item = &'a str>) -> usize {
    row.filter(|cell| meant(what, cell).is_some()).count()
}

/// Words of headings that have no place here, with the reason.
const FORBIDDEN: &[(&str, &str)] = &[
    ("снилс", "СНИЛС"),
    ("паспорт", "паспортные данные"),
    ("дата рождения", "дату рождения"),
    ("год рождения", "год рождения"),
    ("место рождения", "место рождения"),
    ("дата рожд", "дату рождения"),
    ("инн", "ИНН"),
    ("ученик", "данные учеников"),
    ("ученица", "данные учеников"),
    ("обучающ", "данные учеников"),
    ("учащ", "данные учеников"),
    ("код участника", "коды участников работ"),
    ("код ученика", "данные учеников"),
    ("участник впр", "данные учеников"),
    ("родител", "данные родителей"),
];

/// Headings that count pupils name none.
const COUNTS: &[&str] = &["количество", "число", "численность", "кол", "доля", "всего"];

fn forbidden(heading: &str) -> Option<&'static str> {
    let words = format!(" {} ", spelling::folded(heading));
    if COUNTS.iter().any(|count| words.contains(&format!(" {count} "))) {
        return None;
    }
    // The name of our own column.
    if words.trim() == "ключ родителя" || words.trim() == "родитель" {
        return None;
    }
    let exact = |word: &str| word == "инн";
    FORBIDDEN
        .iter()
        .find(|(word, _)| words.contains(&if exact(word) { format!(" {word} ") } else { format!(" {word}") }))
        .map(|(_, reason)| *reason)
}

/// Where the headings are and what they mean.
pub struct Headings {
    /// Index of the row in the table.
    pub row: usize,
    columns: Vec<Option<Column>>,
}

/// How far down a title may push the headings.
const DEEPEST: usize = 10;

impl Headings {
    /// Finds the row of headings.
    ///
    /// # Errors
    /// In words: no headings, doubled ones, or ones that must not be brought here.
    pub fn find(what: What, table: &mut Table) -> Result<Self, Vec<String>> {
        let texts = |row: &Row| row.cells.iter().map(Cell::text).collect::<Vec<_>>();
        let rows = || table.rows.iter().take(DEEPEST).map(texts).enumerate();
        let reasons = |cells: &[String]| cells.iter().find_map(|c| forbidden(c).map(|reason| refusal(c, reason)));
        let score = |(_, cells): &(usize, Vec<String>)| recognised(what, cells.iter().map(String::as_str));
        // The first of equals.
        let best = rows().rev().max_by_key(score);
        let Some((row, cells)) = best.filter(|row| score(row) >= 2) else {
            let reason = rows().find_map(|(_, cells)| reasons(&cells)).unwrap_or_else(|| missing(what));
            return Err(vec![reason]);
        };
        if let Some(reason) = reasons(&cells) {
            return Err(vec![reason]);
        }
        let columns: Vec<Option<Column>> = cells.iter().map(|cell| meant(what, cell)).collect();
        let mut errors = Vec::new();
        for spec in specs(what) {
            let same: Vec<&str> =
                cells.iter().zip(&columns).filter(|(_, c)| **c == Some(spec.column)).map(|(t, _)| t.as_str()).collect();
            if same.len() > 1 {
                errors.push(format!("столбец «{}» встречается дважды: {}", spec.title, same.join(", ")));
            }
        }
        if !columns.contains(&Some(Column::Key)) {
            errors.push("нет столбца «ключ»: без него повторный импорт завёл бы всех ещё раз".into());
        }
        let unknown: Vec<String> = cells
            .iter()
            .zip(&columns)
            .filter(|(text, column)| column.is_none() && !text.trim().is_empty())
            .map(|(text, _)| format!("«{}»", shortened(text)))
            .collect();
        if !unknown.is_empty() {
            table.notes.push(format!("эти столбцы не читаются: {}", unknown.join(", ")));
        }
        if errors.is_empty() { Ok(Self { row, columns }) } else { Err(errors) }
    }

    /// Does the row go on to the right of the last heading?
    pub fn is_overrun(&self, row: &Row) -> bool {
        row.cells.iter().skip(self.columns.len()).any(|cell| !cell.is_empty())
    }

    /// The cell of a column.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> Option<&'a Cell> {
        let index = self.columns.iter().position(|c| *c == Some(column))?;
        row.cells.get(index)
    }
}

fn refusal(heading: &str, reason: &str) -> String {
    format!(
        "в файле есть столбец «{}»: {reason} Учительская не принимает. Удалите столбец и повторите",
        shortened(heading)
    )
}

fn missing(what: What) -> String {
    let titles: Vec<&str> = specs(what).iter().map(|s| s.title).collect();
    format!("не нашли строку заголовков. Ждём столбцы: {}. Образец: ключ --template", titles.join(", "))
}

/// Headings that say too much are not repeated in full.
pub fn shortened(text: &str) -> String {
    let text = spelling::clean(text);
    if text.chars().count() > 60 { text.chars().take(60).chain(['…']).collect() } else { text }
}
