//! Table `calendar_feed`.

use kernel::{CalendarFeedId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_feed")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CalendarFeedId,
    pub person_id: PersonId,
    /// Of the secret part of its address.
    pub token_hash: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// JSON: `feeds::FeedScope`.
    #[sea_orm(column_type = "Text")]
    pub scope: String,
    pub created_at: Timestamp,
    /// When a program last asked for it, to the day.
    pub read_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
