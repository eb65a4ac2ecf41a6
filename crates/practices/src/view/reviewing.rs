//! Expertise as each side sees it: the coordinator everything, an expert their own sheet, an author the sheets without
//! names and only after the decision.

use kernel::{Actor, DateTime, PersonRef, Result, ReviewId, Utc};
use platform::App;
use platform::ports::Names;
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cards::points;
use crate::{
    access::Desk,
    entity::{practice_remark, review},
    kinds::{Level, ReviewState, Stage, Verdict},
    policy::ceiling,
    reviews, rubric,
};

/// What is to be mended in one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PracticeRemark)]
pub struct Remark {
    /// Name of a passport's field, `files`, `authors` or `whole`.
    pub field: String,
    pub text: String,
    /// Said by an expert, not by the coordinator.
    #[serde(default)]
    pub by_expert: bool,
}

/// An expert's sheet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Review {
    pub id: ReviewId,
    /// Hidden from authors.
    pub expert: Option<PersonRef>,
    pub mine: bool,
    pub state: ReviewState,
    pub rubric: i32,
    pub assigned_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub late: bool,
    pub result: Option<i32>,
    pub efficiency: Option<i32>,
    pub novelty: Option<i32>,
    pub transfer: Option<i32>,
    pub scale: Option<i32>,
    pub total: Option<i32>,
    pub verdict: Option<Verdict>,
    pub text: String,
    pub remarks: Vec<Remark>,
    pub done_at: Option<DateTime<Utc>>,
    pub decline_reason: Option<String>,
}

/// Expertise of one version.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reviewing {
    /// Version of the practice it is about.
    pub version: i32,
    pub items: Vec<Review>,
    /// Sheets a decision needs: two, or three when they differ.
    pub needed: usize,
    pub done: usize,
    /// Mean total, for coordinators and after the decision.
    pub score: Option<f32>,
    /// The best level that the totals and the reader's reach allow.
    pub publish_up_to: Option<Level>,
}

/// Expertise of the version in work, else of the one shown.
pub async fn reviewing(app: &App, actor: &Actor, desk: &Desk) -> Result<Reviewing> {
    let db = app.reader();
    let working = desk.seat.read_work(&desk.facts).allowed();
    let version = if working { desk.work(db).await? } else { desk.shown(db).await? };
    let rows = review::Entity::find()
        .filter(review::Column::VersionId.eq(version.id))
        .order_by_asc(review::Column::AssignedAt)
        .order_by_asc(review::Column::Id)
        .all(db)
        .await?;
    let (coordinates, author) = (desk.seat.coordinates.is_some(), desk.seat.author);
    let decided = !working || desk.facts.stage == Stage::Revision;
    let done = rows.iter().filter(|row| row.state == ReviewState::Done).count();
    let totals: Vec<i32> = rows.iter().filter(|r| r.state == ReviewState::Done).filter_map(|r| r.total).collect();
    let score = rubric::score(&totals).filter(|_| coordinates || decided);
    let shown: Vec<review::Model> = rows
        .into_iter()
        .filter(|row| {
            coordinates || row.expert_id == actor.person || author && decided && row.state == ReviewState::Done
        })
        .collect();
    let names = Names::load(app, shown.iter().map(|row| row.expert_id).collect()).await?;
    let mut items = Vec::with_capacity(shown.len());
    for row in shown {
        let named = coordinates || row.expert_id == actor.person;
        let expert = named.then(|| names.of(row.expert_id));
        items.push(sheet(app, actor, row, expert).await?);
    }
    Ok(Reviewing {
        version: version.no,
        items,
        needed: rubric::needed(&totals),
        done,
        score: points(score),
        publish_up_to: score
            .filter(|_| totals.len() >= rubric::needed(&totals))
            .and_then(ceiling)
            .min(desk.seat.coordinates),
    })
}

/// One sheet, for whoever may read it.
pub async fn sheet(app: &App, actor: &Actor, row: review::Model, expert: Option<PersonRef>) -> Result<Review> {
    let remarks = practice_remark::Entity::find()
        .filter(practice_remark::Column::ReviewId.eq(row.id))
        .order_by_asc(practice_remark::Column::Id)
        .all(app.reader())
        .await?;
    Ok(Review {
        id: row.id,
        expert,
        mine: row.expert_id == actor.person,
        late: row.state == ReviewState::Assigned && row.due_at < app.now(),
        state: row.state,
        rubric: row.rubric,
        assigned_at: row.assigned_at,
        due_at: row.due_at,
        result: row.result,
        efficiency: row.efficiency,
        novelty: row.novelty,
        transfer: row.transfer,
        scale: row.scale,
        total: row.total,
        verdict: row.verdict,
        text: row.text,
        remarks: remarks
            .into_iter()
            .map(|remark| Remark { field: remark.field, text: remark.text, by_expert: true })
            .collect(),
        done_at: row.done_at,
        decline_reason: row.decline_reason,
    })
}

/// Somebody who may be asked to review.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Expert {
    pub person: PersonRef,
    /// Tasks not yet done, over all practices.
    pub waiting: u64,
    /// Teaches one of the practice's subjects.
    pub same_subject: bool,
}

/// Experts who are independent of the authors and not asked yet, the fitting and least busy first.
pub async fn experts(app: &App, desk: &Desk) -> Result<Vec<Expert>> {
    use accounts::entity::role_grant;
    let db = app.reader();
    let work = desk.work(db).await?;
    let subjects = crate::drafts::stored(db, &work).await?.subjects;
    let grants = role_grant::Entity::find()
        .filter(accounts::facts::in_force_somewhere(app.now()))
        .filter(role_grant::Column::Role.eq(kernel::Role::Expert))
        .all(db)
        .await?;
    let asked: Vec<_> = review::Entity::find()
        .filter(review::Column::VersionId.eq(work.id))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.expert_id)
        .collect();
    let schools = reviews::schools_of(db, app.now(), &desk.facts.authors).await?;
    let people: std::collections::BTreeSet<_> = grants.into_iter().map(|grant| grant.person_id).collect();
    let mut found = Vec::new();
    for id in people {
        let Some(person) = accounts::facts::load(db, id, app.now()).await? else { continue };
        let independent = !desk.facts.authors.contains(&id)
            && !asked.contains(&id)
            && !person.orgs.iter().any(|o| schools.contains(o));
        if !independent || !person.confirmed || !person.consented {
            continue;
        }
        let waiting = review::Entity::find()
            .filter(review::Column::ExpertId.eq(id))
            .filter(review::Column::State.eq(ReviewState::Assigned))
            .count(db)
            .await?;
        found.push((id, waiting, person.subjects.iter().any(|subject| subjects.contains(subject))));
    }
    let names = Names::load(app, found.iter().map(|(id, ..)| *id).collect()).await?;
    found.sort_by_key(|(id, waiting, same)| (!*same, *waiting, *id));
    Ok(found
        .into_iter()
        .map(|(id, waiting, same_subject)| Expert { person: names.of(id), waiting, same_subject })
        .collect())
}
