//! Table `topic`.

use kernel::{PersonId, PostId, SectionId, SpaceId, Timestamp, TopicId};
use sea_orm::entity::prelude::*;

use crate::kinds::TopicKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topic")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TopicId,
    pub space_id: SpaceId,
    pub section_id: Option<SectionId>,
    pub kind: TopicKind,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Plain text of the first post's beginning, for lists.
    #[sea_orm(column_type = "Text")]
    pub excerpt: String,
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    pub author_id: PersonId,
    pub subject: Option<String>,
    pub client_key: Option<Uuid>,
    /// Digest of the request that came with the key.
    pub client_print: Option<String>,
    /// Highest post number given; numbers are contiguous and stay taken after a deletion.
    pub last_no: i32,
    /// Posts not deleted.
    pub post_count: i32,
    pub accepted_post_id: Option<PostId>,
    pub accepted_no: Option<i32>,
    pub pinned_at: Option<Timestamp>,
    pub locked_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub deleted_by: Option<PersonId>,
    #[sea_orm(column_type = "Text")]
    pub delete_reason: Option<String>,
    pub created_at: Timestamp,
    pub last_post_at: Timestamp,
    pub last_post_by: PersonId,
    /// For edits of the topic itself.
    pub version: i32,
    /// Grows with every change of the topic, its posts, reactions or bookmarks.
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
