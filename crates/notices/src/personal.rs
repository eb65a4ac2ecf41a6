//! The inbox of a person: handed out, erased.

use async_trait::async_trait;
use kernel::{PersonId, Result};
use platform::{
    App, Tx,
    ports::{PersonalData, PersonalPart},
};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde_json::json;

use crate::entity::notice;

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let rows = notice::Entity::find().filter(notice::Column::PersonId.eq(person));
        let rows = rows.order_by_asc(notice::Column::Id).all(app.reader()).await?;
        let line = |row: notice::Model| {
            json!({
                "kind": row.kind, "topic": row.topic_id, "post": row.post_id, "space": row.space_id,
                "organisation": row.organisation_id, "created_at": row.created_at, "read_at": row.read_at,
            })
        };
        Ok(vec![PersonalPart { name: "notices", contents: rows.into_iter().map(line).collect() }])
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        notice::Entity::delete_many().filter(notice::Column::PersonId.eq(person)).exec(tx.db()).await?;
        Ok(())
    }
}
