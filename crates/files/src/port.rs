//! Stored files as other features see them.

use std::collections::HashMap;

use async_trait::async_trait;
use bytes::Bytes;
use kernel::{Error, FileId, PersonId, Result};
use platform::{
    App, Tx,
    ports::{FileRef, FileText, Files, Owner},
};
use sea_orm::entity::prelude::*;

use crate::{
    binding,
    entity::{BlobId, blob, text},
    intake,
    quota::Room,
    reading,
    store::{self, Store},
    uploads,
};

/// The port.
pub struct Stored;

#[async_trait]
impl Files for Stored {
    async fn bind(&self, tx: &mut Tx, owner: &Owner, by: PersonId, files: &[FileId]) -> Result<()> {
        binding::bind(tx, owner, by, files).await
    }

    async fn copy(&self, tx: &mut Tx, from: &Owner, to: &Owner) -> Result<()> {
        binding::copy(tx, from, to).await
    }

    async fn of(&self, app: &App, owners: &[Owner]) -> Result<HashMap<Owner, Vec<FileRef>>> {
        let found = binding::of(app.reader(), owners).await?;
        let shown = |rows: Vec<_>| rows.iter().map(|(row, contents)| binding::shown(row, contents)).collect();
        Ok(found.into_iter().map(|(owner, rows)| (owner, shown(rows))).collect())
    }

    async fn texts(&self, app: &App, owners: &[Owner]) -> Result<HashMap<Owner, Vec<FileText>>> {
        let found = binding::of(app.reader(), owners).await?;
        let ids: Vec<BlobId> = found.values().flatten().map(|(_, contents)| contents.id).collect();
        let mut texts = HashMap::new();
        for ids in ids.chunks(100) {
            let rows = text::Entity::find().filter(text::Column::BlobId.is_in(ids.to_vec())).all(app.reader()).await?;
            for row in rows {
                texts.insert(row.blob_id, (row.parts().unwrap_or_default(), row.text));
            }
        }
        let mut all = HashMap::new();
        for (owner, rows) in found {
            let read: Vec<FileText> = rows
                .into_iter()
                .filter_map(|(row, contents)| {
                    let (parts, text) = texts.get(&contents.id)?.clone();
                    Some(FileText { id: row.id, name: row.name, text, parts })
                })
                .collect();
            if !read.is_empty() {
                all.insert(owner, read);
            }
        }
        Ok(all)
    }

    async fn read(&self, app: &App, by: PersonId, file: FileId) -> Result<FileText> {
        let (row, contents) = binding::find(app.reader(), file).await?;
        if row.person_id != by || binding::owner_of(&row).is_some() {
            return Err(Error::Hidden);
        }
        if contents.text_state == blob::TextState::Waiting {
            reading::read(app, contents.id).await?;
        }
        match text::Entity::find_by_id(contents.id).one(app.reader()).await? {
            Some(text) => Ok(FileText { id: row.id, name: row.name, parts: text.parts()?, text: text.text }),
            None => {
                let (_, contents) = binding::find(app.reader(), file).await?;
                Err(Error::invalid("file", reason(contents.text_reason.as_deref())))
            }
        }
    }

    async fn bytes(&self, app: &App, file: FileId) -> Result<Bytes> {
        let (_, contents) = binding::find(app.reader(), file).await?;
        Store::of(app)?.get(&store::blob(contents.id)).await
    }

    async fn store(&self, app: &App, by: PersonId, name: &str, contents: Bytes) -> Result<FileId> {
        let accepted = intake::accept(app, name, contents).await?;
        let room = Room::of(app, by).await?;
        uploads::make(app, room, &accepted, None).await
    }
}

/// A stored reason as field errors name it.
fn reason(stored: Option<&str>) -> &'static str {
    use crate::extract::Failure;
    [Failure::Encrypted, Failure::Damaged, Failure::TooLarge, Failure::Nonsense]
        .into_iter()
        .map(Failure::code)
        .find(|code| stored == Some(code))
        .unwrap_or("empty")
}
