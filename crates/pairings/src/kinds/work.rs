//! Words of the room `work`.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How two schools work together.
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
pub enum PlanForm {
    /// «Педсовет»
    Council,
    Seminar,
    /// «Мастер-класс»
    Workshop,
    OpenLesson,
    Visit,
    Consultation,
    Materials,
}

impl PlanForm {
    pub const ALL: [Self; 7] = [
        Self::Council,
        Self::Seminar,
        Self::Workshop,
        Self::OpenLesson,
        Self::Visit,
        Self::Consultation,
        Self::Materials,
    ];

    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::Council => "Педсовет",
            Self::Seminar => "Семинар",
            Self::Workshop => "Мастер-класс",
            Self::OpenLesson => "Открытый урок",
            Self::Visit => "Посещение",
            Self::Consultation => "Консультация",
            Self::Materials => "Материалы",
        }
    }
}
