//! Practices to take along: a ZIP with PDF, readable text, JSON and the files, of one practice or of everything one owns.

use axum::body::Body;
use kernel::{Actor, PersonRef, PracticeId, Result};
use platform::{
    App,
    archive::{self, Archive, FAST, GOOD, safe},
    ports::FileRef,
};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;

use crate::{
    access::{self, Desk},
    attached,
    entity::{practice, practice_version},
    kinds::{Level, VersionState},
    paper,
    passport::Passport,
    policy,
};

/// A practice as the archive writes it.
#[derive(Serialize)]
struct Written {
    id: PracticeId,
    number: Option<i32>,
    address: String,
    external_id: Option<String>,
    state: VersionState,
    version: i32,
    level: Option<Level>,
    authors: Vec<String>,
    passport: Passport,
    files: Vec<String>,
}

/// A version on its way into an archive, under a folder.
struct Entry {
    desk: Desk,
    version: practice_version::Model,
    folder: String,
}

/// One practice with its files, as the reader sees it.
pub async fn one(app: &App, desk: Desk, version: practice_version::Model) -> Result<Body> {
    Ok(streamed(app.clone(), vec![Entry { desk, version, folder: String::new() }]))
}

/// Everything the actor owns, drafts too; what is in work stands beside what is shown.
pub async fn own(app: &App, actor: &Actor) -> Result<Body> {
    let rows = practice::Entity::find()
        .filter(policy::visible(Some(actor)))
        .filter(practice::Column::OwnerId.eq(actor.person))
        .order_by_asc(practice::Column::Id)
        .all(app.reader())
        .await?;
    let mut entries = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        let desk = access::desk(app.reader(), actor, row.id).await?;
        for (id, mark) in [(desk.row.shown_id, ""), (desk.row.work_id, "-work")] {
            let Some(id) = id else { continue };
            let version = access::version(app.reader(), id).await?;
            entries.push(Entry { desk: desk.clone(), version, folder: format!("{:03}{mark}/", index + 1) });
        }
    }
    Ok(streamed(app.clone(), entries))
}

fn streamed(app: App, entries: Vec<Entry>) -> Body {
    archive::streamed(move |mut zip| async move {
        for Entry { desk, version, folder } in entries {
            add(&mut zip, &app, &desk, &version, &folder).await?;
        }
        Ok(zip)
    })
}

async fn add(zip: &mut Archive, app: &App, desk: &Desk, version: &practice_version::Model, folder: &str) -> Result<()> {
    let told = paper::read(app, desk, version).await?;
    let files = attached::files(app, version.id).await?;
    let name = |(index, file): (usize, &FileRef)| format!("files/{:02}-{}", index + 1, safe(&file.name));
    let names: Vec<String> = files.iter().enumerate().map(name).collect();
    let written = Written {
        id: desk.row.id,
        number: desk.row.number,
        address: told.address.clone(),
        external_id: desk.row.external_id.clone(),
        state: version.state,
        version: version.no,
        level: version.level,
        authors: told.authors.iter().map(PersonRef::short_name).collect(),
        files: names.clone(),
        passport: told.passport.clone(),
    };
    zip.entry(&format!("{folder}practice.pdf"), &paper::practice(app, &told).await?, FAST).await?;
    zip.entry(&format!("{folder}practice.md"), told.markdown().as_bytes(), GOOD).await?;
    let json = serde_json::to_vec_pretty(&written)?;
    zip.entry(&format!("{folder}practice.json"), &json, GOOD).await?;
    for (file, name) in files.iter().zip(names) {
        let bytes = app.files()?.bytes(app, file.id).await?;
        zip.entry(&format!("{folder}{name}"), &bytes, FAST).await?;
    }
    Ok(())
}
