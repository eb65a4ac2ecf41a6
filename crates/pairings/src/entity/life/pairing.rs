//! Table `pairing`.

use kernel::{MatchRunId, NeedId, OfferId, OrgId, PairingId, PersonId, SpaceId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{PairState, ThemeKind};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PairingId,
    pub number: i32,
    /// The municipality of the school that is helped.
    pub territory_id: OrgId,
    pub mentor_id: OrgId,
    pub mentee_id: OrgId,
    /// Both ids, sorted.
    pub duo: String,
    pub need_id: Option<NeedId>,
    /// Whose places are taken while it holds them.
    pub offer_id: Option<OfferId>,
    pub theme_kind: ThemeKind,
    pub theme: String,
    /// The school year it was proposed for.
    pub year: i32,
    pub run_id: Option<MatchRunId>,
    pub score: Option<i32>,
    /// JSON of the parts of the score.
    #[sea_orm(column_type = "Text")]
    pub parts: Option<String>,
    /// Sentences, one a line.
    #[sea_orm(column_type = "Text")]
    pub explanation: String,
    pub state: PairState,
    /// Why it is where it is, in the words of whoever brought it there.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// What stays of it, written at the end.
    #[sea_orm(column_type = "Text")]
    pub debrief: String,
    pub mentor_agreed_by: Option<PersonId>,
    pub mentor_agreed_at: Option<Timestamp>,
    pub mentee_agreed_by: Option<PersonId>,
    pub mentee_agreed_at: Option<Timestamp>,
    pub active_since: Option<Timestamp>,
    /// The day it ended.
    pub until: Option<Date>,
    pub space_id: Option<SpaceId>,
    pub last_active_at: Timestamp,
    /// Who was told of the silence: nobody, curators, coordinators.
    pub silence: i32,
    pub by_id: PersonId,
    pub revision: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
