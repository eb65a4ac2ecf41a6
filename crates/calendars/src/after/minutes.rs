//! Minutes of an event: what was said, what was decided, by whom and until when it is done.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use kernel::{Actor, Code, Error, EventDecisionId, EventId, PersonId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use crate::{
    access::{self, Desk},
    entity::{event_decision, event_minutes},
    event::{Detail, Event, kind},
    kinds::{Access, EventState},
};

const MAX_BODY: usize = 60_000;
const MAX_TEXT: usize = 2_000;
const MAX_LINE: usize = 200;
const MOST: usize = 50;

/// A decision on its way in.
#[derive(Clone, Debug)]
pub struct NewDecision {
    pub text: String,
    pub person: Option<PersonId>,
    pub who: String,
    pub due: Option<NaiveDate>,
}

/// Minutes on their way in.
#[derive(Clone, Debug)]
pub struct NewMinutes {
    /// The revision this device saw last; 0 when there were none.
    pub revision: i32,
    pub body: String,
    pub chair: String,
    pub secretary: String,
    pub access: Access,
    pub decisions: Vec<NewDecision>,
}

/// What became of a save.
pub enum Saved {
    Done,
    /// Somebody was faster.
    Stale,
}

pub async fn save(tx: &mut Tx, actor: &Actor, id: EventId, new: NewMinutes) -> Result<Saved> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    writable(&desk)?;
    check(tx, &new).await?;
    let known = event_minutes::Entity::find_by_id(id).one(tx.db()).await?;
    if known.as_ref().map_or(0, |row| row.revision) != new.revision {
        return Ok(Saved::Stale);
    }
    let row = event_minutes::Model {
        event_id: id,
        body: new.body,
        chair: new.chair.trim().to_owned(),
        secretary: new.secretary.trim().to_owned(),
        access: new.access,
        revision: new.revision + 1,
        by_id: actor.person,
        changed_at: tx.now(),
    };
    use event_minutes::Column;
    let columns = [
        Column::Body,
        Column::Chair,
        Column::Secretary,
        Column::Access,
        Column::Revision,
        Column::ById,
        Column::ChangedAt,
    ];
    event_minutes::Entity::insert(event_minutes::ActiveModel::from(row).reset_all())
        .on_conflict(OnConflict::column(Column::EventId).update_columns(columns).to_owned())
        .exec_without_returning(tx.db())
        .await?;
    let told: BTreeSet<PersonId> = of(tx.db(), id).await?.into_iter().filter_map(|row| row.person_id).collect();
    decide(tx, id, &new.decisions).await?;
    tx.emit(Event::new(kind::CHANGED, id, actor.person));
    let named: BTreeSet<PersonId> = new.decisions.iter().filter_map(|decision| decision.person).collect();
    for person in named.difference(&told) {
        let detail = Detail { person: Some(*person), ..Detail::default() };
        tx.emit(Event::new(kind::DECISION, id, actor.person).with(detail));
    }
    Ok(Saved::Done)
}

/// Nothing is written down of what nobody heard of or what was called off; what is closed stays as it was signed.
fn writable(desk: &Desk) -> Result<()> {
    match desk.facts.state {
        EventState::Published | EventState::Held => Ok(()),
        EventState::Draft | EventState::Closed | EventState::Postponed | EventState::Cancelled => {
            Err(Error::Conflict(Code::WrongState))
        }
    }
}

async fn check(tx: &Tx, new: &NewMinutes) -> Result<()> {
    let mut checks = Checks::default();
    checks
        .up_to(&new.body, MAX_BODY, "body")
        .up_to(&new.chair, MAX_LINE, "chair")
        .up_to(&new.secretary, MAX_LINE, "secretary")
        .require(new.decisions.len() <= MOST, "decisions", "too_many");
    let people: Vec<PersonId> = new.decisions.iter().filter_map(|decision| decision.person).collect();
    let known = accounts::directory::names(tx.db(), &people).await?;
    for (index, decision) in new.decisions.iter().enumerate() {
        checks
            .text(&decision.text, MAX_TEXT, &format!("decisions[{index}].text"))
            .up_to(&decision.who, MAX_LINE, &format!("decisions[{index}].who"))
            .require(
                decision.person.is_none_or(|person| known.contains_key(&person)),
                &format!("decisions[{index}].person_id"),
                "unknown",
            );
    }
    checks.done()
}

async fn decide(tx: &Tx, id: EventId, decisions: &[NewDecision]) -> Result<()> {
    event_decision::Entity::delete_many().filter(event_decision::Column::EventId.eq(id)).exec(tx.db()).await?;
    let rows: Vec<event_decision::ActiveModel> = (0..)
        .zip(decisions)
        .map(|(position, decision)| {
            let row = event_decision::Model {
                id: tx.id::<EventDecisionId>(),
                event_id: id,
                position,
                text: decision.text.trim().to_owned(),
                person_id: decision.person,
                who: decision.who.trim().to_owned(),
                due: decision.due,
            };
            event_decision::ActiveModel::from(row).reset_all()
        })
        .collect();
    if !rows.is_empty() {
        event_decision::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Decisions in their order.
pub async fn of<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<event_decision::Model>> {
    let rows = event_decision::Entity::find()
        .filter(event_decision::Column::EventId.eq(id))
        .order_by_asc(event_decision::Column::Position);
    Ok(rows.all(db).await?)
}

/// The minutes with their decisions, for whoever may read them; nothing while there are none.
///
/// # Errors
/// `Refused` for readers of the event whom they are not for.
pub async fn read<C: ConnectionTrait>(
    db: &C,
    desk: &Desk,
    reader: PersonId,
) -> Result<Option<(event_minutes::Model, Vec<event_decision::Model>)>> {
    let Some(row) = event_minutes::Entity::find_by_id(desk.row.id).one(db).await? else { return Ok(None) };
    let decisions = of(db, desk.row.id).await?;
    // Whoever has something to do by them reads them.
    let named = decisions.iter().any(|decision| decision.person_id == Some(reader));
    if named || super::reads(desk, row.access) {
        Ok(Some((row, decisions)))
    } else {
        Err(Error::Refused(Code::Forbidden))
    }
}
