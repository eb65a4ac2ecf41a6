//! Texts and pages of contents, read by a child, one job per contents.

use async_trait::async_trait;
use bytes::Bytes;
use kernel::Result;
use platform::{App, jobs::JobHandler};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel, entity::prelude::*, sea_query::OnConflict};

use crate::{
    binding,
    contents::{self, ToRead},
    entity::{
        BlobId,
        blob::{self, Preview, TextState},
        file, text,
    },
    event::Event,
    extract::{self, Answer, Failure, Report, Task},
    previews,
    store::{self, Store},
};

/// The job.
pub struct Reading;

#[async_trait]
impl JobHandler for Reading {
    fn kind(&self) -> &'static str {
        contents::READ
    }

    fn slow(&self) -> bool {
        true
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let ToRead { blob } = serde_json::from_str(payload)?;
        read(app, blob).await
    }
}

/// What reading brought.
struct Found {
    text: Result<extract::Reading, &'static str>,
    /// The first page and its thumbnail.
    page: Option<(Bytes, Bytes)>,
}

/// Reads contents unless this version of the extractor did already.
///
/// # Errors
/// `Internal` when the store or the database is out of reach; never because of the file.
pub async fn read(app: &App, id: BlobId) -> Result<()> {
    let Some(row) = blob::Entity::find_by_id(id).one(app.reader()).await? else { return Ok(()) };
    if row.extractor == extract::VERSION {
        return Ok(());
    }
    let store = Store::of(app)?;
    let bytes = store.get(&store::blob(id)).await?;
    let found = look(app, &row, bytes).await?;
    let html = found.text.as_ref().ok().map(|r| previews::sanitised(&r.html)).filter(|h| !h.is_empty());
    let html = html.filter(|_| !row.download_only);
    if let Some(html) = &html {
        store.put(&store::derived(id, "html"), Bytes::from(html.clone())).await?;
    }
    if let Some((page, thumbnail)) = &found.page {
        store.put(&store::derived(id, "page"), page.clone()).await?;
        store.put(&store::derived(id, "thumbnail"), thumbnail.clone()).await?;
    }
    save(app, row, found, html.is_some()).await
}

async fn look(app: &App, row: &blob::Model, bytes: Bytes) -> Result<Found> {
    let task = Task::Text { media_type: row.media_type.clone() };
    let text = match extract::run(app, &task, bytes.clone()).await? {
        Some(Answer { report: Report::Reading(reading), .. }) => Ok(*reading),
        Some(Answer { report: Report::Failed(failure), .. }) => Err(failure.code()),
        // The child died of it.
        _ => Err(Failure::Damaged.code()),
    };
    let mut page = None;
    if row.media_type == "application/pdf"
        && let Some(Answer { report: Report::Page, blobs }) = extract::run(app, &Task::Page, bytes).await?
    {
        let mut blobs = blobs.into_iter().map(Bytes::from);
        page = blobs.next().zip(blobs.next());
    }
    Ok(Found { text, page })
}

async fn save(app: &App, row: blob::Model, found: Found, html: bool) -> Result<()> {
    let id = row.id;
    let mut tx = app.begin().await?;
    if blob::Entity::find_by_id(id).one(tx.db()).await?.is_none() {
        drop(tx);
        // Collected meanwhile.
        return contents::remove(app, id).await;
    }
    let mut row = row.into_active_model();
    row.extractor = Set(extract::VERSION);
    row.thumbnail = Set(found.page.is_some());
    row.preview = Set(match (html, found.page.is_some()) {
        (true, _) => Preview::Html,
        (false, true) => Preview::Picture,
        (false, false) => Preview::None,
    });
    match found.text {
        Ok(reading) => {
            row.text_state = Set(TextState::Ready);
            row.text_reason = Set(None);
            row.pages = Set(reading.pages.and_then(|n| i32::try_from(n).ok()));
            let known = i32::from(reading.known);
            let text = text::ActiveModel {
                blob_id: Set(id),
                // PostgreSQL stores no NUL.
                text: Set(reading.text.replace('\0', "")),
                parts: Set(serde_json::to_string(&reading.parts)?.replace("\\u0000", "")),
                known: Set(known),
            };
            let again = [text::Column::Text, text::Column::Parts, text::Column::Known];
            text::Entity::insert(text)
                .on_conflict(OnConflict::column(text::Column::BlobId).update_columns(again).to_owned())
                .exec_without_returning(tx.db())
                .await?;
        }
        Err(reason) => {
            row.text_state = Set(TextState::None);
            row.text_reason = Set(Some(reason.to_owned()));
            text::Entity::delete_by_id(id).exec(tx.db()).await?;
        }
    }
    row.update(tx.db()).await?;
    for file in file::Entity::find().filter(file::Column::BlobId.eq(id)).all(tx.db()).await? {
        tx.emit(Event::TextReady { file: file.id, owner: binding::owner_of(&file) });
    }
    tx.commit().await?;
    Ok(())
}
