//! Reports of use, older versions, similar practices.

use std::collections::BTreeMap;

use kernel::{Actor, AdoptionId, DateTime, Error, Page, PageQuery, PersonRef, PracticeId, Result, Utc};
use platform::App;
use platform::ports::Names;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, entity::prelude::*, sea_query::ExprTrait};
use serde::Serialize;
use utoipa::ToSchema;

use super::{PracticeCard, cards, cards::points};
use crate::{
    access::Desk,
    attached::may_read_version,
    drafts,
    entity::{adoption, practice, practice_skill, practice_subject, practice_version},
    kinds::{Level, Outcome, VersionState},
    passport::Passport,
    policy,
};

/// A report «применил(а) в классе».
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Adoption {
    pub id: AdoptionId,
    pub practice_id: PracticeId,
    pub person: PersonRef,
    pub mine: bool,
    pub grade: Option<i32>,
    pub outcome: Outcome,
    /// What was changed, what came out.
    pub text: String,
    /// Percent.
    pub before: Option<i32>,
    pub after: Option<i32>,
    pub created_at: DateTime<Utc>,
    pub edited: bool,
}

/// Reports of use, newest first.
pub async fn adoptions(app: &App, actor: &Actor, desk: &Desk, page: &PageQuery) -> Result<Page<Adoption>> {
    desk.seat.read_shown(&desk.facts).or_refuse()?;
    let mut found = adoption::Entity::find().filter(adoption::Column::PracticeId.eq(desk.row.id));
    if let Some(id) = page.key::<AdoptionId>()? {
        found = found.filter(adoption::Column::Id.lt(id));
    }
    let rows = found.order_by_desc(adoption::Column::Id).limit(page.limit() as u64 + 1).all(app.reader()).await?;
    let cut = Page::cut(rows, page.limit(), |row| row.id)?;
    let names = Names::load(app, cut.items.iter().map(|row| row.person_id).collect()).await?;
    Ok(cut.map(|row| Adoption {
        id: row.id,
        practice_id: row.practice_id,
        person: names.of(row.person_id),
        mine: row.person_id == actor.person,
        grade: row.grade,
        outcome: row.outcome,
        edited: row.updated_at != row.created_at,
        text: row.text,
        before: row.before,
        after: row.after,
        created_at: row.created_at,
    }))
}

/// A version in the list of versions.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionLine {
    pub version: i32,
    pub title: String,
    pub state: VersionState,
    pub level: Option<Level>,
    pub score: Option<f32>,
    /// The one readers see.
    pub shown: bool,
    pub at: DateTime<Utc>,
}

async fn readable(app: &App, actor: &Actor, desk: &Desk) -> Result<Vec<practice_version::Model>> {
    let rows = practice_version::Entity::find()
        .filter(practice_version::Column::PracticeId.eq(desk.row.id))
        .order_by_desc(practice_version::Column::No)
        .all(app.reader())
        .await?;
    Ok(rows.into_iter().filter(|row| may_read_version(&desk.facts, &desk.row, row, Some(actor))).collect())
}

/// Versions the reader may read, newest first.
pub async fn versions(app: &App, actor: &Actor, desk: &Desk) -> Result<Vec<VersionLine>> {
    let rows = readable(app, actor, desk).await?;
    Ok(rows
        .into_iter()
        .map(|row| VersionLine {
            version: row.no,
            state: row.state,
            level: row.level,
            score: points(row.score),
            shown: desk.row.shown_id == Some(row.id),
            at: row.decided_at.unwrap_or(row.saved_at),
            title: row.title,
        })
        .collect())
}

/// One version of a practice, if the reader may read it.
pub async fn version(app: &App, actor: &Actor, desk: &Desk, no: i32) -> Result<practice_version::Model> {
    readable(app, actor, desk).await?.into_iter().find(|row| row.no == no).ok_or(Error::Hidden)
}

/// What changed in one field, as safe HTML with `<ins>` and `<del>`; white space matters.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldDiff {
    pub field: String,
    pub html: String,
}

/// What changed between two versions.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionDiff {
    pub from: i32,
    pub to: i32,
    pub fields: Vec<FieldDiff>,
    pub files_added: Vec<String>,
    pub files_removed: Vec<String>,
}

/// The difference of a version from an older one; from the one before unless told.
pub async fn diff(app: &App, actor: &Actor, desk: &Desk, no: i32, against: Option<i32>) -> Result<VersionDiff> {
    let rows = readable(app, actor, desk).await?;
    let to = rows.iter().find(|row| row.no == no).ok_or(Error::Hidden)?;
    let from = match against {
        Some(no) => rows.iter().find(|row| row.no == no),
        None => rows.iter().find(|row| row.no < to.no),
    };
    let from = from.ok_or(Error::Hidden)?;
    let db = app.reader();
    let (old, new) = (drafts::stored(db, from).await?, drafts::stored(db, to).await?);
    let changed = |(field, before): (&'static str, String), after: String| {
        (before != after).then(|| FieldDiff { field: field.into(), html: prose::diff::words(&before, &after) })
    };
    let (before, after) = (told(&old), told(&new));
    let fields = before.into_iter().zip(after).filter_map(|(b, (_, a))| changed(b, a)).collect();
    let names = |files: Vec<platform::ports::FileRef>| files.into_iter().map(|f| f.name).collect::<Vec<_>>();
    let (had, has) =
        (names(crate::attached::files(app, from.id).await?), names(crate::attached::files(app, to.id).await?));
    Ok(VersionDiff {
        from: from.no,
        to: to.no,
        fields,
        files_added: has.iter().filter(|name| !had.contains(name)).cloned().collect(),
        files_removed: had.iter().filter(|name| !has.contains(name)).cloned().collect(),
    })
}

/// Fields of a passport as text, in the order of the page.
fn told(passport: &Passport) -> Vec<(&'static str, String)> {
    let links: Vec<String> = passport.links.iter().map(|link| format!("{} {}", link.title, link.url)).collect();
    let grades: Vec<String> = passport.grades.iter().map(ToString::to_string).collect();
    vec![
        ("title", passport.title.clone()),
        ("summary", passport.summary.clone()),
        ("problem", passport.problem.clone()),
        ("goal", passport.goal.clone()),
        ("body", passport.body.clone()),
        ("resources", passport.resources.clone()),
        ("conditions", passport.conditions.clone()),
        ("risks", passport.risks.clone()),
        ("result_before", passport.result_before.clone()),
        ("result_after", passport.result_after.clone()),
        ("result_how", passport.result_how.clone()),
        ("keywords", passport.keywords.join(", ")),
        ("subjects", passport.subjects.join(", ")),
        ("grades", grades.join(", ")),
        ("links", links.join("\n")),
    ]
}

const MOST_SIMILAR: usize = 6;
const LOOKED_AT: u64 = 200;

/// Practices that treat the same weak spots, then those of the same subject and neighbouring grades; proven use first.
pub async fn similar(app: &App, actor: &Actor, desk: &Desk) -> Result<Vec<PracticeCard>> {
    let db = app.reader();
    let current = desk.current(db).await?;
    let own = drafts::stored(db, &current).await?;
    let by_skill = practice_skill::Entity::find()
        .select_only()
        .column(practice_skill::Column::VersionId)
        .filter(practice_skill::Column::SkillId.is_in(own.skills.iter().copied()))
        .into_query();
    let by_subject = practice_subject::Entity::find()
        .select_only()
        .column(practice_subject::Column::VersionId)
        .filter(practice_subject::Column::Subject.is_in(own.subjects.iter().map(String::as_str)))
        .into_query();
    let version = || Expr::col((practice::Entity, practice::Column::CurrentId));
    let rows = practice::Entity::find()
        .filter(policy::shown(Some(actor)))
        .filter(practice::Column::ArchivedAt.is_null())
        .filter(practice::Column::Id.ne(desk.row.id))
        .filter(sea_orm::Condition::any().add(version().in_subquery(by_skill)).add(version().in_subquery(by_subject)))
        .order_by_desc(practice::Column::Adoptions)
        .order_by_desc(practice::Column::TouchedAt)
        .limit(LOOKED_AT)
        .all(db)
        .await?;
    let mut ranked: BTreeMap<(i64, usize), PracticeCard> = BTreeMap::new();
    for (index, card) in cards(app, Some(actor), rows).await?.into_iter().enumerate() {
        ranked.insert((-closeness(&own, &card), index), card);
    }
    Ok(ranked.into_values().take(MOST_SIMILAR).collect())
}

/// Shared skills weigh most, then subject, then grades, then use.
fn closeness(own: &Passport, card: &PracticeCard) -> i64 {
    let count = |n: usize| i64::try_from(n).unwrap_or(0);
    let skills = card.skills.iter().filter(|skill| own.skills.contains(&skill.id)).count();
    let subjects = card.subjects.iter().filter(|subject| own.subjects.contains(subject)).count();
    let grades = card.grades.iter().filter(|grade| own.grades.contains(grade)).count();
    count(skills) * 100
        + count(subjects) * 20
        + Ord::min(count(grades), 3) * 5
        + i64::from(Ord::min(card.counts.adoptions, 10))
}
