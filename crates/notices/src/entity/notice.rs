//! Table `notice`.

use kernel::{NoticeId, OrgId, PersonId, PostId, SpaceId, Timestamp, TopicId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    pub person_id: PersonId,
    /// See `inbox::NoticeKind`.
    pub kind: String,
    pub actor_id: Option<PersonId>,
    pub topic_id: Option<TopicId>,
    pub post_id: Option<PostId>,
    pub space_id: Option<SpaceId>,
    pub organisation_id: Option<OrgId>,
    /// Known to the feature that wrote the notice.
    pub thing_id: Option<Uuid>,
    /// At most one row per person and key.
    pub dedup: String,
    pub created_at: Timestamp,
    pub read_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
