//! Pieces every migration is made of.

use sea_orm_migration::{prelude::*, schema};

/// A table under construction.
pub struct NewTable(TableCreateStatement);

pub fn table(name: &'static str) -> NewTable {
    NewTable(Table::create().table(name).to_owned())
}

impl NewTable {
    pub fn col(mut self, column: ColumnDef) -> Self {
        self.0.col(column);
        self
    }

    /// `id uuid primary key`.
    pub fn id(self) -> Self {
        self.col(schema::uuid("id").primary_key().take())
    }

    /// A composite primary key.
    pub fn key(mut self, columns: &[&'static str]) -> Self {
        let mut index = Index::create();
        for column in columns {
            index.col(*column);
        }
        self.0.primary_key(index.primary());
        self
    }

    pub fn uuid(self, name: &'static str) -> Self {
        self.col(schema::uuid(name))
    }

    pub fn uuid_null(self, name: &'static str) -> Self {
        self.col(schema::uuid_null(name))
    }

    /// A required reference to `table.id`.
    pub fn refers(self, name: &'static str, table: &'static str) -> Self {
        self.uuid(name).foreign(name, table)
    }

    /// An optional reference to `table.id`.
    pub fn may_refer(self, name: &'static str, table: &'static str) -> Self {
        self.uuid_null(name).foreign(name, table)
    }

    fn foreign(mut self, name: &'static str, table: &'static str) -> Self {
        let mut key = ForeignKey::create();
        key.from_col(name).to(table, "id").on_delete(ForeignKeyAction::Restrict);
        self.0.foreign_key(&mut key);
        self
    }

    pub fn text(self, name: &'static str) -> Self {
        self.col(schema::text(name))
    }

    pub fn text_null(self, name: &'static str) -> Self {
        self.col(schema::text_null(name))
    }

    pub fn string(self, name: &'static str) -> Self {
        self.col(schema::string(name))
    }

    pub fn string_null(self, name: &'static str) -> Self {
        self.col(schema::string_null(name))
    }

    pub fn int(self, name: &'static str) -> Self {
        self.col(schema::integer(name))
    }

    pub fn big(self, name: &'static str) -> Self {
        self.col(schema::big_integer(name))
    }

    pub fn time(self, name: &'static str) -> Self {
        self.col(schema::timestamp_with_time_zone(name))
    }

    pub fn time_null(self, name: &'static str) -> Self {
        self.col(schema::timestamp_with_time_zone_null(name))
    }

    pub fn date(self, name: &'static str) -> Self {
        self.col(schema::date(name))
    }

    pub fn date_null(self, name: &'static str) -> Self {
        self.col(schema::date_null(name))
    }

    pub async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.0).await
    }
}

/// Runs statements that both engines read alike: indexes, partial unique indexes, first rows.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Declares the migration's name and `up`; there is no way down but a backup.
macro_rules! migration {
    ($name:literal, $up:expr) => {
        pub struct Migration;

        impl sea_orm_migration::MigrationName for Migration {
            fn name(&self) -> &str {
                $name
            }
        }

        #[async_trait::async_trait]
        impl sea_orm_migration::MigrationTrait for Migration {
            async fn up(&self, manager: &sea_orm_migration::SchemaManager) -> Result<(), sea_orm_migration::DbErr> {
                $up(manager).await
            }
        }
    };
}
pub(crate) use migration;
