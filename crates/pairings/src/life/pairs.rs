//! Pairs are proposed: from a run of the matching, or by hand with a reason.

use std::collections::BTreeSet;

use chrono::Datelike;
use kernel::{Actor, Code, Error, MatchRunId, NeedId, OrgId, PairingId, Result, SkillId, Timestamp, error::Checks};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{counter, schools, silence, steps};
use crate::{
    codes,
    entity::{
        life::{pairing, pairing_skill},
        schools::{need, need_skill},
    },
    event::{life::kind, pair::PairEvent},
    kinds::{NeedState, PairState, ThemeKind},
};

pub(crate) const MAX_REASON: usize = 2_000;
const MAX_EXPLANATION: usize = 20_000;
const MAX_SKILLS: usize = 20;

/// What the score of a pair is made of, in thousandths; absent: not known, and not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PairingParts)]
pub struct Parts {
    pub context: Option<i32>,
    pub complementarity: Option<i32>,
    pub practice: Option<i32>,
    pub access: Option<i32>,
    pub history: Option<i32>,
}

/// A pair somebody accepted from a run of the matching.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub need: NeedId,
    pub mentor: OrgId,
    pub run: Option<MatchRunId>,
    pub score: Option<i32>,
    pub parts: Option<Parts>,
    /// Sentences people read.
    pub explanation: Vec<String>,
    /// A word of the coordinator; may be empty.
    pub reason: String,
}

/// A pair somebody thought of themselves.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = ProposePairing)]
pub struct ByHand {
    pub mentor_id: OrgId,
    /// The need it answers; it says school and theme.
    pub need_id: Option<NeedId>,
    /// The school that is helped, when no need is named.
    pub mentee_id: Option<OrgId>,
    pub theme_kind: Option<ThemeKind>,
    /// Code of a subject or of a theme of management.
    pub theme: Option<String>,
    #[serde(default)]
    pub skills: Vec<SkillId>,
    /// Why these two.
    pub reason: String,
}

/// What both ways come to.
struct Plan {
    need: Option<NeedId>,
    mentor: OrgId,
    mentee: OrgId,
    theme_kind: ThemeKind,
    theme: String,
    skills: Vec<SkillId>,
}

/// What goes along without being decided on.
#[derive(Default)]
struct Basis {
    run: Option<MatchRunId>,
    score: Option<i32>,
    parts: Option<Parts>,
    explanation: String,
    reason: String,
}

/// Proposes what a run of the matching says. Both schools are asked from then on; nothing is taken of anybody yet.
///
/// # Errors
/// `Invalid` naming `need_id` or `mentor_id`; `AlreadyExists`, `AlreadyMentored` or `PairingCircle` beside other pairs.
pub async fn propose(tx: &mut Tx, actor: &Actor, proposal: Proposal) -> Result<PairingId> {
    actor.may_write()?;
    let need = open_need(tx, actor, proposal.need).await?;
    let plan = of_need(tx.db(), need, proposal.mentor).await?;
    let basis = Basis {
        run: proposal.run,
        score: proposal.score,
        parts: proposal.parts,
        explanation: proposal.explanation.join("\n").chars().take(MAX_EXPLANATION).collect(),
        reason: proposal.reason,
    };
    put(tx, actor, plan, basis).await
}

/// Proposes a pair no run thought of.
///
/// # Errors
/// As [`propose`], and `Invalid` without a reason.
pub async fn propose_by_hand(tx: &mut Tx, actor: &Actor, new: ByHand) -> Result<PairingId> {
    actor.may_write()?;
    let mut checks = Checks::default();
    checks.text(&new.reason, MAX_REASON, "reason");
    checks.require(new.skills.len() <= MAX_SKILLS, "skills", "too_many");
    checks.done()?;
    let plan = match new.need_id {
        Some(need) => {
            let need = open_need(tx, actor, need).await?;
            of_need(tx.db(), need, new.mentor_id).await?
        }
        None => bare(tx.db(), &new).await?,
    };
    put(tx, actor, plan, Basis { reason: new.reason, ..Basis::default() }).await
}

/// The need, locked, so that nobody closes it meanwhile.
async fn open_need(tx: &Tx, actor: &Actor, id: NeedId) -> Result<need::Model> {
    let row = need::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    let row = row.filter(|row| crate::policy::coordinates(actor, row.school_id));
    let row = row.ok_or_else(|| Error::invalid("need_id", "unknown"))?;
    if row.state == NeedState::Open { Ok(row) } else { Err(Error::Conflict(Code::WrongState)) }
}

async fn of_need<C: ConnectionTrait>(db: &C, row: need::Model, mentor: OrgId) -> Result<Plan> {
    let skills = need_skill::Entity::find()
        .filter(need_skill::Column::NeedId.eq(row.id))
        .order_by_asc(need_skill::Column::SkillId)
        .all(db)
        .await?;
    Ok(Plan {
        need: Some(row.id),
        mentor,
        mentee: row.school_id,
        theme_kind: row.theme_kind,
        theme: row.theme,
        skills: skills.into_iter().map(|skill| skill.skill_id).collect(),
    })
}

/// School and theme named one by one; an open need of them is answered all the same.
async fn bare<C: ConnectionTrait>(db: &C, new: &ByHand) -> Result<Plan> {
    let mentee = new.mentee_id.ok_or_else(|| Error::invalid("mentee_id", "required"))?;
    let theme_kind = new.theme_kind.ok_or_else(|| Error::invalid("theme_kind", "required"))?;
    let theme = new.theme.clone().filter(|theme| codes::is_theme(theme_kind, theme));
    let theme = theme.ok_or_else(|| Error::invalid("theme", "unknown"))?;
    let skills: BTreeSet<SkillId> = new.skills.iter().copied().collect();
    let known = skills::chips(db, &new.skills).await?;
    if let Some(place) = new.skills.iter().position(|skill| !known.contains_key(skill)) {
        return Err(Error::invalid(&format!("skills[{place}]"), "unknown"));
    }
    let need = need::Entity::find()
        .filter(need::Column::SchoolId.eq(mentee))
        .filter(need::Column::ThemeKind.eq(theme_kind))
        .filter(need::Column::Theme.eq(&theme))
        .filter(need::Column::State.eq(NeedState::Open))
        .one(db)
        .await?;
    Ok(Plan {
        need: need.map(|need| need.id),
        mentor: new.mentor_id,
        mentee,
        theme_kind,
        theme,
        skills: skills.into_iter().collect(),
    })
}

async fn put(tx: &mut Tx, actor: &Actor, plan: Plan, basis: Basis) -> Result<PairingId> {
    let mentee = schools::answered(tx.db(), actor, plan.mentee, "mentee_id").await?;
    schools::answered(tx.db(), actor, plan.mentor, "mentor_id").await?;
    if plan.mentor == plan.mentee {
        return Err(Error::invalid("mentor_id", "same"));
    }
    let number = counter::next(tx).await?;
    beside_others(tx.db(), &plan).await?;
    let id: PairingId = tx.id();
    let territory = mentee.parent_id.unwrap_or(mentee.id);
    let row = pairing::ActiveModel { territory_id: Set(territory), ..begun(tx, actor, id, number, &plan, &basis)? };
    pairing::Entity::insert(row).exec_without_returning(tx.db()).await.map_err(taken)?;
    for skill in &plan.skills {
        let row = pairing_skill::ActiveModel { pairing_id: Set(id), skill_id: Set(*skill) };
        pairing_skill::Entity::insert(row).exec_without_returning(tx.db()).await?;
    }
    steps::log(tx, id, Some(actor.person), None, PairState::Proposed, &basis.reason).await?;
    tx.emit(PairEvent::new(kind::PROPOSED, id, actor.person));
    Ok(id)
}

fn begun(
    tx: &Tx,
    actor: &Actor,
    id: PairingId,
    number: i32,
    plan: &Plan,
    basis: &Basis,
) -> Result<pairing::ActiveModel> {
    Ok(pairing::ActiveModel {
        id: Set(id),
        number: Set(number),
        mentor_id: Set(plan.mentor),
        mentee_id: Set(plan.mentee),
        duo: Set(duo(plan.mentor, plan.mentee)),
        need_id: Set(plan.need),
        offer_id: Set(None),
        theme_kind: Set(plan.theme_kind),
        theme: Set(plan.theme.clone()),
        year: Set(school_year(tx.now())),
        run_id: Set(basis.run),
        score: Set(basis.score),
        parts: Set(basis.parts.map(|parts| serde_json::to_string(&parts)).transpose()?),
        explanation: Set(basis.explanation.clone()),
        state: Set(PairState::Proposed),
        reason: Set(basis.reason.trim().to_owned()),
        debrief: Set(String::new()),
        mentor_agreed_by: Set(None),
        mentor_agreed_at: Set(None),
        mentee_agreed_by: Set(None),
        mentee_agreed_at: Set(None),
        active_since: Set(None),
        until: Set(None),
        space_id: Set(None),
        last_active_at: Set(tx.now()),
        silence: Set(0),
        by_id: Set(actor.person),
        revision: Set(1),
        created_at: Set(tx.now()),
        changed_at: Set(tx.now()),
        ..Default::default()
    })
}

/// Two schools, whoever of them helps.
pub(crate) fn duo(one: OrgId, other: OrgId) -> String {
    format!("{}:{}", one.min(other), one.max(other))
}

/// The year in which the school year of a moment begins.
pub(crate) fn school_year(now: Timestamp) -> i32 {
    if now.month() >= 9 { now.year() } else { now.year() - 1 }
}

/// Asked after the number was taken, so nobody proposes meanwhile.
async fn beside_others<C: ConnectionTrait>(db: &C, plan: &Plan) -> Result<()> {
    let live: Vec<pairing::Model> = pairing::Entity::find()
        .filter(pairing::Column::ThemeKind.eq(plan.theme_kind))
        .filter(pairing::Column::Theme.eq(&plan.theme))
        .filter(pairing::Column::State.is_in(PairState::LIVE))
        .all(db)
        .await?;
    let pair = duo(plan.mentor, plan.mentee);
    if live.iter().any(|row| row.duo == pair) {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    if live.iter().any(|row| row.mentee_id == plan.mentee && row.state.holding()) {
        return Err(Error::Conflict(Code::AlreadyMentored));
    }
    // Whoever the mentee helps, they help, and so on: the mentor must not be among them.
    let mut reached = BTreeSet::from([plan.mentee]);
    loop {
        let before = reached.len();
        for row in &live {
            if reached.contains(&row.mentor_id) {
                reached.insert(row.mentee_id);
            }
        }
        if reached.contains(&plan.mentor) {
            return Err(Error::Conflict(Code::PairingCircle));
        }
        if reached.len() == before {
            return Ok(());
        }
    }
}

fn taken(error: DbErr) -> Error {
    if is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() }
}

/// Something happened between the two schools: the silence is over.
///
/// # Errors
/// `Internal` when the database refuses.
pub async fn touch(tx: &Tx, id: PairingId) -> Result<()> {
    silence::broken(tx, id).await
}
