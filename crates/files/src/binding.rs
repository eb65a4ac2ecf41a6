//! Files and what they hang on.

use std::collections::{HashMap, HashSet};

use kernel::{Actor, Error, FileId, PersonId, Result};
use platform::{
    App, Tx,
    ports::{self, FileRef, Owner},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*,
    sea_query::Condition,
};

use crate::{
    collecting,
    entity::{blob, file, upload},
    quota::Room,
};

/// Owners in one query.
const AT_ONCE: usize = 200;

/// Adds a file of these contents that nothing holds yet.
pub async fn create(tx: &Tx, room: Room, blob: &blob::Model, name: &str) -> Result<file::Model> {
    let row = file::ActiveModel {
        id: Set(tx.id()),
        blob_id: Set(blob.id),
        person_id: Set(room.person),
        organisation_id: Set(room.organisation),
        name: Set(name.to_owned()),
        owner_kind: Set(None),
        owner_id: Set(None),
        position: Set(0),
        loose_since: Set(Some(tx.now())),
        created_at: Set(tx.now()),
    };
    collecting::later(tx).await?;
    Ok(row.insert(tx.db()).await?)
}

pub fn owner_of(row: &file::Model) -> Option<Owner> {
    Some(Owner { kind: row.owner_kind.clone()?, id: row.owner_id? })
}

/// See [`ports::Files::bind`].
pub async fn bind(tx: &Tx, owner: &Owner, by: PersonId, wanted: &[FileId]) -> Result<()> {
    let held = held_by(tx.db(), owner).await?;
    if held.is_empty() && wanted.is_empty() {
        return Ok(());
    }
    let rows = file::Entity::find().filter(file::Column::Id.is_in(wanted.to_vec())).lock_exclusive();
    let rows: HashMap<FileId, file::Model> = rows.all(tx.db()).await?.into_iter().map(|r| (r.id, r)).collect();
    let mut seen = HashSet::new();
    for (index, id) in wanted.iter().enumerate() {
        let fits = rows.get(id).is_some_and(|row| match owner_of(row) {
            Some(held_by) => held_by == *owner,
            None => row.person_id == by,
        });
        if !fits || !seen.insert(*id) {
            return Err(Error::invalid(&format!("files[{index}]"), "unknown"));
        }
    }
    for (position, id) in (0..).zip(wanted) {
        let Some(row) = rows.get(id) else { continue };
        let mut row = row.clone().into_active_model();
        row.owner_kind = Set(Some(owner.kind.clone()));
        row.owner_id = Set(Some(owner.id));
        row.position = Set(position);
        row.loose_since = Set(None);
        row.update(tx.db()).await?;
    }
    let mut loosened = false;
    for row in held.into_iter().filter(|row| !seen.contains(&row.id)) {
        let mut row = row.into_active_model();
        row.owner_kind = Set(None);
        row.owner_id = Set(None);
        row.loose_since = Set(Some(tx.now()));
        row.update(tx.db()).await?;
        loosened = true;
    }
    if loosened { collecting::later(tx).await } else { Ok(()) }
}

async fn held_by<C: ConnectionTrait>(db: &C, owner: &Owner) -> Result<Vec<file::Model>> {
    let rows = file::Entity::find()
        .filter(file::Column::OwnerKind.eq(owner.kind.as_str()))
        .filter(file::Column::OwnerId.eq(owner.id))
        .order_by_asc(file::Column::Position)
        .order_by_asc(file::Column::Id);
    Ok(rows.all(db).await?)
}

/// See [`ports::Files::copy`].
pub async fn copy(tx: &Tx, from: &Owner, to: &Owner) -> Result<()> {
    for row in held_by(tx.db(), from).await? {
        let mut row = row.into_active_model().reset_all();
        row.id = Set(tx.id());
        row.owner_kind = Set(Some(to.kind.clone()));
        row.owner_id = Set(Some(to.id));
        row.created_at = Set(tx.now());
        row.insert(tx.db()).await?;
    }
    Ok(())
}

/// Files of each owner with their contents, in order.
pub async fn of<C: ConnectionTrait>(
    db: &C,
    owners: &[Owner],
) -> Result<HashMap<Owner, Vec<(file::Model, blob::Model)>>> {
    let mut kinds: HashMap<&str, Vec<Uuid>> = HashMap::new();
    for owner in owners {
        kinds.entry(&owner.kind).or_default().push(owner.id);
    }
    let mut found: HashMap<Owner, Vec<(file::Model, blob::Model)>> = HashMap::new();
    for (kind, ids) in kinds {
        for ids in ids.chunks(AT_ONCE) {
            let rows = file::Entity::find()
                .filter(
                    Condition::all()
                        .add(file::Column::OwnerKind.eq(kind))
                        .add(file::Column::OwnerId.is_in(ids.to_vec())),
                )
                .order_by_asc(file::Column::Position)
                .order_by_asc(file::Column::Id)
                .all(db)
                .await?;
            for (row, contents) in with_contents(db, rows).await? {
                if let Some(owner) = owner_of(&row) {
                    found.entry(owner).or_default().push((row, contents));
                }
            }
        }
    }
    Ok(found)
}

pub async fn with_contents<C: ConnectionTrait>(
    db: &C,
    rows: Vec<file::Model>,
) -> Result<Vec<(file::Model, blob::Model)>> {
    let ids: HashSet<_> = rows.iter().map(|row| row.blob_id).collect();
    let blobs = blob::Entity::find().filter(blob::Column::Id.is_in(ids)).all(db).await?;
    let blobs: HashMap<_, _> = blobs.into_iter().map(|b| (b.id, b)).collect();
    Ok(rows.into_iter().filter_map(|row| blobs.get(&row.blob_id).cloned().map(|b| (row, b))).collect())
}

/// A file with its contents.
///
/// # Errors
/// `Hidden` when there is none.
pub async fn find<C: ConnectionTrait>(db: &C, id: FileId) -> Result<(file::Model, blob::Model)> {
    let row = file::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let contents = blob::Entity::find_by_id(row.blob_id).one(db).await?.ok_or(Error::Hidden)?;
    Ok((row, contents))
}

/// The same, for somebody who may read it now: whoever may see its owner, or its uploader while nothing holds it.
///
/// # Errors
/// `Hidden` for everybody else.
pub async fn seen(app: &App, reader: Option<&Actor>, id: FileId) -> Result<(file::Model, blob::Model)> {
    let (row, contents) = find(app.reader(), id).await?;
    let may = match owner_of(&row) {
        None => reader.is_some_and(|actor| actor.person == row.person_id),
        Some(owner) => match app.file_owners(&owner.kind) {
            Some(feature) => feature.may_read(app, reader, &owner).await?,
            None => false,
        },
    };
    if may { Ok((row, contents)) } else { Err(Error::Hidden) }
}

/// Takes back a file that nothing holds.
///
/// # Errors
/// `Hidden` when it is not theirs, `Conflict` when something holds it.
pub async fn withdraw(tx: &Tx, actor: &Actor, id: FileId) -> Result<()> {
    let row = file::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.ok_or(Error::Hidden)?;
    if row.person_id != actor.person {
        return Err(Error::Hidden);
    }
    if owner_of(&row).is_some() {
        return Err(Error::Conflict(kernel::Code::InUse));
    }
    upload::Entity::delete_many().filter(upload::Column::FileId.eq(id)).exec(tx.db()).await?;
    file::Entity::delete_by_id(id).exec(tx.db()).await?;
    collecting::after_upload(tx).await
}

/// As lists show it.
pub fn shown(row: &file::Model, contents: &blob::Model) -> FileRef {
    FileRef {
        id: row.id,
        name: row.name.clone(),
        media_type: contents.media_type.clone(),
        size: contents.size,
        pages: contents.pages,
        thumbnail: contents.thumbnail,
        preview: contents.preview != blob::Preview::None,
        download_only: contents.download_only,
        text: match contents.text_state {
            blob::TextState::Waiting => ports::TextState::Waiting,
            blob::TextState::Ready => ports::TextState::Ready,
            blob::TextState::None => ports::TextState::None,
        },
    }
}
