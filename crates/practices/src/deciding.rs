//! Coordinators: the technical check, the decision, and what is taken out of the lists.

use kernel::{Actor, Code, Error, PracticeId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};

use crate::{
    access, certificates,
    drafts::step,
    entity::{practice, practice_remark, practice_version, review},
    event::{Detail, Event, kind},
    kinds::{Level, ReviewState},
    passport::FIELDS,
    policy::{Act, after, ceiling},
    reviews, rubric,
    submitting::{Shown, about, audience_of, show},
};

const MAX_REMARKS: usize = 40;
const MAX_REMARK: usize = 2_000;

/// What is to be mended in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub field: String,
    pub text: String,
}

/// The technical check: is everything there that experts need? `remarks` send it back.
pub async fn check(tx: &mut Tx, actor: &Actor, id: PracticeId, remarks: Option<Vec<Remark>>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.coordinate(&desk.facts).or_refuse()?;
    if let Some(remarks) = remarks {
        // Whoever only checks does not overrule experts who are reading.
        after(desk.row.stage, Act::Admit)?;
        return send_back(tx, actor, id, remarks).await;
    }
    let stage = after(desk.row.stage, Act::Admit)?;
    let work = desk.work(tx.db()).await?;
    let version = practice_version::ActiveModel {
        id: Set(work.id),
        checked_by: Set(Some(actor.person)),
        checked_at: Set(Some(tx.now())),
        ..Default::default()
    };
    step(tx, &desk, stage, version).await?;
    reviews::again(tx, &desk, &work).await?;
    tx.emit(about(kind::ADMITTED, &desk, actor));
    Ok(())
}

/// Returns the version to its authors with remarks by field.
pub async fn send_back(tx: &mut Tx, actor: &Actor, id: PracticeId, remarks: Vec<Remark>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.coordinate(&desk.facts).or_refuse()?;
    let stage = after(desk.row.stage, Act::SendBack)?;
    let work = desk.work(tx.db()).await?;
    if remarks.is_empty() && own_remarks(tx.db(), &work).await? == 0 {
        return Err(Error::invalid("remarks", "required"));
    }
    write_remarks(tx, actor, &work, None, remarks).await?;
    let version = practice_version::ActiveModel {
        id: Set(work.id),
        decided_by: Set(Some(actor.person)),
        decided_at: Set(Some(tx.now())),
        ..Default::default()
    };
    step(tx, &desk, stage, version).await?;
    tx.emit(about(kind::RETURNED, &desk, actor));
    Ok(())
}

/// Experts' remarks count as reasons too.
async fn own_remarks<C: ConnectionTrait>(db: &C, work: &practice_version::Model) -> Result<u64> {
    Ok(practice_remark::Entity::find().filter(practice_remark::Column::VersionId.eq(work.id)).count(db).await?)
}

/// Publishes at a level that the experts' totals and the coordinator's own reach allow.
pub async fn publish(tx: &mut Tx, actor: &Actor, id: PracticeId, level: Level) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.coordinate(&desk.facts).or_refuse()?;
    after(desk.row.stage, Act::Publish)?;
    let work = desk.work(tx.db()).await?;
    let totals = totals(tx.db(), &work).await?;
    if totals.len() < rubric::needed(&totals) {
        return Err(Error::Conflict(Code::ReviewsMissing));
    }
    let score = rubric::score(&totals);
    let allowed = score.and_then(ceiling).min(desk.seat.coordinates);
    if allowed.is_none_or(|allowed| level > allowed) {
        return Err(Error::invalid("level", "invalid"));
    }
    let version =
        practice_version::ActiveModel { id: Set(work.id), decided_by: Set(Some(actor.person)), ..Default::default() };
    version.update(tx.db()).await?;
    review::Entity::delete_many()
        .filter(review::Column::VersionId.eq(work.id))
        .filter(review::Column::State.eq(ReviewState::Assigned))
        .exec(tx.db())
        .await?;
    let shown = Shown { audience: audience_of(work.licence), level: Some(level), score, place: None };
    show(tx, &desk, &work, shown).await?;
    let detail = Detail { version: Some(work.id), level: Some(level), ..Detail::default() };
    tx.emit(Event::new(kind::PUBLISHED, id, actor.person).with(detail));
    Ok(())
}

/// Totals of the sheets that are done, oldest first.
pub async fn totals<C: ConnectionTrait>(db: &C, work: &practice_version::Model) -> Result<Vec<i32>> {
    let rows = review::Entity::find()
        .filter(review::Column::VersionId.eq(work.id))
        .filter(review::Column::State.eq(ReviewState::Done))
        .order_by_asc(review::Column::DoneAt)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.total).collect())
}

/// Takes a practice out of lists and search; its address goes on answering, marked.
pub async fn archive(tx: &mut Tx, actor: &Actor, id: PracticeId, reason: Option<String>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.archive(&desk.facts).or_refuse()?;
    let reason = reason.map(|r| r.trim().to_owned()).filter(|r| !r.is_empty());
    let mut checks = Checks::default();
    checks.require(desk.seat.owner || reason.is_some(), "reason", "required");
    checks.up_to(reason.as_deref().unwrap_or_default(), 500, "reason");
    checks.done()?;
    if desk.facts.archived {
        return Ok(());
    }
    let change = practice::ActiveModel {
        id: Set(id),
        archived_at: Set(Some(tx.now())),
        archived_by: Set(Some(actor.person)),
        archive_reason: Set(reason),
        touched_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    certificates::restate(tx, id).await?;
    tx.emit(Event::new(kind::ARCHIVED, id, actor.person));
    Ok(())
}

/// Brings it back. What a coordinator took out, its owner does not bring back alone.
pub async fn restore(tx: &mut Tx, actor: &Actor, id: PracticeId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.archive(&desk.facts).or_refuse()?;
    if !desk.facts.archived {
        return Ok(());
    }
    let own = desk.row.archived_by == Some(actor.person);
    if !own && desk.seat.coordinates.is_none() {
        return Err(Error::Refused(Code::Forbidden));
    }
    let change = practice::ActiveModel {
        id: Set(id),
        archived_at: Set(None),
        archived_by: Set(None),
        archive_reason: Set(None),
        touched_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    certificates::restate(tx, id).await?;
    tx.emit(Event::new(kind::RESTORED, id, actor.person));
    Ok(())
}

/// Replaces the remarks that one person or one sheet made of a version.
pub(crate) async fn write_remarks(
    tx: &Tx,
    actor: &Actor,
    work: &practice_version::Model,
    review: Option<kernel::ReviewId>,
    remarks: Vec<Remark>,
) -> Result<()> {
    let mut checks = Checks::default();
    checks.require(remarks.len() <= MAX_REMARKS, "remarks", "too_many");
    for (index, remark) in remarks.iter().enumerate() {
        checks.require(FIELDS.contains(&remark.field.as_str()), &format!("remarks[{index}].field"), "unknown").text(
            &remark.text,
            MAX_REMARK,
            &format!("remarks[{index}].text"),
        );
    }
    checks.done()?;
    let mut old = practice_remark::Entity::delete_many()
        .filter(practice_remark::Column::VersionId.eq(work.id))
        .filter(practice_remark::Column::AuthorId.eq(actor.person));
    old = match review {
        Some(id) => old.filter(practice_remark::Column::ReviewId.eq(id)),
        None => old.filter(practice_remark::Column::ReviewId.is_null()),
    };
    old.exec(tx.db()).await?;
    if remarks.is_empty() {
        return Ok(());
    }
    let rows = remarks.into_iter().map(|remark| practice_remark::ActiveModel {
        id: Set(tx.id()),
        version_id: Set(work.id),
        review_id: Set(review),
        author_id: Set(actor.person),
        field: Set(remark.field),
        text: Set(remark.text.trim().to_owned()),
        at: Set(tx.now()),
    });
    practice_remark::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}
