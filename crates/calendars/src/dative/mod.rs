//! To whom a certificate is given: Russian names in the dative case.
//!
//! Rules of school grammar with the words they do not hold for. What the rules cannot know (a surname that families
//! decline each in its own way, a name of no known sex) is told apart, so that somebody looks before it is printed.

mod given;
mod surname;

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

/// A name as it will be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    pub text: String,
    /// The rules are certain of it.
    pub sure: bool,
}

/// One word of a name and whether the rules are certain.
type Word = (String, bool);

/// «Анисимовой Марии Павловне»
pub fn dative(surname: &str, given: &str, patronymic: Option<&str>) -> Declined {
    let patronymic = patronymic.unwrap_or_default();
    let as_it_is = || {
        let parts = [surname, given, patronymic].map(str::trim);
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let Some(sex) = sex(surname, given, patronymic) else { return Declined { text: as_it_is(), sure: false } };
    let parts = [
        words(surname, |word, last| surname::dative(word, sex, last)),
        words(given, |word, last| given::dative(word, sex, last)),
        words(patronymic, |word, _| given::patronymic(word)),
    ];
    let sure = parts.iter().all(|(_, sure)| *sure);
    let said: Vec<&str> = parts.iter().map(|(text, _)| text.as_str()).filter(|text| !text.is_empty()).collect();
    Declined { text: said.join(" "), sure }
}

/// Patronymics tell it, then given names, then surnames.
pub fn sex(surname: &str, given: &str, patronymic: &str) -> Option<Sex> {
    let lower = |text: &str| text.trim().to_lowercase();
    given::sex_of_patronymic(&lower(patronymic))
        .or_else(|| given::sex(&lower(given)))
        .or_else(|| surname::sex(&lower(surname)))
}

/// Declines each word of a part: of «Римская-Корсакова» both, of «де Врис» the second. `last`: nothing follows the word
/// after a hyphen.
fn words(part: &str, rule: impl Fn(&str, bool) -> Word) -> Word {
    let mut text = String::new();
    let mut sure = true;
    let mut rest = part.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if !word.is_empty() {
            let (declined, certain) = declined(word, !after.starts_with('-'), &rule);
            text.push_str(&declined);
            sure &= certain;
        }
        let mark = after.chars().next();
        // A digit or a bracket of another sort is no part of a name that anybody knows.
        sure &= mark.is_none_or(|mark| " -().".contains(mark));
        text.extend(mark);
        rest = &after[mark.map_or(0, char::len_utf8)..];
    }
    (text.split_whitespace().collect::<Vec<_>>().join(" "), sure)
}

fn declined(word: &str, last: bool, rule: &impl Fn(&str, bool) -> Word) -> Word {
    let cyrillic = word.chars().all(|c| matches!(c, 'А'..='я' | 'Ё' | 'ё' | '\'' | '’'));
    if !cyrillic {
        return (word.to_owned(), false);
    }
    // «де», «фон», «оглы»
    if word.chars().next().is_some_and(char::is_lowercase) {
        return (word.to_owned(), true);
    }
    let lower = word.to_lowercase();
    let (declined, sure) = rule(&lower, last);
    (cased(word, &lower, &declined), sure)
}

/// The letters of the word where they are still there, the new ones in its manner.
fn cased(word: &str, lower: &str, declined: &str) -> String {
    let same = lower.chars().zip(declined.chars()).take_while(|(was, is)| was == is).count();
    let loud = word.chars().count() > 1 && word.chars().all(|c| !c.is_lowercase());
    let ending: String = declined.chars().skip(same).collect();
    let mut text: String = word.chars().take(same).collect();
    text.push_str(&if loud { ending.to_uppercase() } else { ending });
    text
}

/// The word with its last `n` letters replaced.
fn instead(word: &str, n: usize, ending: &str) -> String {
    let keep = word.chars().count().saturating_sub(n);
    word.chars().take(keep).chain(ending.chars()).collect()
}

fn is_vowel(c: char) -> bool {
    "аеёиоуыэюя".contains(c)
}

fn vowels(word: &str) -> usize {
    word.chars().filter(|c| is_vowel(*c)).count()
}

/// The letter so many places before the last one.
fn before(word: &str, places: usize) -> char {
    word.chars().rev().nth(places).unwrap_or(' ')
}
