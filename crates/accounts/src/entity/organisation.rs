//! Table `organisation`.

use kernel::{OrgId, OrgKind, Timestamp};
use sea_orm::entity::prelude::*;

use crate::words::AssociationLevel;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrgId,
    pub kind: OrgKind,
    pub parent_id: Option<OrgId>,
    #[sea_orm(column_type = "Text")]
    pub legal_name: String,
    #[sea_orm(column_type = "Text")]
    pub short_name: String,
    #[sea_orm(column_type = "Text")]
    pub place: Option<String>,
    pub school_type: Option<String>,
    pub time_zone: String,
    pub code: Option<String>,
    /// Subject of an association.
    pub subject: Option<String>,
    pub level: Option<AssociationLevel>,
    #[sea_orm(column_type = "Text")]
    pub about: Option<String>,
    /// See [`crate::names`].
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    pub external_key: Option<String>,
    pub closed_at: Option<Timestamp>,
    pub version: i32,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
