//! What a school needs help in.

mod view;

use std::collections::BTreeSet;

use kernel::{Actor, Code, Error, NeedId, OrgId, Result, SkillId, error::Checks};
use platform::{App, Tx, db::is_unique_violation, ports::ResultNeed};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

pub use view::{NeedSkillView, SchoolNeed, Suggested, suggestions, views};

use super::{
    access::{self, CHUNK, Desk},
    themes::{check_grades, is_share},
};
use crate::{
    codes,
    entity::schools::{need, need_skill},
    event::schools::{Detail, Event, kind},
    kinds::{NeedSource, NeedState, ThemeKind},
    policy::schools::{Act, Sight},
};

const MAX_NOTE: usize = 2_000;
const MAX_REASON: usize = 1_000;
const MAX_SKILLS: usize = 20;
const MOST_PUPILS: i32 = 20_000;

/// A skill pupils lack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NeedSkillForm)]
pub struct NeedSkill {
    pub skill_id: SkillId,
    /// Per cent of pupils who can do it.
    pub share_done: Option<i32>,
    /// Of how many pupils.
    pub pupils: Option<i32>,
}

/// A need as somebody names it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = NeedForm)]
pub struct NeedForm {
    /// Of the need this one is written over; nothing for a new one.
    #[serde(default)]
    pub revision: i32,
    pub theme_kind: ThemeKind,
    /// A subject code, or a code of a theme of management.
    pub theme: String,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    /// 1 to 100.
    pub strength: i32,
    /// 1 to 3, 1 is first.
    pub priority: i32,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub skills: Vec<NeedSkill>,
    /// Taken over from what results of pupils suggest.
    #[serde(default)]
    pub from_results: bool,
}

impl NeedForm {
    async fn check(&self, tx: &Tx) -> Result<()> {
        let mut checks = Checks::default();
        checks
            .require(codes::is_theme(self.theme_kind, &self.theme), "theme", "unknown")
            .require((1..=100).contains(&self.strength), "strength", "invalid")
            .require((1..=3).contains(&self.priority), "priority", "invalid")
            .up_to(&self.note, MAX_NOTE, "note")
            .require(self.skills.len() <= MAX_SKILLS, "skills", "too_many");
        check_grades(&mut checks, self.grade_from, self.grade_to, "");
        let mut seen = BTreeSet::new();
        for (at, skill) in self.skills.iter().enumerate() {
            checks
                .require(seen.insert(skill.skill_id), &format!("skills[{at}].skill_id"), "taken")
                .require(is_share(skill.share_done), &format!("skills[{at}].share_done"), "invalid")
                .require(
                    skill.pupils.is_none_or(|pupils| (1..=MOST_PUPILS).contains(&pupils)),
                    &format!("skills[{at}].pupils"),
                    "invalid",
                );
        }
        let ids: Vec<SkillId> = self.skills.iter().map(|skill| skill.skill_id).collect();
        checks.require(skills::exist(tx.db(), &ids).await?, "skills", "unknown");
        checks.done()
    }
}

/// Names a need.
///
/// # Errors
/// `AlreadyExists` where the school has a live need in this theme.
pub async fn name(tx: &mut Tx, actor: &Actor, school: OrgId, form: NeedForm) -> Result<NeedId> {
    let desk = access::locked(tx, actor, school).await?;
    desk.seat.may(Act::Need, desk.place).or_refuse()?;
    form.check(tx).await?;
    let source = match (form.from_results, desk.seat.runs) {
        (true, _) if suggested(tx.app(), &desk).await?.iter().all(|other| other.theme != form.theme) => {
            return Err(Error::invalid("from_results", "unknown"));
        }
        (true, _) => NeedSource::Results,
        (false, true) => NeedSource::School,
        (false, false) => NeedSource::Coordinator,
    };
    let id: NeedId = tx.id();
    let row = need::Model {
        id,
        school_id: school,
        theme_kind: form.theme_kind,
        theme: form.theme.clone(),
        grade_from: form.grade_from,
        grade_to: form.grade_to,
        strength: form.strength,
        priority: form.priority,
        note: form.note.trim().to_owned(),
        source,
        state: NeedState::Open,
        close_reason: None,
        by_id: desk.actor.person,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    need::Entity::insert(need::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx.db())
        .await
        .map_err(doubled)?;
    write_skills(tx, id, form.skills).await?;
    tx.emit(told(kind::NEED_NAMED, &desk, id));
    Ok(id)
}

/// What results suggest, where something keeps results.
pub async fn suggested(app: &App, desk: &Desk) -> Result<Vec<ResultNeed>> {
    let year = super::years::current(app.now(), &desk.school);
    match app.school_results() {
        Some(results) => results.needs(app, desk.school.id, year).await,
        None => Ok(Vec::new()),
    }
}

fn doubled(error: DbErr) -> Error {
    if is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() }
}

fn told(kind: &'static str, desk: &Desk, id: NeedId) -> Event {
    Event::of(kind, desk.school.id, desk.actor.person).with(Detail { need: Some(id), ..Detail::default() })
}

async fn write_skills(tx: &Tx, id: NeedId, skills: Vec<NeedSkill>) -> Result<()> {
    need_skill::Entity::delete_many().filter(need_skill::Column::NeedId.eq(id)).exec(tx.db()).await?;
    let row = |skill: NeedSkill| need_skill::ActiveModel {
        need_id: Set(id),
        skill_id: Set(skill.skill_id),
        share_done: Set(skill.share_done),
        pupils: Set(skill.pupils),
    };
    if !skills.is_empty() {
        need_skill::Entity::insert_many(skills.into_iter().map(row)).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The need behind the lock of its school and its own.
async fn at_desk(tx: &Tx, actor: &Actor, id: NeedId, act: Act) -> Result<(Desk, need::Model)> {
    let found = need::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let desk = access::locked(tx, actor, found.school_id).await?;
    desk.seat.may(act, desk.place).or_refuse()?;
    let row = need::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    Ok((desk, row.ok_or(Error::Hidden)?))
}

/// Writes another over it. While a pair works on it, its theme stays.
///
/// # Errors
/// `Stale` with the need as it is now; `WrongState` of a closed one.
pub async fn save(tx: &mut Tx, actor: &Actor, id: NeedId, form: NeedForm) -> Result<OrgId> {
    let (desk, row) = at_desk(tx, actor, id, Act::Need).await?;
    form.check(tx).await?;
    if row.revision != form.revision {
        let now = views(tx.db(), vec![row], Sight::Whole).await?;
        return Err(Error::Stale(json!(now.first())));
    }
    let same = row.theme_kind == form.theme_kind && row.theme == form.theme;
    match row.state {
        NeedState::Open => {}
        NeedState::Matched if same => {}
        NeedState::Matched | NeedState::Closed => return Err(Error::Conflict(Code::WrongState)),
    }
    let change = need::ActiveModel {
        id: Set(id),
        theme_kind: Set(form.theme_kind),
        theme: Set(form.theme.clone()),
        grade_from: Set(form.grade_from),
        grade_to: Set(form.grade_to),
        strength: Set(form.strength),
        priority: Set(form.priority),
        note: Set(form.note.trim().to_owned()),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await.map_err(doubled)?;
    write_skills(tx, id, form.skills).await?;
    tx.emit(told(kind::NEED_CHANGED, &desk, id));
    Ok(desk.school.id)
}

/// Closes a need on which nobody works.
///
/// # Errors
/// `WrongState` while a pair works on it, and of a closed one.
pub async fn close(tx: &mut Tx, actor: &Actor, id: NeedId, reason: &str) -> Result<OrgId> {
    let (desk, row) = at_desk(tx, actor, id, Act::CloseNeed).await?;
    if row.state != NeedState::Open {
        return Err(Error::Conflict(Code::WrongState));
    }
    let mut checks = Checks::default();
    checks.text(reason, MAX_REASON, "reason");
    checks.done()?;
    let change = need::ActiveModel {
        id: Set(id),
        state: Set(NeedState::Closed),
        close_reason: Set(Some(reason.trim().to_owned())),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    tx.emit(told(kind::NEED_CLOSED, &desk, id));
    Ok(desk.school.id)
}

/// Needs of a school as the actor sees them: live ones by priority, then closed ones, the newest first.
///
/// # Errors
/// `Hidden` for whoever may not know of them.
pub async fn of_school<C: ConnectionTrait>(db: &C, desk: &Desk) -> Result<Vec<SchoolNeed>> {
    let sight = desk.seat.needs(desk.place).ok_or(Error::Hidden)?;
    let rows = need::Entity::find()
        .filter(need::Column::SchoolId.eq(desk.school.id))
        .order_by_desc(need::Column::ChangedAt)
        .order_by_desc(need::Column::Id);
    let mut rows = rows.all(db).await?;
    rows.sort_by_key(|row| {
        (row.state == NeedState::Closed, if row.state == NeedState::Closed { 0 } else { row.priority })
    });
    views(db, rows, sight).await
}

/// Live needs of many schools, by priority and strength.
pub async fn live<C: ConnectionTrait>(db: &C, schools: &[OrgId]) -> Result<Vec<need::Model>> {
    let mut found = Vec::new();
    for part in schools.chunks(CHUNK) {
        let rows = need::Entity::find()
            .filter(need::Column::SchoolId.is_in(part.iter().copied()))
            .filter(need::Column::State.ne(NeedState::Closed));
        found.extend(rows.all(db).await?);
    }
    found.sort_by_key(|row| (row.priority, -row.strength, row.id));
    Ok(found)
}
