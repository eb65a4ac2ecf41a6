//! Practices as lists show them.

use std::collections::HashMap;

use kernel::{Actor, DateTime, OrgId, OrgRef, PersonId, PersonRef, PracticeId, PracticeVersionId, Result, Utc};
use platform::App;
use platform::ports::Names;
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use crate::{
    entity::{practice, practice_author, practice_grade, practice_skill, practice_subject, practice_version},
    kinds::{Kind, Level, Licence, Stage, VersionState},
};

/// How often it was read, taken, used and liked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PracticeCounts)]
pub struct Counts {
    /// A person counts once an hour.
    pub views: i32,
    pub downloads: i32,
    pub citations: i32,
    /// Reports «применил(а) в классе».
    pub adoptions: i32,
    pub useful: i32,
    pub apply: i32,
    pub thanks: i32,
}

impl Counts {
    pub fn of(row: &practice::Model) -> Self {
        Self {
            views: row.views,
            downloads: row.downloads,
            citations: row.citations,
            adoptions: row.adoptions,
            useful: row.useful,
            apply: row.apply,
            thanks: row.thanks,
        }
    }
}

/// A practice in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PracticeCard {
    pub id: PracticeId,
    /// Number of the permanent address; absent until it is first shown.
    pub number: Option<i32>,
    /// `/b/<number or id>`
    pub path: String,
    pub kind: Kind,
    /// Of the version this card shows.
    pub state: VersionState,
    /// Of the version in work, for those who read it.
    pub stage: Stage,
    pub archived: bool,
    pub level: Option<Level>,
    /// Where it lives without review.
    pub place: Option<OrgRef>,
    pub title: String,
    pub summary: String,
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
    pub skills: Vec<SkillChip>,
    pub authors: Vec<PersonRef>,
    /// Who wrote it where it was imported from; then `authors` only brought it here.
    pub credit: Option<String>,
    /// Where its owner works.
    pub school: Option<OrgRef>,
    pub licence: Licence,
    /// Mean total of the experts, 5 to 50.
    pub score: Option<f32>,
    pub counts: Counts,
    pub published_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

/// Everything around some practices, read once for all of them.
pub struct Around {
    pub versions: HashMap<PracticeVersionId, practice_version::Model>,
    pub subjects: HashMap<PracticeVersionId, Vec<String>>,
    pub grades: HashMap<PracticeVersionId, Vec<i32>>,
    pub skills: HashMap<PracticeVersionId, Vec<SkillChip>>,
    pub authors: HashMap<PracticeId, Vec<PersonId>>,
    pub names: Names,
    pub orgs: HashMap<OrgId, OrgRef>,
}

/// Reads what hangs on these practices and versions.
pub async fn load(app: &App, rows: &[practice::Model], versions: &[PracticeVersionId]) -> Result<Around> {
    let db = app.reader();
    let found = practice_version::Entity::find().filter(practice_version::Column::Id.is_in(versions.iter().copied()));
    let found: HashMap<_, _> = found.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let authors = authors(db, rows).await?;
    let names = Names::load(app, authors.values().flatten().copied().collect()).await?;
    let orgs: Vec<OrgId> = rows.iter().flat_map(|row| [row.home_id, row.place_id]).flatten().collect();
    Ok(Around {
        versions: found,
        subjects: subjects(db, versions).await?,
        grades: grades(db, versions).await?,
        skills: chips(db, versions).await?,
        authors,
        names,
        orgs: accounts::directory::org_refs(db, &orgs).await?,
    })
}

async fn authors<C: ConnectionTrait>(db: &C, rows: &[practice::Model]) -> Result<HashMap<PracticeId, Vec<PersonId>>> {
    let found = practice_author::Entity::find()
        .filter(practice_author::Column::PracticeId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(practice_author::Column::Position)
        .all(db)
        .await?;
    let mut authors: HashMap<_, Vec<_>> = HashMap::new();
    found.into_iter().for_each(|row| authors.entry(row.practice_id).or_default().push(row.person_id));
    Ok(authors)
}

async fn subjects<C: ConnectionTrait>(
    db: &C,
    versions: &[PracticeVersionId],
) -> Result<HashMap<PracticeVersionId, Vec<String>>> {
    let rows = practice_subject::Entity::find()
        .filter(practice_subject::Column::VersionId.is_in(versions.iter().copied()))
        .all(db)
        .await?;
    let mut found: HashMap<_, Vec<String>> = HashMap::new();
    rows.into_iter().for_each(|row| found.entry(row.version_id).or_default().push(row.subject));
    let order = |code: &String| kernel::subject::SUBJECTS.iter().position(|s| s == code);
    found.values_mut().for_each(|codes| codes.sort_by_key(order));
    Ok(found)
}

async fn grades<C: ConnectionTrait>(
    db: &C,
    versions: &[PracticeVersionId],
) -> Result<HashMap<PracticeVersionId, Vec<i32>>> {
    let rows = practice_grade::Entity::find()
        .filter(practice_grade::Column::VersionId.is_in(versions.iter().copied()))
        .order_by_asc(practice_grade::Column::Grade)
        .all(db)
        .await?;
    let mut found: HashMap<_, Vec<i32>> = HashMap::new();
    rows.into_iter().for_each(|row| found.entry(row.version_id).or_default().push(row.grade));
    Ok(found)
}

async fn chips<C: ConnectionTrait>(
    db: &C,
    versions: &[PracticeVersionId],
) -> Result<HashMap<PracticeVersionId, Vec<SkillChip>>> {
    let rows = practice_skill::Entity::find()
        .filter(practice_skill::Column::VersionId.is_in(versions.iter().copied()))
        .order_by_asc(practice_skill::Column::SkillId)
        .all(db)
        .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.skill_id).collect();
    let chips = skills::chips(db, &ids).await?;
    let mut found: HashMap<_, Vec<SkillChip>> = HashMap::new();
    for row in rows {
        found.entry(row.version_id).or_default().extend(chips.get(&row.skill_id).cloned());
    }
    Ok(found)
}

/// Cards of practices the reader sees, in their order.
pub async fn cards(app: &App, reader: Option<&Actor>, rows: Vec<practice::Model>) -> Result<Vec<PracticeCard>> {
    let versions: Vec<PracticeVersionId> = rows.iter().map(|row| row.current_id).collect();
    let around = load(app, &rows, &versions).await?;
    Ok(rows.iter().filter_map(|row| card(&around, reader, row)).collect())
}

fn card(around: &Around, reader: Option<&Actor>, row: &practice::Model) -> Option<PracticeCard> {
    let version = around.versions.get(&row.current_id)?;
    let authors = around.authors.get(&row.id).map_or(&[][..], Vec::as_slice);
    let mine = reader.is_some_and(|actor| authors.contains(&actor.person));
    let concerned = mine
        || reader
            .is_some_and(|actor| row.home_id.is_some_and(|home| actor.holds_over(&crate::policy::MUNICIPAL, home)));
    let told = concerned && (mine || row.stage != Stage::Draft) || row.shown_id.is_none();
    let of = |id: Option<OrgId>| id.and_then(|id| around.orgs.get(&id).cloned());
    Some(PracticeCard {
        id: row.id,
        number: row.number,
        path: path(row),
        kind: version.kind,
        state: version.state,
        stage: if told { row.stage } else { Stage::None },
        archived: row.archived_at.is_some(),
        level: row.level,
        place: of(row.place_id),
        title: version.title.clone(),
        summary: version.summary.clone(),
        subjects: around.subjects.get(&version.id).cloned().unwrap_or_default(),
        grades: around.grades.get(&version.id).cloned().unwrap_or_default(),
        skills: around.skills.get(&version.id).cloned().unwrap_or_default(),
        authors: authors.iter().map(|id| around.names.of(*id)).collect(),
        credit: credit(row),
        school: of(row.home_id),
        licence: version.licence,
        score: points(row.score),
        counts: Counts::of(row),
        published_at: row.published_at,
        updated_at: row.touched_at,
    })
}

/// Address within the site.
pub fn path(row: &practice::Model) -> String {
    match row.number {
        Some(number) => format!("/b/{number}"),
        None => format!("/b/{}", row.id),
    }
}

/// «Лариса Голованова, Школа № 15»
pub fn credit(row: &practice::Model) -> Option<String> {
    let parts: Vec<&str> = [&row.credit_author, &row.credit_school].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Tenths of a point as points.
#[expect(clippy::cast_precision_loss, reason = "at most 500 tenths")]
pub fn points(tenths: Option<i32>) -> Option<f32> {
    tenths.map(|tenths| tenths as f32 / 10.0)
}
