//! Table `post`.

use kernel::{PersonId, PostId, Timestamp, TopicId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostId,
    pub topic_id: TopicId,
    pub no: i32,
    pub author_id: PersonId,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub html: String,
    /// Version of the renderer that made `html`.
    pub rendered_by: i32,
    pub version: i32,
    pub reply_to_id: Option<PostId>,
    pub client_key: Option<Uuid>,
    /// Digest of the request that came with the key.
    pub client_print: Option<String>,
    pub useful: i32,
    pub apply: i32,
    pub thanks: i32,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub deleted_by: Option<PersonId>,
    #[sea_orm(column_type = "Text")]
    pub delete_reason: Option<String>,
    /// How many are attached; pages ask for files only where there are some.
    pub files: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
