//! The closed words of the bank: what columns, requests and answers may say.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What sort of practice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PracticeKind)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Kind {
    LessonPlan,
    TechnologicalMap,
    Worksheet,
    Presentation,
    Diagnostics,
    Technique,
    Programme,
    Mentoring,
    /// Work with parents.
    Parents,
    Management,
    Extracurricular,
    Inclusive,
}

/// What others may do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Licence {
    CcBy,
    CcBySa,
    CcByNc,
    /// Read inside the network only.
    Network,
}

/// How far a reviewed practice is recommended, weakest first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PracticeLevel)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Level {
    School,
    Municipal,
    Regional,
}

/// Where the version in work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PracticeStage)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Stage {
    /// Nothing is in work.
    None,
    Draft,
    /// Waits for the technical check.
    Submitted,
    /// With the experts.
    Review,
    /// Returned with remarks.
    Revision,
}

/// Who reads the version shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Audience {
    /// Nothing is shown yet.
    Authors,
    /// The people of one school.
    Place,
    Network,
    /// Anybody, signed in or not.
    Everyone,
}

/// Where one version stands. The last two never change again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PracticeState)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum VersionState {
    Draft,
    Submitted,
    Review,
    Revision,
    Published,
    Community,
}

/// What became of an expert's task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ReviewState {
    Assigned,
    Done,
    Declined,
}

/// What an expert advises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Verdict {
    Recommend,
    Revise,
    Reject,
}

/// Did it help?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Outcome {
    Helped,
    Partly,
    No,
}

/// «полезно», «применю», «спасибо»
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Reaction {
    Useful,
    Apply,
    Thanks,
}

/// What readers do that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Use {
    Viewed,
    Downloaded,
    Cited,
}

impl From<Stage> for Option<VersionState> {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::None => None,
            Stage::Draft => Some(VersionState::Draft),
            Stage::Submitted => Some(VersionState::Submitted),
            Stage::Review => Some(VersionState::Review),
            Stage::Revision => Some(VersionState::Revision),
        }
    }
}

impl Level {
    /// As the search index and files write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Municipal => "municipal",
            Self::Regional => "regional",
        }
    }
}

impl Licence {
    pub fn word(self) -> &'static str {
        match self {
            Self::CcBy => "cc_by",
            Self::CcBySa => "cc_by_sa",
            Self::CcByNc => "cc_by_nc",
            Self::Network => "network",
        }
    }
}

/// The stored form of a closed word.
pub fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
