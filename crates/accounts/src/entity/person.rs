//! Table `person`.

use kernel::{PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::words::PersonStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    #[sea_orm(column_type = "Text")]
    pub surname: String,
    #[sea_orm(column_type = "Text")]
    pub given_name: String,
    #[sea_orm(column_type = "Text")]
    pub patronymic: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub position: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub about: Option<String>,
    /// Lower case. Unique among confirmed addresses.
    pub email: Option<String>,
    pub email_confirmed_at: Option<Timestamp>,
    pub status: PersonStatus,
    /// Comma list of numbers: never filtered by, only shown.
    pub grades: String,
    pub time_zone: String,
    pub locale: String,
    /// See [`crate::names`]. Begins with the surname, so it is also the order of lists.
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    pub external_key: Option<String>,
    pub version: i32,
    pub created_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
