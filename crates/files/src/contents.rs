//! Contents, kept once however many files have them.

use std::fmt::Write as _;

use kernel::Result;
use platform::{App, Tx, jobs};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, IntoActiveModel, QuerySelect, entity::prelude::*, sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    entity::{
        BlobId,
        blob::{self, Preview, TextState},
    },
    extract::{self, Failure},
    intake::Accepted,
    store::{self, Store},
};

/// Kind of the job that reads contents.
pub const READ: &str = "files.read";

/// Payload of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct ToRead {
    pub blob: BlobId,
}

/// Contents that lie in the store, with or without a row yet.
pub struct Kept {
    row: blob::Model,
    fresh: bool,
}

/// Hexadecimal SHA-256.
pub fn hash(contents: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(contents) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Puts contents into the store unless equal ones are there. Outside any write.
///
/// # Errors
/// `Internal` when the store refuses.
pub async fn keep(app: &App, accepted: &Accepted) -> Result<Kept> {
    let sha256 = hash(&accepted.contents);
    if let Some(row) = by_hash(app.reader(), &sha256).await? {
        return Ok(Kept { row, fresh: false });
    }
    let id: BlobId = app.new_id();
    let store = Store::of(app)?;
    store.put(&store::blob(id), accepted.contents.clone()).await?;
    if let Some(thumbnail) = &accepted.thumbnail {
        store.put(&store::derived(id, "thumbnail"), thumbnail.clone()).await?;
    }
    let readable = extract::is_readable(&accepted.kind.media_type);
    let small = accepted.contents.len() <= extract::READABLE;
    let is_picture = accepted.thumbnail.is_some();
    let dimension = |n: Option<u32>| n.and_then(|n| i32::try_from(n).ok());
    let row = blob::Model {
        id,
        sha256,
        size: i64::try_from(accepted.contents.len()).unwrap_or(i64::MAX),
        media_type: accepted.kind.media_type.clone(),
        download_only: accepted.kind.download_only,
        width: dimension(accepted.kind.width),
        height: dimension(accepted.kind.height),
        pages: None,
        text_state: if readable && small { TextState::Waiting } else { TextState::None },
        text_reason: (readable && !small).then(|| Failure::TooLarge.code().to_owned()),
        thumbnail: is_picture,
        preview: if is_picture { Preview::Picture } else { Preview::None },
        extractor: if readable && small { 0 } else { extract::VERSION },
        created_at: app.now(),
    };
    Ok(Kept { row, fresh: true })
}

async fn by_hash<C: ConnectionTrait>(db: &C, sha256: &str) -> Result<Option<blob::Model>> {
    Ok(blob::Entity::find().filter(blob::Column::Sha256.eq(sha256)).one(db).await?)
}

impl Kept {
    /// The row of these contents within a write, locked against being collected; `None` when equal contents that were
    /// there a moment ago were collected meanwhile: keep them again.
    ///
    /// # Errors
    /// `Internal` when the database refuses.
    pub async fn row(&self, tx: &Tx) -> Result<Option<blob::Model>> {
        if self.fresh {
            let row = self.row.clone().into_active_model().reset_all();
            blob::Entity::insert(row)
                .on_conflict(OnConflict::column(blob::Column::Sha256).do_nothing().to_owned())
                .exec_without_returning(tx.db())
                .await?;
        }
        let found = blob::Entity::find().filter(blob::Column::Sha256.eq(self.row.sha256.as_str())).lock_shared();
        let found = found.one(tx.db()).await?;
        if let Some(row) = found.as_ref().filter(|row| row.id == self.row.id && row.text_state == TextState::Waiting) {
            to_read(tx, row.id).await?;
        }
        Ok(found)
    }

    /// Removes what was stored when somebody else stored the same at the same time.
    ///
    /// # Errors
    /// `Internal` when the store is out of reach.
    pub async fn drop_unless(&self, app: &App, used: BlobId) -> Result<()> {
        if self.fresh && used != self.row.id { remove(app, self.row.id).await } else { Ok(()) }
    }

    pub fn size(&self) -> i64 {
        self.row.size
    }
}

/// Asks for the text of contents, once per version of the extractor.
pub async fn to_read(tx: &Tx, blob: BlobId) -> Result<()> {
    let key = format!("{READ}:{blob}:{}", extract::VERSION);
    jobs::enqueue(tx, READ, &ToRead { blob }, tx.now(), Some(key)).await
}

/// Removes contents and everything made of them from the store.
///
/// # Errors
/// `Internal` when the store is out of reach.
pub async fn remove(app: &App, id: BlobId) -> Result<()> {
    let store = Store::of(app)?;
    for what in ["thumbnail", "page", "html"] {
        store.delete(&store::derived(id, what)).await?;
    }
    store.delete(&store::blob(id)).await
}
