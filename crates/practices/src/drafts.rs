//! The version in work: made, saved as its authors type, thrown away. Two devices or two authors saving at once: the
//! later hears 409 and gets what the other wrote.

use kernel::{Actor, FileId, PersonId, PracticeId, PracticeVersionId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use crate::{
    access::{self, Desk},
    attached,
    entity::{
        practice, practice_author, practice_grade, practice_remark, practice_skill, practice_subject, practice_version,
        review,
    },
    event::{Event, kind},
    kinds::{Audience, Stage, VersionState},
    passport::Passport,
    policy::{Act, after},
};

/// Makes a practice with its first version; nobody but its author knows of it.
pub async fn create(tx: &mut Tx, actor: &Actor, passport: Passport, files: Option<Vec<FileId>>) -> Result<PracticeId> {
    crate::policy::may_write(actor)?;
    begin(tx, actor.person, passport, files, None).await
}

/// The same for a person of whom no rights are asked: imports.
pub(crate) async fn begin(
    tx: &mut Tx,
    author: PersonId,
    passport: Passport,
    files: Option<Vec<FileId>>,
    external_id: Option<String>,
) -> Result<PracticeId> {
    let passport = passport.tidy();
    passport.check(tx.db()).await?;
    let (id, version): (PracticeId, PracticeVersionId) = (tx.id(), tx.id());
    let (home, region) = access::home(tx.db(), author).await?;
    let row = practice::Model {
        id,
        number: None,
        owner_id: author,
        home_id: home,
        region_id: region,
        stage: Stage::Draft,
        audience: Audience::Authors,
        level: None,
        place_id: None,
        current_id: version,
        shown_id: None,
        work_id: Some(version),
        topic_id: None,
        score: None,
        useful: 0,
        apply: 0,
        thanks: 0,
        views: 0,
        downloads: 0,
        citations: 0,
        adoptions: 0,
        external_id,
        credit_author: None,
        credit_school: None,
        created_at: tx.now(),
        published_at: None,
        touched_at: tx.now(),
        archived_at: None,
        archived_by: None,
        archive_reason: None,
    };
    practice::Entity::insert(practice::ActiveModel::from(row).reset_all()).exec_without_returning(tx.db()).await?;
    let owner = practice_author::Model { practice_id: id, person_id: author, position: 0, added_at: tx.now() };
    practice_author::Entity::insert(practice_author::ActiveModel::from(owner).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    write_version(tx, version, id, 1, author, &passport).await?;
    if let Some(files) = files {
        attached::bind(tx, version, author, &files).await?;
    }
    Ok(id)
}

/// A save on its way in.
#[derive(Clone, Debug)]
pub struct Save {
    /// The revision this device saw last.
    pub revision: i32,
    pub passport: Passport,
    /// Absent: they stay.
    pub files: Option<Vec<FileId>>,
}

/// What became of a save.
pub enum Saved {
    Done(practice_version::Model),
    /// Somebody was faster; this is what they wrote.
    Stale(practice_version::Model),
}

/// Saves the version in work.
pub async fn save(tx: &mut Tx, actor: &Actor, id: PracticeId, save: Save) -> Result<Saved> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.edit(&desk.facts).or_refuse()?;
    after(desk.row.stage, Act::Save)?;
    let work = desk.work(tx.db()).await?;
    if work.revision != save.revision {
        return Ok(Saved::Stale(work));
    }
    let passport = save.passport.tidy();
    passport.check(tx.db()).await?;
    let mut changed = columns(&passport);
    changed.id = Set(work.id);
    changed.revision = Set(work.revision + 1);
    changed.saved_by = Set(actor.person);
    changed.saved_at = Set(tx.now());
    let changed = changed.update(tx.db()).await?;
    write_lists(tx, work.id, &passport).await?;
    if let Some(files) = &save.files {
        attached::bind(tx, work.id, actor.person, files).await?;
    }
    if !desk.facts.shown {
        touch(tx, id).await?;
    }
    Ok(Saved::Done(changed))
}

/// Begins a new version of what is shown; the old one stays readable.
pub async fn revise(tx: &mut Tx, actor: &Actor, id: PracticeId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.edit(&desk.facts).or_refuse()?;
    let stage = after(desk.row.stage, Act::Revise)?;
    let shown = desk.shown(tx.db()).await?;
    let passport = stored(tx.db(), &shown).await?;
    let version = next_version(tx, id, actor.person, &passport).await?;
    attached::copy(tx, shown.id, version).await?;
    let change =
        practice::ActiveModel { id: Set(id), stage: Set(stage), work_id: Set(Some(version)), ..Default::default() };
    change.update(tx.db()).await?;
    Ok(())
}

/// One version more, a draft with these words.
pub(crate) async fn next_version(
    tx: &Tx,
    id: PracticeId,
    by: PersonId,
    passport: &Passport,
) -> Result<PracticeVersionId> {
    let version: PracticeVersionId = tx.id();
    let no = last_no(tx.db(), id).await? + 1;
    write_version(tx, version, id, no, by, passport).await?;
    Ok(version)
}

/// Throws the version in work away; a practice that was never shown goes with it.
pub async fn discard(tx: &mut Tx, actor: &Actor, id: PracticeId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.edit(&desk.facts).or_refuse()?;
    let stage = after(desk.row.stage, Act::Discard)?;
    let work = desk.work(tx.db()).await?;
    attached::release(tx, work.id, actor.person).await?;
    if desk.facts.shown {
        let change = practice::ActiveModel { id: Set(id), stage: Set(stage), work_id: Set(None), ..Default::default() };
        change.update(tx.db()).await?;
        remove_version(tx, work.id).await?;
    } else {
        erase(tx, &desk.row).await?;
    }
    tx.emit(Event::new(kind::DISCARDED, id, actor.person));
    Ok(())
}

/// Removes a practice that was never shown.
pub(crate) async fn erase(tx: &Tx, row: &practice::Model) -> Result<()> {
    if let Some(work) = row.work_id {
        remove_version(tx, work).await?;
    }
    practice_author::Entity::delete_many().filter(practice_author::Column::PracticeId.eq(row.id)).exec(tx.db()).await?;
    practice::Entity::delete_by_id(row.id).exec(tx.db()).await?;
    Ok(())
}

async fn remove_version(tx: &Tx, id: PracticeVersionId) -> Result<()> {
    clear_lists(tx, id).await?;
    practice_remark::Entity::delete_many().filter(practice_remark::Column::VersionId.eq(id)).exec(tx.db()).await?;
    review::Entity::delete_many().filter(review::Column::VersionId.eq(id)).exec(tx.db()).await?;
    practice_version::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

async fn write_version(
    tx: &Tx,
    id: PracticeVersionId,
    practice: PracticeId,
    no: i32,
    by: PersonId,
    passport: &Passport,
) -> Result<()> {
    let row = practice_version::ActiveModel {
        id: Set(id),
        practice_id: Set(practice),
        no: Set(no),
        state: Set(VersionState::Draft),
        wanted_level: Set(None),
        level: Set(None),
        score: Set(None),
        revision: Set(1),
        saved_by: Set(by),
        created_at: Set(tx.now()),
        saved_at: Set(tx.now()),
        submitted_at: Set(None),
        checked_by: Set(None),
        checked_at: Set(None),
        decided_by: Set(None),
        decided_at: Set(None),
        ..columns(passport)
    };
    practice_version::Entity::insert(row).exec_without_returning(tx.db()).await?;
    write_lists(tx, id, passport).await
}

/// Columns of a version that the passport fills.
fn columns(passport: &Passport) -> practice_version::ActiveModel {
    let json = |list: serde_json::Result<String>| list.unwrap_or_else(|_| "[]".to_owned());
    practice_version::ActiveModel {
        kind: Set(passport.kind),
        title: Set(passport.title.clone()),
        summary: Set(passport.summary.clone()),
        problem: Set(passport.problem.clone()),
        goal: Set(passport.goal.clone()),
        body: Set(passport.body.clone()),
        html: Set(prose::render(&passport.body, &prose::Context::default()).html),
        rendered_by: Set(prose::RENDERER),
        resources: Set(passport.resources.clone()),
        conditions: Set(passport.conditions.clone()),
        risks: Set(passport.risks.clone()),
        result_before: Set(passport.result_before.clone()),
        result_after: Set(passport.result_after.clone()),
        result_how: Set(passport.result_how.clone()),
        licence: Set(passport.licence),
        employer_consent: Set(passport.employer_consent),
        keywords: Set(json(serde_json::to_string(&passport.keywords))),
        links: Set(json(serde_json::to_string(&passport.links))),
        search_key: Set(passport.search_key()),
        ..Default::default()
    }
}

async fn clear_lists(tx: &Tx, id: PracticeVersionId) -> Result<()> {
    practice_subject::Entity::delete_many().filter(practice_subject::Column::VersionId.eq(id)).exec(tx.db()).await?;
    practice_grade::Entity::delete_many().filter(practice_grade::Column::VersionId.eq(id)).exec(tx.db()).await?;
    practice_skill::Entity::delete_many().filter(practice_skill::Column::VersionId.eq(id)).exec(tx.db()).await?;
    Ok(())
}

async fn write_lists(tx: &Tx, id: PracticeVersionId, passport: &Passport) -> Result<()> {
    clear_lists(tx, id).await?;
    if !passport.subjects.is_empty() {
        let rows = passport
            .subjects
            .iter()
            .map(|subject| practice_subject::ActiveModel { version_id: Set(id), subject: Set(subject.clone()) });
        practice_subject::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    if !passport.grades.is_empty() {
        let rows =
            passport.grades.iter().map(|grade| practice_grade::ActiveModel { version_id: Set(id), grade: Set(*grade) });
        practice_grade::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    if !passport.skills.is_empty() {
        let rows = passport
            .skills
            .iter()
            .map(|skill| practice_skill::ActiveModel { version_id: Set(id), skill_id: Set(*skill) });
        practice_skill::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([practice_skill::Column::VersionId, practice_skill::Column::SkillId])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// The whole passport of a stored version.
pub async fn stored<C: ConnectionTrait>(db: &C, row: &practice_version::Model) -> Result<Passport> {
    let mut passport = Passport::of(row);
    let subjects = practice_subject::Entity::find().filter(practice_subject::Column::VersionId.eq(row.id));
    passport.subjects = subjects.all(db).await?.into_iter().map(|s| s.subject).collect();
    let grades = practice_grade::Entity::find().filter(practice_grade::Column::VersionId.eq(row.id));
    passport.grades = grades.all(db).await?.into_iter().map(|g| g.grade).collect();
    let skills = practice_skill::Entity::find().filter(practice_skill::Column::VersionId.eq(row.id));
    passport.skills = skills.all(db).await?.into_iter().map(|s| s.skill_id).collect();
    Ok(passport.tidy())
}

async fn last_no<C: ConnectionTrait>(db: &C, id: PracticeId) -> Result<i32> {
    let last = practice_version::Entity::find()
        .filter(practice_version::Column::PracticeId.eq(id))
        .order_by_desc(practice_version::Column::No)
        .one(db)
        .await?;
    Ok(last.map_or(0, |row| row.no))
}

/// Something a list shows has changed.
pub(crate) async fn touch(tx: &Tx, id: PracticeId) -> Result<()> {
    practice::Entity::update_many()
        .col_expr(practice::Column::TouchedAt, Expr::value(tx.now()))
        .filter(practice::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Moves the version in work and its practice to another stage.
pub(crate) async fn step(tx: &Tx, desk: &Desk, stage: Stage, mut version: practice_version::ActiveModel) -> Result<()> {
    if let Some(state) = Option::<VersionState>::from(stage) {
        version.state = Set(state);
    }
    version.update(tx.db()).await?;
    let change = practice::ActiveModel {
        id: Set(desk.row.id),
        stage: Set(stage),
        touched_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    Ok(())
}
