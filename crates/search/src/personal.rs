//! Kept searches of a person: handed out, erased.

use async_trait::async_trait;
use kernel::{PersonId, Result};
use platform::{
    App, Tx,
    ports::{PersonalData, PersonalPart},
};
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};
use serde_json::json;

use crate::entity::{saved_match, saved_search};

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let rows = saved_search::Entity::find().filter(saved_search::Column::PersonId.eq(person));
        let rows = rows.order_by_asc(saved_search::Column::Id).all(app.reader()).await?;
        let line = |row: saved_search::Model| json!({"title": row.title, "search": row.ask, "notify": row.notify != 0, "created_at": row.created_at});
        Ok(vec![PersonalPart { name: "saved_searches", contents: rows.into_iter().map(line).collect() }])
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        let own = saved_search::Entity::find()
            .select_only()
            .column(saved_search::Column::Id)
            .filter(saved_search::Column::PersonId.eq(person))
            .into_query();
        let matches = saved_match::Entity::delete_many();
        matches.filter(saved_match::Column::SavedSearchId.in_subquery(own)).exec(tx.db()).await?;
        saved_search::Entity::delete_many().filter(saved_search::Column::PersonId.eq(person)).exec(tx.db()).await?;
        Ok(())
    }
}
