//! Words of the life of a pair.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a pair is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingState)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum PairState {
    /// Somebody thinks that they fit; both schools are asked.
    Proposed,
    /// Both schools agree.
    Agreed,
    /// They work under an agreement in force.
    Active,
    /// They keep each other's place and do not work.
    Suspended,
    Completed,
    /// Ended before its time.
    Ended,
    /// One of the schools said no.
    Declined,
    /// A coordinator said no.
    Vetoed,
    /// Taken back by a coordinator.
    Withdrawn,
}

impl PairState {
    pub const ALL: [Self; 9] = [
        Self::Proposed,
        Self::Agreed,
        Self::Active,
        Self::Suspended,
        Self::Completed,
        Self::Ended,
        Self::Declined,
        Self::Vetoed,
        Self::Withdrawn,
    ];

    /// One of these at most for two schools and a theme: the partial unique index says the same.
    pub const LIVE: [Self; 4] = [Self::Proposed, Self::Agreed, Self::Active, Self::Suspended];

    /// Holds a place of the mentor and the theme of the mentee.
    pub const HOLDING: [Self; 2] = [Self::Active, Self::Suspended];

    pub fn live(self) -> bool {
        Self::LIVE.contains(&self)
    }

    pub fn holding(self) -> bool {
        Self::HOLDING.contains(&self)
    }
}

/// One of the two schools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingSide)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Side {
    /// The school that helps.
    Mentor,
    /// The school that is helped.
    Mentee,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Mentor, Self::Mentee];
}

/// Where an agreement is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum AgreementState {
    Draft,
    /// Both heads are asked for their word; nothing in it changes any more.
    Sent,
    SignedOne,
    Signed,
    /// Its last day has passed.
    Expired,
    Terminated,
}

impl AgreementState {
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Sent, Self::SignedOne, Self::Signed, Self::Expired, Self::Terminated];

    /// Being written or signed: one at most for a pair.
    pub const PENDING: [Self; 3] = [Self::Draft, Self::Sent, Self::SignedOne];

    pub fn pending(self) -> bool {
        Self::PENDING.contains(&self)
    }
}

/// What somebody is in a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingDuty)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Duty {
    Director,
    Teacher,
    YoungTeacher,
    /// «Куратор пары» of one side: whoever keeps the work going.
    Curator,
}

/// Who works with whom inside a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingTieKind)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum TieKind {
    Director,
    Teacher,
    /// A teacher of the one school looks after a beginner of the other.
    YoungTeacher,
}
