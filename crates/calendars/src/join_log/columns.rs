//! Which column says what, by the words that platforms head it with.

/// What a log can say of one stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Surname,
    Given,
    Patronymic,
    /// The whole name, in whatever order.
    Name,
    Email,
    Joined,
    Left,
    Minutes,
}

/// A heading in small letters, «ё» as «е».
fn column(heading: &str) -> Option<Column> {
    let heading = crate::plan::key(heading);
    let has = |stems: &[&str]| stems.iter().any(|stem| heading.contains(stem));
    if heading.is_empty() {
        None
    } else if has(&["почт", "email", "e mail", "mail", "upn"]) {
        Some(Column::Email)
    } else if has(&["минут", "длительн", "продолжит", "duration", "время в ", "времени в ", "online time", "присутств"])
    {
        Some(Column::Minutes)
    } else if has(&["выход", "отключ", "выш", "покину", "leave", "left", "конец", "last leave"])
    {
        Some(Column::Left)
    } else if has(&["вход", "подключ", "присоедин", "join", "вош", "заш", "начало"]) {
        Some(Column::Joined)
    } else if has(&["фамили", "surname", "last name"]) && !has(&["имя"]) {
        Some(Column::Surname)
    } else if has(&["отчеств", "middle name"]) && !has(&["имя"]) {
        Some(Column::Patronymic)
    } else if heading == "имя" || has(&["first name", "given name"]) {
        Some(Column::Given)
    } else if has(&["имя", "фио", "ф и о", "участник", "пользоват", "name", "user", "participant"])
    {
        Some(Column::Name)
    } else {
        None
    }
}

/// The columns of a row of headings; the first of each kind counts.
pub fn of<'a>(headings: impl Iterator<Item = &'a str>) -> Vec<Option<Column>> {
    let mut taken: Vec<Column> = Vec::new();
    headings
        .map(|heading| {
            let found = column(heading).filter(|found| !taken.contains(found));
            taken.extend(found);
            found
        })
        .collect()
}

/// A row of headings that tells who and for how long.
pub fn good(columns: &[Option<Column>]) -> bool {
    let has = |wanted: &[Column]| columns.iter().flatten().any(|column| wanted.contains(column));
    has(&[Column::Name, Column::Given, Column::Surname, Column::Email]) && has(&[Column::Joined, Column::Minutes])
}
