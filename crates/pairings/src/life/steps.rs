//! A pair goes through its life: both schools agree, somebody says no, it becomes active, rests, ends.

use kernel::{Actor, Code, Error, PairingId, PersonId, Result, error::Checks};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::{
    access::{self, PairDesk},
    agreements,
    pairs::MAX_REASON,
    places, room, schools, silence,
};
use crate::{
    entity::life::{pairing, pairing_step},
    event::{
        life::{Detail, kind},
        pair::PairEvent,
    },
    kinds::{PairState, Side},
    policy::life::{Act, PairSeat, after},
};

const MAX_DEBRIEF: usize = 10_000;

/// Writes down what became of a pair.
pub(crate) async fn log(
    tx: &Tx,
    id: PairingId,
    by: Option<PersonId>,
    from: Option<PairState>,
    to: PairState,
    reason: &str,
) -> Result<()> {
    let row = pairing_step::ActiveModel {
        id: Set(tx.id()),
        pairing_id: Set(id),
        at: Set(tx.now()),
        by_id: Set(by),
        from_state: Set(from),
        to_state: Set(to),
        reason: Set(reason.trim().to_owned()),
    };
    pairing_step::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Moves the pair; `by`: nobody when time did it.
pub(crate) async fn step(
    tx: &mut Tx,
    by: Option<PersonId>,
    row: &pairing::Model,
    act: Act,
    reason: &str,
    change: pairing::ActiveModel,
) -> Result<()> {
    let to = after(row.state, act)?;
    let change = pairing::ActiveModel {
        id: Set(row.id),
        state: Set(to),
        reason: Set(reason.trim().to_owned()),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..change
    };
    change.update(tx.db()).await.map_err(mentored)?;
    log(tx, row.id, by, Some(row.state), to, reason).await?;
    let detail = Detail { from: Some(row.state), to: Some(to), ..Detail::default() };
    let event = match by {
        Some(person) => PairEvent::new(kind::STEPPED, row.id, person),
        None => PairEvent::by_itself(kind::STEPPED, row.id),
    };
    tx.emit(event.with(detail));
    Ok(())
}

/// The index says that another mentor was faster.
fn mentored(error: DbErr) -> Error {
    if is_unique_violation(&error) { Error::Conflict(Code::AlreadyMentored) } else { error.into() }
}

/// The side somebody speaks for: theirs, or the one they name who head both.
pub(crate) fn side(seat: &PairSeat, asked: Option<Side>) -> Result<Side> {
    match (seat.heads_mentor, seat.heads_mentee, asked) {
        (true, true, Some(side)) => Ok(side),
        (true, true, None) => Err(Error::invalid("side", "required")),
        (true, false, None | Some(Side::Mentor)) => Ok(Side::Mentor),
        (false, true, None | Some(Side::Mentee)) => Ok(Side::Mentee),
        (true, false, Some(Side::Mentee)) | (false, true, Some(Side::Mentor)) | (false, false, _) => {
            Err(Error::Refused(Code::Forbidden))
        }
    }
}

fn words(reason: &str, debrief: Option<&str>, needed: bool) -> Result<()> {
    let mut checks = Checks::default();
    if needed {
        checks.text(reason, MAX_REASON, "reason");
    } else {
        checks.up_to(reason, MAX_REASON, "reason");
    }
    if let Some(debrief) = debrief {
        checks.text(debrief, MAX_DEBRIEF, "debrief");
    }
    checks.done()
}

/// A school agrees. With the second word the pair is agreed.
///
/// # Errors
/// `WrongState` when this side agreed before, or the pair is past that.
pub async fn agree(tx: &mut Tx, actor: &Actor, id: PairingId, asked: Option<Side>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.step(Act::AgreeFirst).or_refuse()?;
    after(desk.row.state, Act::AgreeFirst)?;
    let side = side(&desk.seat, asked)?;
    schools::both_stand(tx.db(), &desk.row).await?;
    let (mine, other) = match side {
        Side::Mentor => (desk.row.mentor_agreed_at, desk.row.mentee_agreed_at),
        Side::Mentee => (desk.row.mentee_agreed_at, desk.row.mentor_agreed_at),
    };
    if mine.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    let (by, at) = (Set(Some(actor.person)), Set(Some(tx.now())));
    let change = match side {
        Side::Mentor => pairing::ActiveModel { mentor_agreed_by: by, mentor_agreed_at: at, ..Default::default() },
        Side::Mentee => pairing::ActiveModel { mentee_agreed_by: by, mentee_agreed_at: at, ..Default::default() },
    };
    if other.is_some() {
        return step(tx, Some(actor.person), &desk.row, Act::AgreeLast, "", change).await;
    }
    let change =
        pairing::ActiveModel { id: Set(id), revision: Set(desk.row.revision + 1), changed_at: Set(tx.now()), ..change };
    change.update(tx.db()).await?;
    let detail = Detail { side: Some(side), ..Detail::default() };
    tx.emit(PairEvent::new(kind::CONSENTED, id, actor.person).with(detail));
    Ok(())
}

/// A school says no, with a reason.
///
/// # Errors
/// `WrongState` once they work together.
pub async fn decline(tx: &mut Tx, actor: &Actor, id: PairingId, reason: &str) -> Result<()> {
    refuse(tx, actor, id, Act::Decline, reason, true).await
}

/// A coordinator says no, with a reason.
///
/// # Errors
/// As [`decline`].
pub async fn veto(tx: &mut Tx, actor: &Actor, id: PairingId, reason: &str) -> Result<()> {
    refuse(tx, actor, id, Act::Veto, reason, true).await
}

/// A coordinator takes the proposal back, whatever the schools have said to it.
///
/// # Errors
/// As [`decline`].
pub async fn withdraw(tx: &mut Tx, actor: &Actor, id: PairingId, reason: &str) -> Result<()> {
    refuse(tx, actor, id, Act::Withdraw, reason, false).await
}

async fn refuse(tx: &mut Tx, actor: &Actor, id: PairingId, act: Act, reason: &str, needed: bool) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.step(act).or_refuse()?;
    after(desk.row.state, act)?;
    words(reason, None, needed)?;
    let change = pairing::ActiveModel { until: Set(Some(schools::today(tx, &desk.row).await?)), ..Default::default() };
    step(tx, Some(actor.person), &desk.row, act, reason, change).await?;
    agreements::abandon(tx, id, false, reason).await?;
    room::put_away(tx, &desk.row).await
}

/// They begin to work: the mentor's places and the mentee's theme are taken, or it is refused.
///
/// # Errors
/// `AgreementMissing`, `SchoolClosed`, `NoOffer`, `MentorFull`, `AlreadyMentored`.
pub async fn activate(tx: &mut Tx, actor: &Actor, id: PairingId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.step(Act::Activate).or_refuse()?;
    after(desk.row.state, Act::Activate)?;
    in_force(tx, &desk).await?;
    let taken = places::take(tx, &desk.row).await?;
    let change = pairing::ActiveModel {
        offer_id: Set(Some(taken.offer)),
        need_id: Set(taken.need),
        active_since: Set(Some(tx.now())),
        ..Default::default()
    };
    step(tx, Some(actor.person), &desk.row, Act::Activate, "", change).await?;
    silence::begin(tx, id).await
}

/// Both schools stand and have signed something that covers today.
async fn in_force(tx: &Tx, desk: &PairDesk) -> Result<()> {
    schools::both_stand(tx.db(), &desk.row).await?;
    let today = schools::today(tx, &desk.row).await?;
    match agreements::covering(tx.db(), desk.row.id, today).await? {
        Some(_) => Ok(()),
        None => Err(Error::Conflict(Code::AgreementMissing)),
    }
}

/// They rest, and keep their places.
///
/// # Errors
/// `WrongState` unless it is active.
pub async fn suspend(tx: &mut Tx, actor: &Actor, id: PairingId, reason: &str) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.step(Act::Suspend).or_refuse()?;
    after(desk.row.state, Act::Suspend)?;
    words(reason, None, true)?;
    step(tx, Some(actor.person), &desk.row, Act::Suspend, reason, Default::default()).await
}

/// They go on.
///
/// # Errors
/// `AgreementMissing` or `SchoolClosed`.
pub async fn resume(tx: &mut Tx, actor: &Actor, id: PairingId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.step(Act::Resume).or_refuse()?;
    after(desk.row.state, Act::Resume)?;
    in_force(tx, &desk).await?;
    step(tx, Some(actor.person), &desk.row, Act::Resume, "", Default::default()).await?;
    silence::begin(tx, id).await
}

/// What they wanted is done. Places go back, the need is closed.
///
/// # Errors
/// `Invalid` without a debrief.
pub async fn complete(tx: &mut Tx, actor: &Actor, id: PairingId, reason: &str, debrief: &str) -> Result<()> {
    finish(tx, actor, id, Act::Complete, reason, debrief).await
}

/// It ends before its time. Places go back, the need is open again.
///
/// # Errors
/// `Invalid` without a reason and a debrief.
pub async fn end(tx: &mut Tx, actor: &Actor, id: PairingId, reason: &str, debrief: &str) -> Result<()> {
    finish(tx, actor, id, Act::End, reason, debrief).await
}

async fn finish(tx: &mut Tx, actor: &Actor, id: PairingId, act: Act, reason: &str, debrief: &str) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.step(act).or_refuse()?;
    after(desk.row.state, act)?;
    words(reason, Some(debrief), act == Act::End)?;
    let change = pairing::ActiveModel {
        debrief: Set(debrief.trim().to_owned()),
        until: Set(Some(schools::today(tx, &desk.row).await?)),
        ..Default::default()
    };
    step(tx, Some(actor.person), &desk.row, act, reason, change).await?;
    places::give_back(tx, &desk.row, act == Act::Complete).await?;
    agreements::abandon(tx, id, act == Act::Complete, reason).await?;
    room::put_away(tx, &desk.row).await
}
