//! Table `invitation`.

use kernel::{InvitationId, OrgId, PersonId, Role, Timestamp};
use sea_orm::entity::prelude::*;

use crate::words::InvitationKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    pub token_hash: String,
    pub kind: InvitationKind,
    pub organisation_id: OrgId,
    pub role: Role,
    /// An imported person who takes over their own record.
    pub person_id: Option<PersonId>,
    #[sea_orm(column_type = "Text")]
    pub surname: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub given_name: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub patronymic: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub position: Option<String>,
    pub max_uses: i32,
    pub used: i32,
    pub expires_at: Timestamp,
    pub created_at: Timestamp,
    /// Nobody: made by whoever runs the installation.
    pub created_by: Option<PersonId>,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
