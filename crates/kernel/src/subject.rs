//! School subjects and neighbouring fields of work, by stable code. Names shown by the application live in the web
//! catalogue; [`russian`] says the same where the server itself writes for people.

/// Codes in the order in which lists show them.
pub const SUBJECTS: &[&str] = &[
    "russian",
    "literature",
    "native_language",
    "reading",
    "math",
    "algebra",
    "geometry",
    "statistics",
    "informatics",
    "english",
    "german",
    "french",
    "world",
    "history",
    "social_studies",
    "odnknr",
    "orkse",
    "geography",
    "physics",
    "chemistry",
    "biology",
    "art",
    "music",
    "technology",
    "pe",
    "obzr",
    "project",
    "extracurricular",
    "class_teacher",
    "psychology",
    "management",
];

pub fn is_known(code: &str) -> bool {
    SUBJECTS.contains(&code)
}

/// School grades are 1 to 12 (evening schools have a twelfth).
pub fn is_grade(grade: i32) -> bool {
    (1..=12).contains(&grade)
}

/// The name as the web catalogue has it; an unknown code is its own name.
pub fn russian(code: &str) -> &str {
    match code {
        "russian" => "Русский язык",
        "literature" => "Литература",
        "native_language" => "Родной язык",
        "reading" => "Литературное чтение",
        "math" => "Математика",
        "algebra" => "Алгебра",
        "geometry" => "Геометрия",
        "statistics" => "Вероятность и статистика",
        "informatics" => "Информатика",
        "english" => "Английский язык",
        "german" => "Немецкий язык",
        "french" => "Французский язык",
        "world" => "Окружающий мир",
        "history" => "История",
        "social_studies" => "Обществознание",
        "odnknr" => "ОДНКНР",
        "orkse" => "ОРКСЭ",
        "geography" => "География",
        "physics" => "Физика",
        "chemistry" => "Химия",
        "biology" => "Биология",
        "art" => "Изобразительное искусство",
        "music" => "Музыка",
        "technology" => "Труд (технология)",
        "pe" => "Физкультура",
        "obzr" => "ОБЗР",
        "project" => "Проектная деятельность",
        "extracurricular" => "Внеурочная деятельность",
        "class_teacher" => "Классное руководство",
        "psychology" => "Психология",
        "management" => "Управление школой",
        other => other,
    }
}
