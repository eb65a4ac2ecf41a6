//! Plans that schools and territories keep to begin others from.

use kernel::{Actor, Code, Error, OrgId, PairingId, PlanTemplateId, Result, error::Checks};
use platform::Tx;
use sea_orm::{Condition, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*};

use super::{MAX_TITLE, items, line, room, templates::TemplateItem};
use crate::{
    entity::work::{plan_item, plan_template},
    kinds::PlanState,
    policy::{self, SchoolSeat},
};

const MAX_ABOUT: usize = 1_000;
/// Of one organisation.
const MOST: u64 = 100;
/// Shown at once.
const SHOWN: u64 = 200;

/// What somebody keeps.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    pub title: String,
    pub about: String,
    /// Whose people it is offered to: a school of the pair or a territory.
    pub org: OrgId,
}

/// May keep templates for the people of this organisation.
pub fn may_keep(actor: &Actor, org: OrgId) -> bool {
    policy::coordinates(actor, org) || SchoolSeat::take(actor, org).runs
}

/// Templates the actor is offered: of what they belong to, act for or answer for.
pub fn offered(actor: &Actor) -> Condition {
    if !actor.consented || !actor.confirmed {
        return Condition::any().add(sea_orm::sea_query::Expr::value(false));
    }
    if actor.is_administrator() {
        return Condition::all();
    }
    let territories = actor.grants.iter().flat_map(|grant| grant.territory.iter().copied());
    let orgs: std::collections::BTreeSet<OrgId> =
        actor.circle.iter().copied().chain(territories).chain(policy::run_by(actor)).collect();
    Condition::any().add(plan_template::Column::OrgId.is_in(orgs))
}

/// One the actor is offered.
pub async fn one<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: PlanTemplateId,
) -> Result<Option<plan_template::Model>> {
    Ok(plan_template::Entity::find_by_id(id).filter(offered(actor)).one(db).await?)
}

/// Those the actor is offered, by title.
pub async fn all<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Vec<plan_template::Model>> {
    let found = plan_template::Entity::find()
        .filter(offered(actor))
        .order_by_asc(plan_template::Column::Title)
        .order_by_asc(plan_template::Column::Id);
    Ok(found.limit(SHOWN).all(db).await?)
}

/// Keeps the plan of a pair, without its dates, people and what became of it.
pub async fn keep(tx: &mut Tx, actor: &Actor, pairing: PairingId, new: NewTemplate) -> Result<plan_template::Model> {
    let room = room::enter(tx.db(), actor, pairing).await?;
    actor.may_write()?;
    let mut checks = Checks::default();
    checks.text(&new.title, MAX_TITLE, "title").up_to(&new.about, MAX_ABOUT, "about");
    checks.done()?;
    if !may_keep(actor, new.org) {
        return Err(Error::invalid("org_id", "unknown"));
    }
    let kept = plan_template::Entity::find().filter(plan_template::Column::OrgId.eq(new.org)).count(tx.db()).await?;
    if kept >= MOST {
        return Err(Error::invalid("org_id", "too_many"));
    }
    let rows = items::of(tx.db(), pairing).await?;
    let lines: Vec<TemplateItem> = rows
        .iter()
        .filter(|row| row.state != PlanState::Cancelled)
        .map(|row| TemplateItem {
            form: row.form,
            title: row.title.clone(),
            goal: row.goal.clone(),
            week: week(&room, row),
        })
        .collect();
    if lines.is_empty() {
        return Err(Error::invalid("items", "required"));
    }
    let row = plan_template::Model {
        id: tx.id(),
        org_id: new.org,
        theme_kind: Some(room.row.theme_kind),
        theme: Some(room.row.theme.clone()),
        title: line(&new.title),
        about: new.about.trim().to_owned(),
        items: serde_json::to_string(&lines)?,
        by_id: actor.person,
        created_at: tx.now(),
    };
    plan_template::Entity::insert(plan_template::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    Ok(row)
}

/// So many weeks after the pair began.
fn week(room: &room::Room, row: &plan_item::Model) -> Option<u32> {
    let days = (row.due? - room.period.since).num_days().max(0);
    u32::try_from(days / 7).ok()
}

/// Throws one away: who made it, and who answers for those it is offered to.
pub async fn discard(tx: &mut Tx, actor: &Actor, id: PlanTemplateId) -> Result<()> {
    actor.may_write()?;
    let row = one(tx.db(), actor, id).await?.ok_or(Error::Hidden)?;
    if row.by_id != actor.person && !may_keep(actor, row.org_id) {
        return Err(Error::Refused(Code::Forbidden));
    }
    plan_template::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}
