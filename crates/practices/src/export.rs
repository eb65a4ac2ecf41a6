//! Practices to take along: a ZIP with PDF, readable text, JSON and the files, of one practice or of everything one owns.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use kernel::{Actor, PersonRef, PracticeId, Result};
use platform::{App, ports::FileRef};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use tokio::sync::mpsc;
use zip::{
    CompressionMethod as Method, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

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

/// Parts of an archive that wait for a slow reader; then its making waits too.
const WAITING: usize = 4;
/// Written at once: about as much as a connection takes at once.
const PART: usize = 128 * 1024;
/// Documents and pictures are packed already. Storing them as they are would be faster still, but a stored entry of
/// a streamed archive does not say where it ends, and some programs refuse it.
const FAST: i64 = 1;
const GOOD: i64 = 6;

/// The archive is never whole in memory: one file of it at most.
fn streamed(app: App, entries: Vec<Entry>) -> Body {
    let (out, read) = mpsc::channel::<io::Result<Bytes>>(WAITING);
    tokio::spawn(async move {
        let made = Archive::new(out.clone()).write(&app, entries).await;
        if let Err(error) = made
            && !out.is_closed()
        {
            tracing::error!(error = format!("{error:?}"), "an archive broke off");
            // The reader must not take half of it for the whole.
            let _ = out.send(Err(io::Error::other("the archive broke off"))).await;
        }
    });
    Body::from_stream(stream::unfold(read, |mut read| async move { read.recv().await.map(|part| (part, read)) }))
}

/// What the archive has written and nobody has taken yet.
#[derive(Clone, Default)]
struct Tray(Arc<Mutex<Vec<u8>>>);

impl Tray {
    fn take(&self, least: usize) -> Option<Vec<u8>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.len() >= least.max(1)).then(|| std::mem::take(&mut *kept))
    }
}

impl Write for Tray {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Archive {
    zip: ZipWriter<StreamWriter<Tray>>,
    tray: Tray,
    out: mpsc::Sender<io::Result<Bytes>>,
}

impl Archive {
    fn new(out: mpsc::Sender<io::Result<Bytes>>) -> Self {
        let tray = Tray::default();
        Self { zip: ZipWriter::new_stream(tray.clone()), tray, out }
    }

    async fn write(mut self, app: &App, entries: Vec<Entry>) -> Result<()> {
        for Entry { desk, version, folder } in entries {
            self.add(app, &desk, &version, &folder).await?;
        }
        self.zip.finish().context("the archive's end")?;
        if let Some(rest) = self.tray.take(0) {
            self.out.send(Ok(rest.into())).await.map_err(|_| gone())?;
        }
        Ok(())
    }

    async fn add(&mut self, app: &App, desk: &Desk, version: &practice_version::Model, folder: &str) -> Result<()> {
        let told = paper::read(app, desk, version).await?;
        let files = attached::files(app, version.id).await?;
        let name = |(index, file): (usize, &FileRef)| format!("files/{:02}-{}", index + 1, safe(file));
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
        self.entry(&format!("{folder}practice.pdf"), &paper::practice(app, &told).await?, FAST).await?;
        self.entry(&format!("{folder}practice.md"), told.markdown().as_bytes(), GOOD).await?;
        let json = serde_json::to_vec_pretty(&written)?;
        self.entry(&format!("{folder}practice.json"), &json, GOOD).await?;
        for (file, name) in files.iter().zip(names) {
            let bytes = app.files()?.bytes(app, file.id).await?;
            self.entry(&format!("{folder}{name}"), &bytes, FAST).await?;
        }
        Ok(())
    }

    async fn entry(&mut self, name: &str, bytes: &[u8], level: i64) -> Result<()> {
        let options = SimpleFileOptions::default().compression_method(Method::Deflated).compression_level(Some(level));
        self.zip.start_file(name, options).context("an archive entry")?;
        for part in bytes.chunks(PART) {
            self.zip.write_all(part).context("an archive entry")?;
            if let Some(written) = self.tray.take(PART) {
                self.out.send(Ok(written.into())).await.map_err(|_| gone())?;
            }
        }
        Ok(())
    }
}

fn gone() -> anyhow::Error {
    anyhow::anyhow!("the reader of the archive is gone")
}

/// A name that leads nowhere out of its folder.
fn safe(file: &FileRef) -> String {
    let name: String = file.name.chars().map(|c| if matches!(c, '/' | '\\' | ':') { '_' } else { c }).collect();
    name.trim_start_matches('.').to_owned()
}
