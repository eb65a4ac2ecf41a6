//! Sheets of visits to lessons: what a colleague saw, by criteria that have versions.
//!
//! A sheet is between two people. Until the visitor signs it, nobody else knows of it; then the teacher reads it, answers
//! and signs. Others read it whom one of the two lets in, and nobody by office. There are no names of pupils in it.

mod criteria;
mod letting;
mod notices;
pub(crate) mod own;
mod printed;
pub mod view;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{Actor, Code, Error, EventId, PersonId, Result, SkillId, VisitSheetId, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QuerySelect, entity::prelude::*, sea_query::LockType};

pub use criteria::{Criteria, Criterion, Grade as ScaleStep, Group, current, version};
pub use letting::{let_in, show_out};
pub(crate) use notices::{KINDS, describe, told, wants};
pub use printed::sheet as sheet_pdf;

use crate::{
    access,
    entity::{visit_sheet, visit_sheet_reader},
    event::{VisitEvent, kind},
    policy,
};

const MAX_TOPIC: usize = 300;
const MAX_NOTE: usize = 1_000;
const MAX_TEXT: usize = 4_000;

/// A sheet as somebody begins or fills it.
#[derive(Clone, Debug)]
pub struct About {
    pub subject: Option<String>,
    pub grade: Option<i32>,
    pub skill: Option<SkillId>,
    pub topic: String,
    pub held_on: NaiveDate,
}

/// What the visitor writes.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The revision this device saw last.
    pub revision: i32,
    pub about: About,
    /// Key of a criterion and 0 to 3; absent: not seen.
    pub marks: BTreeMap<String, Option<i32>>,
    pub notes: BTreeMap<String, String>,
    pub strengths: String,
    pub advice: String,
}

/// What became of a save.
pub enum Saved {
    Done,
    /// Another device of the visitor was faster.
    Stale,
}

/// May this reader know of the sheet? The one rule of sheets; lists ask the same in SQL (`view::mine`).
pub fn sees(row: &visit_sheet::Model, reader: PersonId, let_in: bool) -> bool {
    row.visitor_id == reader || row.visitor_signed_at.is_some() && (row.teacher_id == reader || let_in)
}

/// The sheet, for whoever may know of it.
///
/// # Errors
/// `Hidden` for everybody else.
pub async fn read<C: ConnectionTrait>(db: &C, actor: &Actor, id: VisitSheetId) -> Result<visit_sheet::Model> {
    let row = visit_sheet::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    seen(db, actor, row).await
}

async fn locked(tx: &Tx, actor: &Actor, id: VisitSheetId) -> Result<visit_sheet::Model> {
    let row = visit_sheet::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    let row = seen(tx.db(), actor, row.ok_or(Error::Hidden)?).await?;
    actor.may_write()?;
    Ok(row)
}

async fn seen<C: ConnectionTrait>(db: &C, actor: &Actor, row: visit_sheet::Model) -> Result<visit_sheet::Model> {
    let let_in = visit_sheet_reader::Entity::find_by_id((row.id, actor.person)).one(db).await?.is_some();
    if actor.consented && sees(&row, actor.person, let_in) { Ok(row) } else { Err(Error::Hidden) }
}

/// Begins a sheet: of an event the visitor knows of, or of a lesson that is no event.
pub async fn begin(
    tx: &mut Tx,
    actor: &Actor,
    event: Option<EventId>,
    teacher: PersonId,
    about: About,
) -> Result<visit_sheet::Model> {
    policy::may_visit(actor)?;
    if let Some(event) = event {
        access::desk(tx.db(), actor, event).await.map_err(|_| Error::invalid("event_id", "unknown"))?;
    }
    let mut checks = Checks::default();
    let known = accounts::directory::names(tx.db(), &[teacher]).await?;
    checks.require(known.contains_key(&teacher), "teacher_id", "unknown").require(
        teacher != actor.person,
        "teacher_id",
        "invalid",
    );
    check(tx, &mut checks, &about).await?;
    checks.done()?;
    let row = visit_sheet::Model {
        id: tx.id(),
        event_id: event,
        visitor_id: actor.person,
        teacher_id: teacher,
        subject: about.subject,
        grade: about.grade,
        skill_id: about.skill,
        topic: about.topic.trim().to_owned(),
        held_on: about.held_on,
        criteria: current().version,
        marks: "{}".to_owned(),
        notes: "{}".to_owned(),
        strengths: String::new(),
        advice: String::new(),
        remark: String::new(),
        revision: 1,
        visitor_signed_at: None,
        teacher_signed_at: None,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    visit_sheet::Entity::insert(visit_sheet::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    Ok(row)
}

async fn check(tx: &Tx, checks: &mut Checks, about: &About) -> Result<()> {
    let skills = skills::chips(tx.db(), &about.skill.into_iter().collect::<Vec<_>>()).await?;
    let subject = about.subject.as_deref().is_none_or(kernel::subject::is_known);
    checks
        .require(subject, "subject", "unknown")
        .require(about.grade.is_none_or(kernel::subject::is_grade), "grade", "invalid")
        .require(about.skill.is_none_or(|skill| skills.contains_key(&skill)), "skill_id", "unknown")
        .require(about.held_on <= tx.now().date_naive() + chrono::Days::new(1), "held_on", "invalid")
        .up_to(&about.topic, MAX_TOPIC, "topic");
    Ok(())
}

/// Saves what the visitor wrote, until they sign.
pub async fn fill(tx: &mut Tx, actor: &Actor, id: VisitSheetId, filled: Filled) -> Result<Saved> {
    let row = unsigned(tx, actor, id).await?;
    if row.revision != filled.revision {
        return Ok(Saved::Stale);
    }
    let criteria = version(row.criteria);
    let mut checks = Checks::default();
    check(tx, &mut checks, &filled.about).await?;
    checks.up_to(&filled.strengths, MAX_TEXT, "strengths").up_to(&filled.advice, MAX_TEXT, "advice");
    for (key, mark) in &filled.marks {
        let good = criteria.has(key) && mark.is_none_or(|mark| criteria.allows(mark));
        checks.require(good, &format!("marks.{key}"), "invalid");
    }
    for (key, note) in &filled.notes {
        checks.require(criteria.has(key), &format!("notes.{key}"), "invalid").up_to(
            note,
            MAX_NOTE,
            &format!("notes.{key}"),
        );
    }
    checks.done()?;
    let marks: BTreeMap<_, _> = filled.marks.into_iter().filter_map(|(key, mark)| Some((key, mark?))).collect();
    let notes: BTreeMap<_, _> = filled.notes.into_iter().filter(|(_, note)| !note.trim().is_empty()).collect();
    let About { subject, grade, skill, topic, held_on } = filled.about;
    let change = visit_sheet::ActiveModel {
        id: Set(id),
        subject: Set(subject),
        grade: Set(grade),
        skill_id: Set(skill),
        topic: Set(topic.trim().to_owned()),
        held_on: Set(held_on),
        marks: Set(serde_json::to_string(&marks)?),
        notes: Set(serde_json::to_string(&notes)?),
        strengths: Set(filled.strengths),
        advice: Set(filled.advice),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    Ok(Saved::Done)
}

async fn unsigned(tx: &Tx, actor: &Actor, id: VisitSheetId) -> Result<visit_sheet::Model> {
    let row = locked(tx, actor, id).await?;
    if row.visitor_id != actor.person {
        return Err(Error::Refused(Code::NotAuthor));
    }
    if row.visitor_signed_at.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    Ok(row)
}

/// The visitor signs first, then the teacher, who may add a word.
pub async fn sign(tx: &mut Tx, actor: &Actor, id: VisitSheetId, remark: &str) -> Result<visit_sheet::Model> {
    let row = locked(tx, actor, id).await?;
    let mut change = visit_sheet::ActiveModel { id: Set(id), changed_at: Set(tx.now()), ..Default::default() };
    let mut checks = Checks::default();
    if row.visitor_id == actor.person && row.visitor_signed_at.is_none() {
        checks.require(row.marks != "{}", "marks", "required").text(&row.topic, MAX_TOPIC, "topic");
        change.visitor_signed_at = Set(Some(tx.now()));
    } else if row.teacher_id == actor.person && row.teacher_signed_at.is_none() {
        checks.up_to(remark, MAX_TEXT, "remark");
        change.remark = Set(remark.trim().to_owned());
        change.teacher_signed_at = Set(Some(tx.now()));
    } else if [row.visitor_id, row.teacher_id].contains(&actor.person) {
        return Err(Error::Conflict(Code::WrongState));
    } else {
        return Err(Error::Refused(Code::NotAuthor));
    }
    checks.done()?;
    let row = change.update(tx.db()).await?;
    let other = if row.visitor_id == actor.person { row.teacher_id } else { row.visitor_id };
    tx.emit(VisitEvent { kind: kind::VISIT_SIGNED, sheet: id, actor: actor.person, person: other });
    Ok(row)
}

/// Throws away what nobody else has seen.
pub async fn discard(tx: &mut Tx, actor: &Actor, id: VisitSheetId) -> Result<()> {
    unsigned(tx, actor, id).await?;
    visit_sheet::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}
