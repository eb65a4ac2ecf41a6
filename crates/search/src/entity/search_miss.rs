//! Table `search_miss`.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_miss")]
pub struct Model {
    /// Lemmas of the query: words of the language only, nothing a person could be known by.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub query: String,
    pub asked: i32,
    /// When it was asked last.
    pub day: NaiveDate,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
