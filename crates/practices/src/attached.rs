//! Files of a practice hang on its versions: an old version keeps the files it had.

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{Actor, FileId, PersonId, PracticeVersionId, Result};
use platform::{
    App, Tx,
    ports::{FileOwners, FileRef, FileText, Owner},
};
use sea_orm::entity::prelude::*;

use crate::{
    access,
    entity::{practice, practice_version},
    policy::{Facts, Seat},
};

/// Kind of owner; its id is a version's.
pub const KIND: &str = "practice";

pub fn owner(version: PracticeVersionId) -> Owner {
    Owner::new(KIND, version.0)
}

/// Makes exactly these the files of a version.
pub async fn bind(tx: &mut Tx, version: PracticeVersionId, by: PersonId, files: &[FileId]) -> Result<()> {
    let app = tx.app().clone();
    app.files()?.bind(tx, &owner(version), by, files).await
}

/// Lets go of all files of a version.
pub async fn release(tx: &mut Tx, version: PracticeVersionId, by: PersonId) -> Result<()> {
    let app = tx.app().clone();
    if files(&app, version).await?.is_empty() { Ok(()) } else { bind(tx, version, by, &[]).await }
}

/// A new version begins with the files of the one before.
pub async fn copy(tx: &mut Tx, from: PracticeVersionId, to: PracticeVersionId) -> Result<()> {
    let app = tx.app().clone();
    if files(&app, from).await?.is_empty() {
        return Ok(());
    }
    app.files()?.copy(tx, &owner(from), &owner(to)).await
}

pub async fn files(app: &App, version: PracticeVersionId) -> Result<Vec<FileRef>> {
    // A house without a file store shows practices all the same.
    if app.files().is_err() {
        return Ok(Vec::new());
    }
    let owner = owner(version);
    Ok(app.files()?.of(app, std::slice::from_ref(&owner)).await?.remove(&owner).unwrap_or_default())
}

pub async fn texts(app: &App, versions: &[PracticeVersionId]) -> Result<HashMap<PracticeVersionId, Vec<FileText>>> {
    if app.files().is_err() {
        return Ok(HashMap::new());
    }
    let owners: Vec<Owner> = versions.iter().map(|id| owner(*id)).collect();
    let found = app.files()?.texts(app, &owners).await?;
    Ok(found.into_iter().map(|(owner, texts)| (PracticeVersionId(owner.id), texts)).collect())
}

/// Access to a file is access to its version.
pub struct PracticeFiles;

#[async_trait]
impl FileOwners for PracticeFiles {
    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    async fn may_read(&self, app: &App, reader: Option<&Actor>, owner: &Owner) -> Result<bool> {
        let db = app.reader();
        let version = practice_version::Entity::find_by_id(PracticeVersionId(owner.id)).one(db).await?;
        let Some(version) = version else { return Ok(false) };
        let Some(row) = practice::Entity::find_by_id(version.practice_id).one(db).await? else { return Ok(false) };
        let facts = access::facts(db, &row).await?;
        Ok(may_read_version(&facts, &row, &version, reader))
    }
}

/// The version in work by those who read it; published ones, also older ones, by those who read the practice.
pub fn may_read_version(
    facts: &Facts,
    row: &practice::Model,
    version: &practice_version::Model,
    reader: Option<&Actor>,
) -> bool {
    use crate::kinds::{Audience, VersionState};
    // What lived in one school before it was published was not meant for everybody.
    let finished = version.state == VersionState::Published || row.shown_id == Some(version.id);
    match reader {
        None => finished && facts.shown && facts.audience == Audience::Everyone,
        Some(actor) => {
            let seat = Seat::take(actor, facts);
            if row.work_id == Some(version.id) {
                seat.read_work(facts).allowed()
            } else {
                (finished || seat.author || seat.coordinates.is_some()) && seat.read_shown(facts).allowed()
            }
        }
    }
}
