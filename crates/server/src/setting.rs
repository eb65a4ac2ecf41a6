//! Facts about this installation, by name.

use platform::{App, Tx};
use sea_orm::{Set, entity::prelude::*, sea_query::OnConflict};

/// Table `setting`.
pub mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "setting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub value: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// # Errors
/// When the database is out of reach.
pub async fn get(app: &App, name: &str) -> kernel::Result<Option<String>> {
    Ok(entity::Entity::find_by_id(name).one(app.reader()).await?.map(|row| row.value))
}

/// # Errors
/// When the database refuses.
pub async fn put(tx: &Tx, name: &str, value: &str) -> kernel::Result<()> {
    let row = entity::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_owned()) };
    entity::Entity::insert(row)
        .on_conflict(OnConflict::column(entity::Column::Name).update_column(entity::Column::Value).to_owned())
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}
