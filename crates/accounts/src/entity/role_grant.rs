//! Table `role_grant`.

use chrono::NaiveDate;
use kernel::{GrantId, OrgId, PersonId, Role, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantId,
    pub person_id: PersonId,
    pub role: Role,
    /// Nothing: the whole network.
    pub scope_id: Option<OrgId>,
    pub since: NaiveDate,
    /// The last day in force.
    pub until: Option<NaiveDate>,
    /// Why: the order, the decision, the invitation.
    #[sea_orm(column_type = "Text")]
    pub basis: String,
    pub granted_by: Option<PersonId>,
    pub created_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    pub revoked_by: Option<PersonId>,
    #[sea_orm(column_type = "Text")]
    pub revoke_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}
