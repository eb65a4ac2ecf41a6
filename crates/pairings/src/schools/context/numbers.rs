//! Plain numbers of a context: their names, ranges, and where they stand. Form, template, import and view are made of
//! this table.

use super::ContextForm;

/// A whole number of a context.
pub struct Number {
    pub key: &'static str,
    pub title: &'static str,
    pub min: i32,
    pub max: i32,
    pub get: fn(&ContextForm) -> Option<i32>,
    pub set: fn(&mut ContextForm, Option<i32>),
}

macro_rules! numbers {
    ($($field:ident, $title:literal, $range:expr;)*) => {
        /// All of them, in the order of the form.
        pub const NUMBERS: &[Number] = &[$(Number {
            key: stringify!($field),
            title: $title,
            min: *$range.start(),
            max: *$range.end(),
            get: |form| form.$field,
            set: |form, value| form.$field = value,
        }),*];
    };
}

numbers! {
    pupils, "Число учеников", 1..=20_000;
    shifts, "Число смен", 1..=3;
    teachers, "Число педагогов", 0..=2_000;
    vacancies, "Вакансии", 0..=500;
    teachers_under_35, "Педагоги до 35 лет", 0..=2_000;
    teachers_over_60, "Педагоги старше 60 лет", 0..=2_000;
    first_category, "Педагоги первой категории", 0..=2_000;
    highest_category, "Педагоги высшей категории", 0..=2_000;
    minutes_to_centre, "Минут дороги до районного центра", 0..=1_440;
}
