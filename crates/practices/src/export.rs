//! Practices to take along: a ZIP with JSON, readable text and the files, of one practice or of everything one owns.

use std::io::{Cursor, Write};

use anyhow::Context;
use kernel::{Actor, PracticeId, Result};
use platform::{App, ports::FileRef};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    access::{self, Desk},
    attached, drafts,
    entity::{practice, practice_version},
    kinds::{Level, VersionState},
    passport::Passport,
    people::Names,
    policy, view,
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

/// Larger archives are asked for piece by piece.
const LARGEST: usize = 512 * 1024 * 1024;

/// One practice with its files, as the reader sees it.
pub async fn one(app: &App, desk: &Desk, version: practice_version::Model) -> Result<Vec<u8>> {
    let mut archive = Archive::default();
    archive.add(app, desk, version, "").await?;
    archive.finish()
}

/// Everything the actor owns, drafts too; what is in work stands beside what is shown.
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<u8>> {
    let rows = practice::Entity::find()
        .filter(policy::visible(Some(actor)))
        .filter(practice::Column::OwnerId.eq(actor.person))
        .order_by_asc(practice::Column::Id)
        .all(app.reader())
        .await?;
    let mut archive = Archive::default();
    for (index, row) in rows.into_iter().enumerate() {
        let desk = access::desk(app.reader(), actor, row.id).await?;
        for (id, mark) in [(desk.row.shown_id, ""), (desk.row.work_id, "-work")] {
            let Some(id) = id else { continue };
            let version = access::version(app.reader(), id).await?;
            archive.add(app, &desk, version, &format!("{:03}{mark}/", index + 1)).await?;
        }
    }
    archive.finish()
}

struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    size: usize,
}

impl Default for Archive {
    fn default() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), size: 0 }
    }
}

impl Archive {
    async fn add(&mut self, app: &App, desk: &Desk, version: practice_version::Model, folder: &str) -> Result<()> {
        let files = attached::files(app, version.id).await?;
        let names = Names::load(app, desk.facts.authors.clone()).await?;
        let passport = drafts::stored(app.reader(), &version).await?;
        let mut kept = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let name = format!("files/{:02}-{}", index + 1, safe(file));
            let bytes = app.files()?.bytes(app, file.id).await?;
            self.size += bytes.len();
            if self.size > LARGEST {
                return Err(kernel::Error::Refused(kernel::Code::TooLarge));
            }
            self.write(&format!("{folder}{name}"), &bytes)?;
            kept.push(name);
        }
        let base = app.config().http.public_url.trim_end_matches('/');
        let written = Written {
            id: desk.row.id,
            number: desk.row.number,
            address: format!("{base}{}", view::path(&desk.row)),
            external_id: desk.row.external_id.clone(),
            state: version.state,
            version: version.no,
            level: version.level,
            authors: desk.facts.authors.iter().map(|id| names.of(*id).short_name()).collect(),
            files: kept,
            passport,
        };
        self.write(&format!("{folder}practice.json"), &serde_json::to_vec_pretty(&written)?)?;
        self.write(&format!("{folder}practice.md"), readable(&written).as_bytes())
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.zip.start_file(name, SimpleFileOptions::default()).context("an archive entry")?;
        self.zip.write_all(bytes).context("an archive entry")?;
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>> {
        Ok(self.zip.finish().context("the archive's end")?.into_inner())
    }
}

/// A name that leads nowhere out of its folder.
fn safe(file: &FileRef) -> String {
    let name: String = file.name.chars().map(|c| if matches!(c, '/' | '\\' | ':') { '_' } else { c }).collect();
    name.trim_start_matches('.').to_owned()
}

fn readable(written: &Written) -> String {
    let passport = &written.passport;
    let mut text = format!("# {}\n\n{}\n\n{}\n", passport.title, written.authors.join(", "), passport.summary);
    let parts = [
        ("Проблема", &passport.problem),
        ("Цель", &passport.goal),
        ("Описание", &passport.body),
        ("Ресурсы", &passport.resources),
        ("Условия", &passport.conditions),
        ("Риски", &passport.risks),
        ("Было", &passport.result_before),
        ("Стало", &passport.result_after),
        ("Как измеряли", &passport.result_how),
    ];
    for (heading, words) in parts.into_iter().filter(|(_, words)| !words.trim().is_empty()) {
        text.push_str(&format!("\n## {heading}\n\n{words}\n"));
    }
    text.push_str(&format!("\n{}\n", written.address));
    text
}
