//! People of a pair, and who of them works with whom. Each is of one side and works in its school; whoever goes leaves a
//! line with dates.

use kernel::{Actor, Code, Error, PairingId, PairingPersonId, PairingTieId, PersonId, Result, subject};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*, sea_query::ExprTrait};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    access::{self, PairDesk},
    room, schools, silence,
};
use crate::{
    entity::life::{pairing, pairing_person, pairing_tie},
    event::{
        life::{Detail, kind},
        pair::PairEvent,
    },
    kinds::{Duty, Side, TieKind},
    policy::SchoolSeat,
};

/// People of one pair at once.
const MOST: usize = 60;

/// Somebody on their way into a pair.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = AddPairingPerson)]
pub struct NewPerson {
    pub side: Side,
    pub person_id: PersonId,
    pub duty: Duty,
}

/// Two people of a pair who are to work together.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = AddPairingTie)]
pub struct NewTie {
    pub mentor_person_id: PairingPersonId,
    pub mentee_person_id: PairingPersonId,
    pub kind: TieKind,
    /// Code of a subject; absent: not of one.
    pub subject: Option<String>,
}

/// The school of a side.
pub(crate) fn school(row: &pairing::Model, side: Side) -> kernel::OrgId {
    match side {
        Side::Mentor => row.mentor_id,
        Side::Mentee => row.mentee_id,
    }
}

/// People of a pair as of now.
pub(crate) async fn live<C: ConnectionTrait>(db: &C, id: PairingId) -> Result<Vec<pairing_person::Model>> {
    let rows = pairing_person::Entity::find()
        .filter(pairing_person::Column::PairingId.eq(id))
        .filter(pairing_person::Column::Until.is_null())
        .order_by_asc(pairing_person::Column::Id);
    Ok(rows.all(db).await?)
}

/// Those of them with this duty.
pub(crate) async fn with_duty<C: ConnectionTrait>(
    db: &C,
    id: PairingId,
    duty: Duty,
) -> Result<Vec<pairing_person::Model>> {
    Ok(live(db, id).await?.into_iter().filter(|person| person.duty == duty).collect())
}

fn alive(desk: &PairDesk) -> Result<()> {
    if desk.row.state.live() { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
}

/// Names somebody of a side.
///
/// # Errors
/// `Invalid` naming `person_id` when they do not work there, or `duty` when it is not theirs to have; `AlreadyExists`.
pub async fn add(tx: &mut Tx, actor: &Actor, id: PairingId, new: NewPerson) -> Result<PairingPersonId> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.name_people(new.side).or_refuse()?;
    alive(&desk)?;
    let place = school(&desk.row, new.side);
    let person = accounts::facts::load(tx.db(), new.person_id, tx.now()).await?;
    let person = person.filter(|person| person.confirmed && person.orgs.contains(&place));
    let person = person.ok_or_else(|| Error::invalid("person_id", "unknown"))?;
    if new.duty == Duty::Director && !SchoolSeat::take(&person, place).heads {
        return Err(Error::invalid("duty", "invalid"));
    }
    let there = live(tx.db(), id).await?;
    if there.len() >= MOST {
        return Err(Error::invalid("person_id", "too_many"));
    }
    let same = |other: &&pairing_person::Model| other.side == new.side && other.duty == new.duty;
    // One keeps the work of a side going; another takes it over when they have gone.
    if new.duty == Duty::Curator && there.iter().any(|other| same(&other)) {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    let row = pairing_person::ActiveModel {
        id: Set(tx.id()),
        pairing_id: Set(id),
        side: Set(new.side),
        person_id: Set(new.person_id),
        duty: Set(new.duty),
        since: Set(schools::today(tx, &desk.row).await?),
        until: Set(None),
        by_id: Set(actor.person),
        created_at: Set(tx.now()),
    };
    let row = row.insert(tx.db()).await.map_err(taken)?;
    told(tx, kind::PERSON_ADDED, Some(actor.person), &row);
    silence::broken(tx, id).await?;
    room::reseat(tx, &desk.row, new.person_id).await?;
    Ok(row.id)
}

fn taken(error: DbErr) -> Error {
    if is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() }
}

fn told(tx: &mut Tx, kind: &'static str, by: Option<PersonId>, row: &pairing_person::Model) {
    let detail = Detail { side: Some(row.side), person: Some(row.person_id), audience: true, ..Detail::default() };
    let event = match by {
        Some(by) => PairEvent::new(kind, row.pairing_id, by),
        None => PairEvent::by_itself(kind, row.pairing_id),
    };
    tx.emit(event.with(detail));
}

/// Somebody is none of the pair's people any more; the line with their dates stays.
///
/// # Errors
/// `Hidden` when they are not of this pair.
pub async fn remove(tx: &mut Tx, actor: &Actor, id: PairingId, person: PairingPersonId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    let row = pairing_person::Entity::find_by_id(person).one(tx.db()).await?;
    let row = row.filter(|row| row.pairing_id == id && row.until.is_none()).ok_or(Error::Hidden)?;
    desk.seat.name_people(row.side).or_refuse()?;
    depart(tx, &desk.row, Some(actor.person), &row).await
}

async fn depart(tx: &mut Tx, pair: &pairing::Model, by: Option<PersonId>, row: &pairing_person::Model) -> Result<()> {
    let today = schools::today(tx, pair).await?;
    let change = pairing_person::ActiveModel { id: Set(row.id), until: Set(Some(today)), ..Default::default() };
    change.update(tx.db()).await?;
    let of_theirs = pairing_tie::Column::MentorPersonId.eq(row.id).or(pairing_tie::Column::MenteePersonId.eq(row.id));
    pairing_tie::Entity::update_many()
        .col_expr(pairing_tie::Column::Until, Expr::value(today))
        .filter(of_theirs)
        .filter(pairing_tie::Column::Until.is_null())
        .exec(tx.db())
        .await?;
    told(tx, kind::PERSON_REMOVED, by, row);
    room::reseat(tx, pair, row.person_id).await
}

/// Ends what somebody was in pairs of schools they do not work in any more; `actor`: who they are now.
pub(crate) async fn left(tx: &mut Tx, person: PersonId, actor: Option<&Actor>) -> Result<()> {
    let rows = pairing_person::Entity::find()
        .filter(pairing_person::Column::PersonId.eq(person))
        .filter(pairing_person::Column::Until.is_null())
        .all(tx.db())
        .await?;
    for row in rows {
        let pair = access::lock(tx, row.pairing_id).await?;
        let place = school(&pair, row.side);
        if actor.is_none_or(|actor| !actor.orgs.contains(&place)) {
            depart(tx, &pair, None, &row).await?;
        }
    }
    Ok(())
}

/// Says that two people of the pair work with each other.
///
/// # Errors
/// `Invalid` naming who is not of that side, or a kind that does not fit their duties; `AlreadyExists`.
pub async fn tie(tx: &mut Tx, actor: &Actor, id: PairingId, new: NewTie) -> Result<PairingTieId> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.tie().or_refuse()?;
    alive(&desk)?;
    let helps = of_side(tx, id, new.mentor_person_id, Side::Mentor, "mentor_person_id").await?;
    let helped = of_side(tx, id, new.mentee_person_id, Side::Mentee, "mentee_person_id").await?;
    if !fits(new.kind, helps.duty, helped.duty) {
        return Err(Error::invalid("kind", "invalid"));
    }
    let code = new.subject.unwrap_or_default();
    if !code.is_empty() && !subject::is_known(&code) {
        return Err(Error::invalid("subject", "unknown"));
    }
    let row = pairing_tie::ActiveModel {
        id: Set(tx.id()),
        pairing_id: Set(id),
        mentor_person_id: Set(helps.id),
        mentee_person_id: Set(helped.id),
        kind: Set(new.kind),
        subject: Set(code),
        since: Set(schools::today(tx, &desk.row).await?),
        until: Set(None),
        by_id: Set(actor.person),
        created_at: Set(tx.now()),
    };
    let row = row.insert(tx.db()).await.map_err(taken)?;
    tx.emit(PairEvent::new(kind::TIED, id, actor.person));
    Ok(row.id)
}

async fn of_side(
    tx: &Tx,
    id: PairingId,
    person: PairingPersonId,
    side: Side,
    field: &str,
) -> Result<pairing_person::Model> {
    let row = pairing_person::Entity::find_by_id(person).one(tx.db()).await?;
    let row = row.filter(|row| row.pairing_id == id && row.side == side && row.until.is_none());
    row.ok_or_else(|| Error::invalid(field, "unknown"))
}

/// Directors work with directors, teachers with teachers, a teacher looks after a beginner.
fn fits(kind: TieKind, one: Duty, other: Duty) -> bool {
    match kind {
        TieKind::Director => (one, other) == (Duty::Director, Duty::Director),
        TieKind::Teacher => (one, other) == (Duty::Teacher, Duty::Teacher),
        TieKind::YoungTeacher => {
            matches!((one, other), (Duty::Teacher, Duty::YoungTeacher) | (Duty::YoungTeacher, Duty::Teacher))
        }
    }
}

/// They do not any more.
///
/// # Errors
/// `Hidden` when there is no such tie in this pair.
pub async fn untie(tx: &mut Tx, actor: &Actor, id: PairingId, tie: PairingTieId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.tie().or_refuse()?;
    let row = pairing_tie::Entity::find_by_id(tie).one(tx.db()).await?;
    let row = row.filter(|row| row.pairing_id == id && row.until.is_none()).ok_or(Error::Hidden)?;
    let today = schools::today(tx, &desk.row).await?;
    let change = pairing_tie::ActiveModel { id: Set(row.id), until: Set(Some(today)), ..Default::default() };
    change.update(tx.db()).await?;
    tx.emit(PairEvent::new(kind::TIED, id, actor.person));
    Ok(())
}
