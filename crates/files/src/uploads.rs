//! Uploads in pieces that survive a broken line: a piece counts when it came whole and at the right place.

use bytes::{Bytes, BytesMut};
use kernel::{Actor, Error, FileId, Result, error::Checks};
use platform::{App, Tx, ports::FileRef};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};
use serde::Serialize;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use crate::{
    binding, collecting, contents,
    entity::{UploadId, file, upload, upload_part},
    intake::{self, Accepted},
    quota::Room,
    store::{self, Store},
};

/// A piece at most.
pub const PIECE: usize = 8 << 20;
/// Open uploads of one person.
const OPEN: u64 = 50;
/// Uploads put together at the same time in this process: each is held in memory whole.
const AT_ONCE: usize = 2;

struct Places(Semaphore);

impl Default for Places {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// What is coming.
pub struct NewUpload {
    pub name: String,
    pub size: i64,
    pub sha256: Option<String>,
}

/// How far an upload is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Upload {
    pub id: UploadId,
    pub name: String,
    pub size: i64,
    /// Bytes that are here: the next piece begins there.
    pub offset: i64,
    /// The file it became, once all bytes are here and were accepted.
    pub file: Option<FileRef>,
}

async fn shown(app: &App, row: upload::Model) -> Result<Upload> {
    let file = match row.file_id {
        Some(id) => {
            let (row, contents) = binding::find(app.reader(), id).await?;
            Some(binding::shown(&row, &contents))
        }
        None => None,
    };
    Ok(Upload { id: row.id, name: row.name, size: row.size, offset: row.received, file })
}

/// Announces a file.
///
/// # Errors
/// `Invalid` when it could never be accepted, `Conflict` when there is no room.
pub async fn begin(app: &App, actor: &Actor, new: NewUpload) -> Result<Upload> {
    actor.may_write()?;
    let is_hash = |h: &str| h.len() == 64 && h.bytes().all(|b| b.is_ascii_hexdigit());
    let mut checks = Checks::default();
    checks.text(&new.name, 1_000, "name");
    checks.require(new.sha256.as_deref().is_none_or(is_hash), "sha256", "invalid");
    checks.done()?;
    intake::check_size(app, new.size)?;
    let name = intake::check_name(&new.name)?;
    let room = Room::of(app, actor.person).await?;
    let tx = app.begin().await?;
    room.take(&tx, new.size, None).await?;
    let open = upload::Entity::find()
        .filter(upload::Column::PersonId.eq(actor.person))
        .filter(upload::Column::FileId.is_null())
        .count(tx.db())
        .await?;
    if open >= OPEN {
        return Err(Error::invalid("file", "too_many"));
    }
    let row = upload::ActiveModel {
        id: Set(tx.id()),
        person_id: Set(actor.person),
        organisation_id: Set(room.organisation),
        name: Set(name),
        size: Set(new.size),
        sha256: Set(new.sha256.map(|h| h.to_lowercase())),
        received: Set(0),
        file_id: Set(None),
        created_at: Set(tx.now()),
        touched_at: Set(tx.now()),
    };
    let row = row.insert(tx.db()).await?;
    collecting::after_upload(&tx).await?;
    tx.commit().await?;
    shown(app, row).await
}

async fn mine(app: &App, actor: &Actor, id: UploadId) -> Result<upload::Model> {
    let row = upload::Entity::find_by_id(id).one(app.reader()).await?;
    row.filter(|row| row.person_id == actor.person).ok_or(Error::Hidden)
}

/// # Errors
/// `Hidden` when it is not theirs.
pub async fn state(app: &App, actor: &Actor, id: UploadId) -> Result<Upload> {
    shown(app, mine(app, actor, id).await?).await
}

/// Adds a piece. The last one, or an empty one after it, makes the file.
///
/// # Errors
/// `Stale` with the state as it is when the piece begins elsewhere; `Invalid` when there is more of it than was
/// announced, or the whole is refused.
pub async fn append(app: &App, actor: &Actor, id: UploadId, offset: i64, piece: Bytes) -> Result<Upload> {
    let row = mine(app, actor, id).await?;
    if row.file_id.is_some() && offset == row.received && piece.is_empty() {
        return shown(app, row).await;
    }
    if row.received != offset {
        return Err(Error::Stale(serde_json::to_value(shown(app, row).await?)?));
    }
    let length = i64::try_from(piece.len()).unwrap_or(i64::MAX);
    if length > row.size - row.received {
        return Err(Error::invalid("file", "too_large"));
    }
    if length > 0 && !add(app, &row, piece).await? {
        let now = mine(app, actor, id).await?;
        return Err(Error::Stale(serde_json::to_value(shown(app, now).await?)?));
    }
    let row = mine(app, actor, id).await?;
    if row.received < row.size || row.file_id.is_some() {
        return shown(app, row).await;
    }
    finish(app, row).await
}

/// Stores a piece under a name of its own, then counts it if the upload still waits for exactly this place: the same
/// piece sent twice, or two pieces for one place, cannot mix.
async fn add(app: &App, row: &upload::Model, piece: Bytes) -> Result<bool> {
    let store = Store::of(app)?;
    let object = store::part(row.id, app.new_id());
    let length = i64::try_from(piece.len()).unwrap_or(i64::MAX);
    store.put(&object, piece).await?;
    let tx = app.begin().await?;
    let counted = upload::Entity::update_many()
        .col_expr(upload::Column::Received, Expr::value(row.received + length))
        .col_expr(upload::Column::TouchedAt, Expr::value(tx.now()))
        .filter(upload::Column::Id.eq(row.id))
        .filter(upload::Column::Received.eq(row.received))
        .filter(upload::Column::FileId.is_null())
        .exec(tx.db())
        .await?;
    if counted.rows_affected == 0 {
        drop(tx);
        store.delete(&object).await?;
        return Ok(false);
    }
    let part = upload_part::ActiveModel {
        upload_id: Set(row.id),
        start: Set(row.received),
        size: Set(length),
        object: Set(object),
    };
    upload_part::Entity::insert(part).exec_without_returning(tx.db()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Puts the pieces together and makes the file, once, whoever comes first.
async fn finish(app: &App, row: upload::Model) -> Result<Upload> {
    let places = app.memory::<Places>();
    let _place = places.0.acquire().await.map_err(anyhow::Error::from)?;
    let whole = whole(app, &row).await?;
    let checksum = match &row.sha256 {
        Some(said) if *said != contents::hash(&whole) => Err(Error::invalid("file", "checksum")),
        _ => Ok(()),
    };
    let accepted = match checksum {
        Ok(()) => intake::accept(app, &row.name, whole).await,
        Err(error) => Err(error),
    };
    let accepted = match accepted {
        // It will never be accepted: nothing of it stays.
        Err(error @ Error::Invalid(_)) => {
            forget(app, row.id).await?;
            return Err(error);
        }
        other => other?,
    };
    let room = Room { person: row.person_id, organisation: row.organisation_id };
    let id = row.id;
    let made = make(app, room, &accepted, Some(id)).await?;
    remove_parts(app, id).await?;
    let row = upload::Entity::find_by_id(id).one(app.reader()).await?.ok_or(Error::Hidden)?;
    tracing::debug!(file = %made, "a file was uploaded");
    shown(app, row).await
}

async fn whole(app: &App, row: &upload::Model) -> Result<Bytes> {
    let parts = upload_part::Entity::find()
        .filter(upload_part::Column::UploadId.eq(row.id))
        .order_by_asc(upload_part::Column::Start)
        .all(app.reader())
        .await?;
    let store = Store::of(app)?;
    let mut whole = BytesMut::with_capacity(usize::try_from(row.size).unwrap_or(0));
    for part in parts {
        whole.extend_from_slice(&store.get(&part.object).await?);
    }
    Ok(whole.freeze())
}

/// Keeps accepted contents and makes a file of them; of an upload that became a file meanwhile, answers that file.
///
/// # Errors
/// `Conflict` when there is no room.
pub async fn make(app: &App, room: Room, accepted: &Accepted, of: Option<UploadId>) -> Result<FileId> {
    // Equal contents may be collected between looking and writing; then they are stored again.
    for _ in 0..3 {
        let kept = contents::keep(app, accepted).await?;
        let tx = app.begin().await?;
        let Some(blob) = kept.row(&tx).await? else { continue };
        if let Some(earlier) = earlier(&tx, of).await? {
            drop(tx);
            kept.drop_unless(app, blob_of(app, earlier).await?).await?;
            return Ok(earlier);
        }
        if let Err(error) = room.take(&tx, kept.size(), of).await {
            drop(tx);
            kept.drop_unless(app, crate::entity::BlobId(Uuid::nil())).await?;
            return Err(error);
        }
        let file = binding::create(&tx, room, &blob, &accepted.name).await?;
        if let Some(id) = of {
            let mut row = upload::ActiveModel { id: Set(id), ..Default::default() };
            row.file_id = Set(Some(file.id));
            row.update(tx.db()).await?;
        }
        tx.commit().await?;
        kept.drop_unless(app, blob.id).await?;
        return Ok(file.id);
    }
    Err(Error::Internal(anyhow::anyhow!("equal contents come and go")))
}

/// The file an upload became. Locks the upload.
async fn earlier(tx: &Tx, of: Option<UploadId>) -> Result<Option<FileId>> {
    let Some(id) = of else { return Ok(None) };
    let row = upload::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.ok_or(Error::Hidden)?;
    Ok(row.file_id)
}

async fn blob_of(app: &App, id: FileId) -> Result<crate::entity::BlobId> {
    Ok(file::Entity::find_by_id(id).one(app.reader()).await?.ok_or(Error::Hidden)?.blob_id)
}

/// Gives an upload up.
///
/// # Errors
/// `Hidden` when it is not theirs.
pub async fn abandon(app: &App, actor: &Actor, id: UploadId) -> Result<()> {
    mine(app, actor, id).await?;
    forget(app, id).await
}

/// Removes an upload; a file it became stays.
pub async fn forget(app: &App, id: UploadId) -> Result<()> {
    remove_parts(app, id).await?;
    let tx = app.begin().await?;
    upload_part::Entity::delete_many().filter(upload_part::Column::UploadId.eq(id)).exec(tx.db()).await?;
    upload::Entity::delete_by_id(id).exec(tx.db()).await?;
    tx.commit().await?;
    Ok(())
}

async fn remove_parts(app: &App, id: UploadId) -> Result<()> {
    let parts = upload_part::Entity::find().filter(upload_part::Column::UploadId.eq(id)).all(app.reader()).await?;
    let tx = app.begin().await?;
    upload_part::Entity::delete_many().filter(upload_part::Column::UploadId.eq(id)).exec(tx.db()).await?;
    tx.commit().await?;
    let store = Store::of(app)?;
    for part in parts {
        store.delete(&part.object).await?;
    }
    Ok(())
}
