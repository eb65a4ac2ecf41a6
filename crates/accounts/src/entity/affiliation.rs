//! Table `affiliation`.

use kernel::{AffiliationId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::words::AffiliationStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "affiliation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AffiliationId,
    pub person_id: PersonId,
    pub organisation_id: OrgId,
    pub status: AffiliationStatus,
    #[sea_orm(column_type = "Text")]
    pub position: Option<String>,
    pub asked_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
    pub confirmed_by: Option<PersonId>,
    /// Set when ended or refused; at most one row of a person and an organisation has none.
    pub ended_at: Option<Timestamp>,
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::organisation::Entity",
        from = "Column::OrganisationId",
        to = "super::organisation::Column::Id"
    )]
    Organisation,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}
