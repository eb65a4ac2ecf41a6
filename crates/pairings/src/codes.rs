//! The closed lists that are data rather than types: themes of help beside the subjects, and languages.

use kernel::subject;

use crate::kinds::ThemeKind;

/// What heads of schools need help in, in the order in which lists show it. Names shown by the application live in the
/// web catalogue; [`theme`] says the same where the server itself writes for people.
pub const MANAGEMENT: &[(&str, &str)] = &[
    ("assessment", "Оценка качества (ВСОКО)"),
    ("planning", "Планирование и программа развития"),
    ("staff", "Кадры и рост учителей"),
    ("method_work", "Методическая работа"),
    ("motivation", "Учебная мотивация"),
    ("discipline", "Дисциплина и уклад школы"),
    ("parents", "Работа с родителями"),
    ("digital", "Цифровая среда"),
    ("resources", "Оснащение и ресурсы"),
    ("leadership", "Управленческая команда"),
];

/// Languages in which schools of the country teach, by ISO 639 code, with their Russian names.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("ru", "русский"),
    ("tt", "татарский"),
    ("ba", "башкирский"),
    ("cv", "чувашский"),
    ("ce", "чеченский"),
    ("os", "осетинский"),
    ("sah", "якутский"),
    ("bxr", "бурятский"),
    ("tyv", "тувинский"),
    ("udm", "удмуртский"),
    ("chm", "марийский"),
    ("myv", "эрзянский"),
    ("mdf", "мокшанский"),
    ("kv", "коми"),
    ("xal", "калмыцкий"),
    ("kbd", "кабардино-черкесский"),
    ("krc", "карачаево-балкарский"),
    ("ady", "адыгейский"),
    ("inh", "ингушский"),
    ("av", "аварский"),
    ("dar", "даргинский"),
    ("lez", "лезгинский"),
    ("kum", "кумыкский"),
    ("alt", "алтайский"),
    ("kjh", "хакасский"),
    ("crh", "крымскотатарский"),
    ("uk", "украинский"),
    ("nen", "ненецкий"),
    ("evn", "эвенкийский"),
    ("chk", "чукотский"),
];

/// What most schools teach in.
pub const RUSSIAN: &str = "ru";

pub fn is_language(code: &str) -> bool {
    LANGUAGES.iter().any(|(known, _)| *known == code)
}

/// The Russian name; an unknown code is its own name.
pub fn language(code: &str) -> &str {
    LANGUAGES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| *name)
}

/// Is there such a theme?
pub fn is_theme(kind: ThemeKind, code: &str) -> bool {
    match kind {
        ThemeKind::Subject => subject::is_known(code),
        ThemeKind::Management => MANAGEMENT.iter().any(|(known, _)| *known == code),
    }
}

/// The name of a theme as documents have it; an unknown code is its own name.
pub fn theme(kind: ThemeKind, code: &str) -> &str {
    match kind {
        ThemeKind::Subject => subject::russian(code),
        ThemeKind::Management => MANAGEMENT.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| *name),
    }
}
