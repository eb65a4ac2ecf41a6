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

impl PlanForm {
    /// Gathers people, so that it may become an event.
    pub fn gathers(self) -> bool {
        self != Self::Materials
    }
}

/// Where an item of a plan is in its life. Whether it is late is told by its date, not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanItemState)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum PlanState {
    Planned,
    Done,
    Cancelled,
}

/// Where a visit of one school to the other is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingVisitState)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum VisitState {
    Planned,
    /// It took place; what was seen is being written down.
    Held,
    /// Both schools have signed; nothing changes any more.
    Signed,
    Missed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingReportState)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ReportState {
    Draft,
    Submitted,
}

/// When both schools are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingSurveyRound)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SurveyRound {
    Middle,
    End,
}

/// When something is measured.
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
pub enum EffectPoint {
    Start,
    Middle,
    End,
}

impl EffectPoint {
    pub const ALL: [Self; 3] = [Self::Start, Self::Middle, Self::End];

    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::Start => "начало",
            Self::Middle => "середина",
            Self::End => "конец",
        }
    }
}

/// Whose numbers they are.
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
pub enum EffectWhose {
    /// The school that is helped.
    Mentee,
    /// Schools in like conditions, together.
    Alike,
}

/// What a comparison of two shares says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EffectVerdict)]
pub enum Verdict {
    Better,
    Worse,
    /// «В пределах погрешности»: the interval holds nought.
    WithinError,
    /// «Недостаточно данных»
    NoData,
}

impl Verdict {
    /// As the server writes it for people.
    pub fn russian(self) -> &'static str {
        match self {
            Self::Better => "лучше",
            Self::Worse => "хуже",
            Self::WithinError => "в пределах погрешности",
            Self::NoData => "недостаточно данных",
        }
    }
}
