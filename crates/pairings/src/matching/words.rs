//! Numbers and lists as Russian sentences have them.

/// «2 практики»: for 1, for 2 to 4, for 5 and more.
pub fn after_number(number: i64, words: [&str; 3]) -> String {
    let [one, few, many] = words;
    let word = match (number.rem_euclid(10), number.rem_euclid(100)) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    };
    format!("{number} {word}")
}

/// «4-я»: of schools.
pub fn ordinal(number: usize) -> String {
    format!("{number}-я")
}

/// A name that has no quotes of its own.
pub fn quoted(name: &str) -> String {
    if name.contains('«') { name.to_owned() } else { format!("«{name}»") }
}

pub fn joined(parts: &[String], between: &str) -> String {
    parts.join(between)
}
