//! What is kept of a person's files: handed out, erased.
//!
//! What hangs on a post or a practice stays with it, without a name: colleagues use it, and it goes when that goes.
//! What nobody else ever saw goes at once: loose files, unfinished uploads.

use async_trait::async_trait;
use kernel::{FileId, PersonId, Result};
use platform::{
    App, Tx,
    ports::{PersonalData, PersonalPart},
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};
use serde_json::{Value, json};

use crate::{
    binding, collecting,
    entity::{UploadId, file, upload, upload_part},
};

/// Rows in one statement.
const AT_ONCE: usize = 200;

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let rows = file::Entity::find().filter(file::Column::PersonId.eq(person)).order_by_asc(file::Column::Id);
        let mut files = Vec::new();
        for rows in rows.all(app.reader()).await?.chunks(AT_ONCE) {
            for (row, contents) in binding::with_contents(app.reader(), rows.to_vec()).await? {
                let owner = binding::owner_of(&row).map(|owner| json!({ "kind": owner.kind, "id": owner.id }));
                files.push(json!({
                    "id": row.id, "name": row.name, "media_type": contents.media_type, "size": contents.size,
                    "sha256": contents.sha256, "attached_to": owner, "created_at": row.created_at,
                }));
            }
        }
        Ok(vec![PersonalPart { name: "files", contents: Value::Array(files) }])
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        let uploads: Vec<UploadId> = upload::Entity::find()
            .select_only()
            .column(upload::Column::Id)
            .filter(upload::Column::PersonId.eq(person))
            .into_tuple()
            .all(tx.db())
            .await?;
        for ids in uploads.chunks(AT_ONCE) {
            let parts = upload_part::Entity::delete_many().filter(upload_part::Column::UploadId.is_in(ids.to_vec()));
            parts.exec(tx.db()).await?;
            upload::Entity::delete_many().filter(upload::Column::Id.is_in(ids.to_vec())).exec(tx.db()).await?;
        }
        let loose: Vec<FileId> = file::Entity::find()
            .select_only()
            .column(file::Column::Id)
            .filter(file::Column::PersonId.eq(person))
            .filter(file::Column::OwnerId.is_null())
            .into_tuple()
            .all(tx.db())
            .await?;
        for ids in loose.chunks(AT_ONCE) {
            file::Entity::delete_many().filter(file::Column::Id.is_in(ids.to_vec())).exec(tx.db()).await?;
        }
        // Their contents and pieces in the store are nobody's now.
        collecting::after_upload(tx).await
    }
}
