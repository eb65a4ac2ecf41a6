//! Practices from another bank: JSON Lines, one practice a line, known for ever by its foreign id.
//!
//! Every line is checked before anything is written; a line that stands already changes nothing, one whose words differ
//! makes a new version. What comes this way nobody here has reviewed: it is marked so, and read by everybody its licence
//! lets.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use kernel::{Error, FileId, PersonId, PracticeId, Result, SkillId};
use platform::{App, Tx};
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};
use serde::Deserialize;

use crate::{
    attached, drafts,
    entity::{practice, practice_version},
    event::{Detail, Event, kind},
    kinds::{Kind, Licence, Stage, VersionState},
    passport::{Link, Passport},
    submitting::{audience_of, next_number},
};

/// Lines written in one transaction.
const BATCH: usize = 50;
const MAX_ID: usize = 200;

/// A line of the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    id: Option<serde_json::Value>,
    title: String,
    summary: String,
    body: String,
    subject: Option<String>,
    subjects: Vec<String>,
    grades: Vec<i32>,
    #[serde(rename = "type", alias = "kind")]
    kind: Option<String>,
    author: Option<String>,
    school: Option<String>,
    /// Keys such as `math-5-8`.
    skills: Vec<String>,
    keywords: Vec<String>,
    /// Paths beside the file.
    files: Vec<PathBuf>,
    problem: String,
    goal: String,
    resources: String,
    conditions: String,
    risks: String,
    result_before: String,
    result_after: String,
    result_how: String,
    licence: Option<Licence>,
    links: Vec<Link>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// From 1.
    pub line: usize,
    pub field: String,
    /// `required`, `too_long`, `invalid`, `unknown`, `taken`.
    pub code: String,
}

/// What a file would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub created: usize,
    pub changed: usize,
    pub same: usize,
    /// Lines that say word for word what an earlier one said.
    pub doubled: usize,
    pub errors: Vec<LineError>,
}

/// How to import.
pub struct Order<'a> {
    /// Whose practices they become; their own authors stay named beside them.
    pub owner: PersonId,
    /// Check and tell, write nothing.
    pub dry_run: bool,
    /// Write the good lines even when others are wrong.
    pub skip_wrong: bool,
    /// Where the paths of files begin.
    pub folder: &'a Path,
}

/// A line ready to be written.
struct Ready {
    external_id: String,
    passport: Passport,
    author: Option<String>,
    school: Option<String>,
    files: Vec<PathBuf>,
}

/// Imports a file; `progress` hears how many of how many are done.
///
/// # Errors
/// `Internal` when the database is out of reach; what is wrong with the file is in the report.
pub async fn run(app: &App, order: &Order<'_>, text: &str, progress: &mut dyn FnMut(usize, usize)) -> Result<Report> {
    let mut report = Report::default();
    let ready = read(app, order, text, &mut report).await?;
    if !report.errors.is_empty() && !order.skip_wrong {
        return Ok(report);
    }
    let total = ready.len();
    for (index, part) in ready.chunks(BATCH).enumerate() {
        let mut stored = Vec::with_capacity(part.len());
        for line in part {
            stored.push(if order.dry_run { Vec::new() } else { store(app, order, &line.files).await? });
        }
        let mut tx = app.begin().await?;
        for (line, files) in part.iter().zip(stored) {
            match write(&mut tx, order.owner, line, files).await? {
                Written::Created => report.created += 1,
                Written::Changed => report.changed += 1,
                Written::Same => report.same += 1,
            }
        }
        if !order.dry_run {
            tx.commit().await?;
            progress(Ord::min((index + 1) * BATCH, total), total);
        }
    }
    Ok(report)
}

/// Reads and checks every line.
async fn read(app: &App, order: &Order<'_>, text: &str, report: &mut Report) -> Result<Vec<Ready>> {
    let mut seen: BTreeMap<String, serde_json::Value> = BTreeMap::new();
    let mut keys: HashMap<String, Option<SkillId>> = HashMap::new();
    let mut ready = Vec::new();
    for (index, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if raw.trim().is_empty() {
            continue;
        }
        let line = index + 1;
        let wrong = |field: &str, code: &str| LineError { line, field: field.into(), code: code.into() };
        let parsed = serde_json::from_str::<serde_json::Value>(raw);
        let Some(value) = parsed.ok().filter(serde_json::Value::is_object) else {
            report.errors.push(wrong("line", "invalid"));
            continue;
        };
        let parsed = match Line::deserialize(&value) {
            Ok(parsed) if !raw.contains("\\u0000") => parsed,
            _ => {
                report.errors.push(wrong("line", "invalid"));
                continue;
            }
        };
        let Some(external_id) = external_id(&parsed) else {
            report.errors.push(wrong("id", "required"));
            continue;
        };
        if let Some(before) = seen.get(&external_id) {
            if *before == value {
                report.doubled += 1
            } else {
                report.errors.push(wrong("id", "taken"))
            }
            continue;
        }
        seen.insert(external_id.clone(), value);
        let mut errors = Vec::new();
        let line = prepare(app, order, parsed, external_id, &mut keys, &mut errors).await?;
        report.errors.extend(errors.into_iter().map(|(field, code)| wrong(&field, &code)));
        ready.extend(line);
    }
    Ok(ready)
}

fn external_id(line: &Line) -> Option<String> {
    let id = match line.id.as_ref()? {
        serde_json::Value::String(text) => text.trim().to_owned(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!id.is_empty() && id.chars().count() <= MAX_ID).then_some(id)
}

async fn prepare(
    app: &App,
    order: &Order<'_>,
    line: Line,
    external_id: String,
    keys: &mut HashMap<String, Option<SkillId>>,
    errors: &mut Vec<(String, String)>,
) -> Result<Option<Ready>> {
    let mut wrong = |field: String, code: &str| errors.push((field, code.to_owned()));
    let mut skills = Vec::new();
    for (index, key) in line.skills.iter().enumerate() {
        if !keys.contains_key(key) {
            keys.insert(key.clone(), skills::by_key(app.reader(), key).await?);
        }
        match keys.get(key).copied().flatten() {
            Some(id) => skills.push(id),
            None => wrong(format!("skills[{index}]"), "unknown"),
        }
    }
    let kind = match &line.kind {
        None => Some(Kind::Technique),
        Some(word) => serde_json::from_value(word.as_str().into()).ok(),
    };
    if kind.is_none() {
        wrong("type".into(), "unknown");
    }
    for (index, file) in line.files.iter().enumerate() {
        let inside =
            file.is_relative() && !file.components().any(|part| matches!(part, std::path::Component::ParentDir));
        if !inside || !order.folder.join(file).is_file() {
            wrong(format!("files[{index}]"), "unknown");
        }
    }
    let mut subjects = line.subjects;
    subjects.extend(line.subject);
    let passport = Passport {
        kind: kind.unwrap_or(Kind::Technique),
        title: line.title,
        summary: line.summary,
        problem: line.problem,
        goal: line.goal,
        body: line.body,
        resources: line.resources,
        conditions: line.conditions,
        risks: line.risks,
        result_before: line.result_before,
        result_after: line.result_after,
        result_how: line.result_how,
        licence: line.licence.unwrap_or(Licence::CcBy),
        // Whoever hands over a bank answers for it.
        employer_consent: true,
        keywords: line.keywords,
        links: line.links,
        subjects,
        grades: line.grades,
        skills,
    }
    .tidy();
    for checked in [passport.check(app.reader()).await, passport.readable()] {
        match checked {
            Ok(()) => {}
            Err(Error::Invalid(fields)) => fields.into_iter().for_each(|f| wrong(f.field, f.code)),
            Err(other) => return Err(other),
        }
    }
    let named = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let (author, school) = (named(line.author), named(line.school));
    let ready = Ready { external_id, passport, author, school, files: line.files };
    Ok(errors.is_empty().then_some(ready))
}

/// Contents go into the file store before the write is open.
async fn store(app: &App, order: &Order<'_>, files: &[PathBuf]) -> Result<Vec<FileId>> {
    let mut stored = Vec::with_capacity(files.len());
    for file in files {
        let path = order.folder.join(file);
        let bytes = tokio::fs::read(&path).await.map_err(anyhow::Error::from)?;
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        stored.push(app.files()?.store(app, order.owner, &name, Bytes::from(bytes)).await?);
    }
    Ok(stored)
}

enum Written {
    Created,
    Changed,
    Same,
}

async fn write(tx: &mut Tx, owner: PersonId, line: &Ready, files: Vec<FileId>) -> Result<Written> {
    let known = known(tx.db(), &line.external_id).await?;
    let (id, no, written) = match known {
        None => {
            let id = drafts::begin(tx, owner, line.passport.clone(), None, Some(line.external_id.clone())).await?;
            (id, None, Written::Created)
        }
        Some(row) => {
            let shown = match row.shown_id {
                Some(shown) => crate::access::version(tx.db(), shown).await?,
                None => return Ok(Written::Same),
            };
            let credits = (&row.credit_author, &row.credit_school) == (&line.author, &line.school);
            // Somebody works on it here: their words are newer than the file.
            if credits && drafts::stored(tx.db(), &shown).await? == line.passport || row.stage != Stage::None {
                return Ok(Written::Same);
            }
            let no = drafts::next_version(tx, row.id, row.owner_id, &line.passport).await?;
            if files.is_empty() {
                attached::copy(tx, shown.id, no).await?;
            }
            (row.id, Some(no), Written::Changed)
        }
    };
    let row = practice::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let version = no.or(row.work_id).ok_or(Error::Hidden)?;
    if !files.is_empty() {
        attached::bind(tx, version, row.owner_id, &files).await?;
    }
    show(tx, &row, version, line).await?;
    Ok(written)
}

async fn known<C: ConnectionTrait>(db: &C, external_id: &str) -> Result<Option<practice::Model>> {
    Ok(practice::Entity::find().filter(practice::Column::ExternalId.eq(external_id)).one(db).await?)
}

/// Shows it at once, marked as reviewed by nobody here. Its talk is opened when somebody first wants to speak.
async fn show(tx: &mut Tx, row: &practice::Model, version: kernel::PracticeVersionId, line: &Ready) -> Result<()> {
    let number = match row.number {
        Some(number) => number,
        None => next_number(tx).await?,
    };
    let shown = practice_version::ActiveModel {
        id: Set(version),
        state: Set(VersionState::Community),
        decided_at: Set(Some(tx.now())),
        ..Default::default()
    };
    shown.update(tx.db()).await?;
    let change = practice::ActiveModel {
        id: Set(row.id),
        number: Set(Some(number)),
        stage: Set(Stage::None),
        audience: Set(audience_of(line.passport.licence)),
        level: Set(None),
        score: Set(None),
        current_id: Set(version),
        shown_id: Set(Some(version)),
        work_id: Set(None),
        credit_author: Set(line.author.clone()),
        credit_school: Set(line.school.clone()),
        published_at: Set(row.published_at.or(Some(tx.now()))),
        touched_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    let detail = Detail { version: Some(version), ..Detail::default() };
    tx.emit(Event { kind: kind::SHARED, practice: row.id, actor: None, detail });
    Ok(())
}

/// The practice that came with this foreign id.
pub async fn by_external_id<C: ConnectionTrait>(db: &C, external_id: &str) -> Result<Option<PracticeId>> {
    Ok(known(db, external_id).await?.map(|row| row.id))
}
