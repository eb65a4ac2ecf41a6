//! Plans kept to begin events from: a school's own open lesson, the district's seminar.

use kernel::{Actor, Code, Error, EventId, EventTemplateId, OrgId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    access,
    entity::event_template,
    events,
    kinds::EventKind,
    plan::EventPlan,
    policy::{LEADERS, led},
};

const MAX_TITLE: usize = 200;
/// Shown at once.
const MAX_SHOWN: u64 = 200;

/// What somebody keeps.
pub struct NewTemplate {
    pub title: String,
    pub event: EventId,
    /// Whose people it is offered to; none: everybody.
    pub org: Option<OrgId>,
}

/// Templates the actor is offered: of what they belong to and lead, and those for everybody.
pub fn offered(actor: &Actor) -> Condition {
    let orgs = actor.circle.iter().copied().chain(led(actor));
    let mut any = Condition::any()
        .add(event_template::Column::OrgId.is_null())
        .add(event_template::Column::ById.eq(actor.person));
    if actor.confirmed {
        any = any.add(event_template::Column::OrgId.is_in(orgs));
    }
    Condition::all().add(any)
}

/// Changes it: who made it, and who answers for those it is offered to.
pub fn may_edit(actor: &Actor, row: &event_template::Model) -> bool {
    row.by_id == actor.person || may_offer(actor, row.org_id)
}

fn may_offer(actor: &Actor, org: Option<OrgId>) -> bool {
    match org {
        Some(org) => actor.holds_over(&LEADERS, org),
        None => actor.is_administrator(),
    }
}

/// Keeps the plan of an event one manages.
pub async fn create(tx: &mut Tx, actor: &Actor, new: NewTemplate) -> Result<EventTemplateId> {
    actor.may_write()?;
    let desk = access::desk(tx.db(), actor, new.event).await.map_err(|error| match error {
        Error::Hidden => Error::invalid("event_id", "unknown"),
        other => other,
    })?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    if !may_offer(actor, new.org) {
        return Err(Error::Refused(Code::Forbidden));
    }
    titled(&new.title)?;
    let plan = bare(events::stored(tx.db(), &desk.row).await?);
    let id: EventTemplateId = tx.id();
    let row = event_template::Model {
        id,
        org_id: new.org,
        by_id: actor.person,
        kind: plan.kind,
        title: new.title.trim().to_owned(),
        plan: serde_json::to_string(&plan)?,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    event_template::Entity::insert(event_template::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    Ok(id)
}

/// Writes another plan over it.
pub async fn save(tx: &mut Tx, actor: &Actor, id: EventTemplateId, title: &str, plan: EventPlan) -> Result<()> {
    let row = editable(tx, actor, id).await?;
    titled(title)?;
    let host = plan.host.or(events::own_host(tx.db(), actor).await?);
    let plan = EventPlan { host, ..bare(plan) }.tidy();
    plan.check(tx.db()).await?;
    let change = event_template::ActiveModel {
        id: Set(row.id),
        kind: Set(plan.kind),
        title: Set(title.trim().to_owned()),
        plan: Set(serde_json::to_string(&plan)?),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    Ok(())
}

pub async fn discard(tx: &mut Tx, actor: &Actor, id: EventTemplateId) -> Result<()> {
    let row = editable(tx, actor, id).await?;
    event_template::Entity::delete_by_id(row.id).exec(tx.db()).await?;
    Ok(())
}

async fn editable(tx: &Tx, actor: &Actor, id: EventTemplateId) -> Result<event_template::Model> {
    actor.may_write()?;
    let row = one(tx.db(), actor, id).await?;
    if may_edit(actor, &row) { Ok(row) } else { Err(Error::Refused(Code::Forbidden)) }
}

fn titled(title: &str) -> Result<()> {
    let mut checks = Checks::default();
    checks.text(title, MAX_TITLE, "title");
    checks.done()
}

/// Nothing that belongs to one event only: when it is, and where one connects.
fn bare(plan: EventPlan) -> EventPlan {
    EventPlan { link: String::new(), ..plan.undated() }
}

/// One that the actor is offered.
pub async fn one<C: ConnectionTrait>(db: &C, actor: &Actor, id: EventTemplateId) -> Result<event_template::Model> {
    let found = event_template::Entity::find_by_id(id).filter(offered(actor));
    found.one(db).await?.ok_or(Error::Hidden)
}

/// Those the actor is offered, by title.
pub async fn all<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    kind: Option<EventKind>,
) -> Result<Vec<event_template::Model>> {
    let mut found = event_template::Entity::find().filter(offered(actor));
    if let Some(kind) = kind {
        found = found.filter(event_template::Column::Kind.eq(kind));
    }
    let found = found.order_by_asc(event_template::Column::Title).order_by_asc(event_template::Column::Id);
    Ok(found.limit(MAX_SHOWN).all(db).await?)
}

/// Its plan, as the actor would begin with it.
pub async fn plan<C: ConnectionTrait>(db: &C, actor: &Actor, row: &event_template::Model) -> Result<EventPlan> {
    let plan: EventPlan = serde_json::from_str(&row.plan)?;
    let host = events::own_host(db, actor).await?.or(plan.host);
    Ok(EventPlan { host, ..plan }.tidy())
}
