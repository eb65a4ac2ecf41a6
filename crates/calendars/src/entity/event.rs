//! Table `event`.

use kernel::{EventId, OrgId, PersonId, Timestamp, TopicId};
use sea_orm::entity::prelude::*;

use crate::kinds::{EventAudience, EventKind, EventLevel, EventState, RegistrationMode};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// Part of the permanent address; given with the first publication.
    pub number: Option<i32>,
    pub owner_id: PersonId,
    pub host_id: OrgId,
    pub association_id: Option<OrgId>,
    pub kind: EventKind,
    pub state: EventState,
    pub level: EventLevel,
    pub audience: EventAudience,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    /// Markdown.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    /// JSON list: shown as a whole, never asked for.
    #[sea_orm(column_type = "Text")]
    pub programme: String,
    /// IANA name.
    pub time_zone: String,
    /// What the clock on the wall shows there; `starts_at` and `ends_at` are computed of it.
    pub starts_wall: Option<DateTime>,
    pub ends_wall: Option<DateTime>,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    /// «март, по графику»: what is known while there is no date.
    #[sea_orm(column_type = "Text")]
    pub slot: String,
    #[sea_orm(column_type = "Text")]
    pub place: String,
    /// Where one connects; for those who are registered.
    #[sea_orm(column_type = "Text")]
    pub link: String,
    pub registration: RegistrationMode,
    pub register_until_wall: Option<DateTime>,
    pub register_until: Option<Timestamp>,
    pub topic_id: Option<TopicId>,
    /// Why it was cancelled or postponed.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Grows with every save.
    pub revision: i32,
    /// Grows with everything that calendars of participants must hear of; never falls.
    pub sequence: i32,
    pub created_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
