//! School subjects and neighbouring fields of work, by stable code. Russian names live in the web catalogue.

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
