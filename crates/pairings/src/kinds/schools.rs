//! Words of the room `schools`.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What help is about.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ThemeKind {
    /// A subject of `kernel::subject`.
    Subject,
    /// A theme of `codes::MANAGEMENT`.
    Management,
}

/// How far a school leads its pupils, and in what manner.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ContextSchoolKind)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SchoolKind {
    /// «НОШ»
    Primary,
    /// «ООШ»: no grades 10 and 11.
    Basic,
    /// «СОШ»
    Secondary,
    Gymnasium,
    Lyceum,
}

impl SchoolKind {
    pub const ALL: [Self; 5] = [Self::Primary, Self::Basic, Self::Secondary, Self::Gymnasium, Self::Lyceum];

    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::Primary => "Начальная школа",
            Self::Basic => "Основная школа",
            Self::Secondary => "Средняя школа",
            Self::Gymnasium => "Гимназия",
            Self::Lyceum => "Лицей",
        }
    }

    /// The last grade it teaches.
    pub fn last_grade(self) -> i32 {
        match self {
            Self::Primary => 4,
            Self::Basic => 9,
            Self::Secondary | Self::Gymnasium | Self::Lyceum => 11,
        }
    }
}

/// Shares of the pupils of a school.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ContextShareKey)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ShareKey {
    CompleteFamilies,
    IncompleteFamilies,
    /// On the record of police or commission.
    OnRecord,
    /// Both parents are without work.
    UnemployedParents,
    Guardianship,
    /// «Инофоны»
    ForeignLanguage,
    /// «Очно-заочная форма»
    PartTime,
}

impl ShareKey {
    pub const ALL: [Self; 7] = [
        Self::CompleteFamilies,
        Self::IncompleteFamilies,
        Self::OnRecord,
        Self::UnemployedParents,
        Self::Guardianship,
        Self::ForeignLanguage,
        Self::PartTime,
    ];

    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::CompleteFamilies => "Дети из полных семей",
            Self::IncompleteFamilies => "Дети из неполных семей",
            Self::OnRecord => "Дети на учёте",
            Self::UnemployedParents => "Оба родителя не работают",
            Self::Guardianship => "Дети под опекой",
            Self::ForeignLanguage => "Дети, для которых русский язык неродной",
            Self::PartTime => "Дети на очно-заочной форме обучения",
        }
    }
}

/// What is told of a school in steps of one to five.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ContextLevelKey)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum LevelKey {
    ParentsEducation,
    Housing,
    ClassClimate,
    Health,
    GraduatesAdaptation,
}

impl LevelKey {
    pub const ALL: [Self; 5] =
        [Self::ParentsEducation, Self::Housing, Self::ClassClimate, Self::Health, Self::GraduatesAdaptation];

    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::ParentsEducation => "Образование родителей",
            Self::Housing => "Условия проживания",
            Self::ClassClimate => "Микроклимат в классах",
            Self::Health => "Здоровье детей",
            Self::GraduatesAdaptation => "Адаптация выпускников",
        }
    }

    /// What each step means, from 1 to 5.
    pub fn anchors(self) -> [&'static str; 5] {
        match self {
            Self::ParentsEducation => [
                "у большинства родителей нет профессионального образования",
                "у большинства среднее профессиональное, высшее у единиц",
                "высшее примерно у каждого четвёртого",
                "высшее примерно у половины",
                "высшее у большинства",
            ],
            Self::Housing => [
                "у большинства жильё тесное или без удобств",
                "у многих жильё без удобств, своего места для занятий нет",
                "у половины детей есть своё место для занятий",
                "у большинства благоустроенное жильё и место для занятий",
                "почти у всех благоустроенное жильё и своя комната или угол",
            ],
            Self::ClassClimate => [
                "во многих классах конфликты, детей обижают",
                "конфликты часты, помощь нужна нескольким классам",
                "в целом спокойно, есть отдельные трудные классы",
                "доброжелательно, конфликты редки",
                "дети поддерживают друг друга во всех классах",
            ],
            Self::Health => [
                "у большинства детей хронические заболевания (III–V группа)",
                "III–V группа примерно у трети",
                "большинство во II группе, III–V у каждого пятого",
                "большинство в I и II группе, III–V у единиц",
                "почти все дети в I и II группе здоровья",
            ],
            Self::GraduatesAdaptation => [
                "многие выпускники не учатся и не работают",
                "часть выпускников бросает учёбу в первый год",
                "большинство продолжает учёбу, отсев заметен",
                "почти все учатся или работают, отсев единичный",
                "все учатся или работают по выбранному делу",
            ],
        }
    }
}

/// A dated status of a school. A territory may call it otherwise.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = SchoolStatusKind)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum StatusKind {
    /// «ШНОР»
    Shnor,
    /// «ШССУ»
    Shssu,
    /// «ШНРО»
    Shnro,
    /// «ШФНСУ»
    Shfnsu,
    /// «Школа роста»
    Growth,
    /// «Школа-наставник»
    Mentor,
}

impl StatusKind {
    pub const ALL: [Self; 6] = [Self::Shnor, Self::Shssu, Self::Shnro, Self::Shfnsu, Self::Growth, Self::Mentor];

    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::Shnor => "Школа с низкими образовательными результатами",
            Self::Shssu => "Школа в сложных социальных условиях",
            Self::Shnro => "Школа с низкими результатами обучения",
            Self::Shfnsu => "Школа, функционирующая в неблагоприятных социальных условиях",
            Self::Growth => "Школа роста",
            Self::Mentor => "Школа-наставник",
        }
    }

    /// A school of such a status is helped and helps nobody in what it is weak in.
    pub fn low(self) -> bool {
        matches!(self, Self::Shnor | Self::Shnro)
    }
}

/// Who says that a school needs help.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum NeedSource {
    School,
    Coordinator,
    /// Results of pupils say so.
    Results,
}

/// Where a need is in its life.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum NeedState {
    Open,
    /// A pair works on it.
    Matched,
    Closed,
}

/// Whether a school takes others to help.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum OfferState {
    Open,
    /// Works with those it has, takes no others.
    Paused,
    Withdrawn,
}
