//! What nobody holds any more: loose files after a week, unfinished uploads after a day, contents without files,
//! objects without rows.

use std::collections::HashSet;

use async_trait::async_trait;
use chrono::{DateTime, DurationRound, TimeDelta};
use kernel::{Result, Timestamp};
use platform::{App, Tx, jobs, jobs::JobHandler};
use sea_orm::{QuerySelect, entity::prelude::*, sea_query::Query};

use crate::{
    contents,
    entity::{BlobId, UploadId, blob, file, text, upload},
    extract,
    store::Store,
    uploads,
};

const KIND: &str = "files.collect";
/// A file may wait in a draft over the weekend, and over a holiday.
const LOOSE: TimeDelta = TimeDelta::days(7);
/// Nobody goes on with an upload the next day: the page that sent it is gone.
const UNFINISHED: TimeDelta = TimeDelta::hours(24);
/// Rows in one write.
const AT_ONCE: u64 = 500;

/// The job.
pub struct Collecting;

/// Asks for a collection when what became loose now may go; at most one an hour.
pub async fn later(tx: &Tx) -> Result<()> {
    after(tx, LOOSE).await
}

/// The same for an upload that begins now.
pub async fn after_upload(tx: &Tx) -> Result<()> {
    after(tx, UNFINISHED).await
}

async fn after(tx: &Tx, rest: TimeDelta) -> Result<()> {
    let after = tx.now() + rest + TimeDelta::hours(1);
    let at = after.duration_trunc(TimeDelta::hours(1)).unwrap_or(after);
    jobs::enqueue(tx, KIND, &(), at, Some(format!("{KIND}:{}", at.format("%Y-%m-%dT%H")))).await
}

#[async_trait]
impl JobHandler for Collecting {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn slow(&self) -> bool {
        true
    }

    async fn run(&self, app: &App, _: &str) -> Result<()> {
        while files(app, app.now() - LOOSE).await? {}
        let before = app.now() - UNFINISHED;
        unfinished(app, before).await?;
        while empty_contents(app).await? {}
        strays(app, before).await?;
        read_again(app).await
    }
}

/// Files that nothing has held for a week, and what is known of their uploads.
async fn files(app: &App, before: Timestamp) -> Result<bool> {
    let tx = app.begin().await?;
    let loose: Vec<kernel::FileId> = file::Entity::find()
        .select_only()
        .column(file::Column::Id)
        .filter(file::Column::LooseSince.lt(before))
        .limit(AT_ONCE)
        .into_tuple()
        .all(tx.db())
        .await?;
    if loose.is_empty() {
        return Ok(false);
    }
    upload::Entity::delete_many().filter(upload::Column::FileId.is_in(loose.clone())).exec(tx.db()).await?;
    // Asked again: it may have been bound between the two statements.
    file::Entity::delete_many()
        .filter(file::Column::Id.is_in(loose))
        .filter(file::Column::LooseSince.lt(before))
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    Ok(true)
}

async fn unfinished(app: &App, before: Timestamp) -> Result<()> {
    let old: Vec<UploadId> = upload::Entity::find()
        .select_only()
        .column(upload::Column::Id)
        .filter(upload::Column::TouchedAt.lt(before))
        .into_tuple()
        .all(app.reader())
        .await?;
    for id in old {
        uploads::forget(app, id).await?;
    }
    Ok(())
}

/// Contents that no file has. A file and its contents appear in one write, so there is no moment between.
async fn empty_contents(app: &App) -> Result<bool> {
    let tx = app.begin().await?;
    let held = Query::select().column(file::Column::BlobId).from(file::Entity).to_owned();
    let empty: Vec<BlobId> = blob::Entity::find()
        .select_only()
        .column(blob::Column::Id)
        .filter(blob::Column::Id.not_in_subquery(held))
        .limit(AT_ONCE)
        .into_tuple()
        .all(tx.db())
        .await?;
    if empty.is_empty() {
        return Ok(false);
    }
    text::Entity::delete_many().filter(text::Column::BlobId.is_in(empty.clone())).exec(tx.db()).await?;
    blob::Entity::delete_many().filter(blob::Column::Id.is_in(empty.clone())).exec(tx.db()).await?;
    tx.commit().await?;
    for id in empty {
        contents::remove(app, id).await?;
    }
    Ok(true)
}

/// Objects whose row never came, or whose removal was cut short. Their names hold the time they were made.
async fn strays(app: &App, before: Timestamp) -> Result<()> {
    let store = Store::of(app)?;
    for (folder, is_blob) in [("blobs", true), ("uploads", false)] {
        let names = store.list(folder).await?;
        let old: Vec<(Uuid, String)> = names
            .into_iter()
            .filter_map(|name| {
                let id = name.split('/').nth(1)?.split('.').next()?.parse::<Uuid>().ok()?;
                (made_at(id)? < before).then_some((id, name))
            })
            .collect();
        for batch in old.chunks(200) {
            let ids: Vec<Uuid> = batch.iter().map(|(id, _)| *id).collect();
            let known: HashSet<Uuid> = if is_blob {
                let rows = blob::Entity::find().filter(blob::Column::Id.is_in(ids));
                rows.all(app.reader()).await?.into_iter().map(|row| row.id.0).collect()
            } else {
                let rows = upload::Entity::find().filter(upload::Column::Id.is_in(ids));
                rows.all(app.reader()).await?.into_iter().map(|row| row.id.0).collect()
            };
            for (_, name) in batch.iter().filter(|(id, _)| !known.contains(id)) {
                store.delete(name).await?;
            }
        }
    }
    Ok(())
}

fn made_at(id: Uuid) -> Option<Timestamp> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

/// Contents that an older extractor read.
async fn read_again(app: &App) -> Result<()> {
    let old: Vec<BlobId> = blob::Entity::find()
        .select_only()
        .column(blob::Column::Id)
        .filter(blob::Column::Extractor.lt(extract::VERSION))
        .limit(AT_ONCE)
        .into_tuple()
        .all(app.reader())
        .await?;
    if old.is_empty() {
        return Ok(());
    }
    let tx = app.begin().await?;
    for id in old {
        contents::to_read(&tx, id).await?;
    }
    tx.commit().await?;
    Ok(())
}
