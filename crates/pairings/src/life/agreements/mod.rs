//! Agreements of a pair: written from a template, sent to both heads, confirmed by both, in force for their term.
//!
//! One at most is being written or signed; those in force are told apart by their dates, so that the next one can be
//! signed while the last one runs.

pub(crate) mod paper;
pub(crate) mod scan;
mod template;
pub(crate) mod term;
pub mod view;

use chrono::{Months, NaiveDate};
use kernel::{Actor, AgreementId, Code, Error, PairingId, Result, error::Checks};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    access::{self, PairDesk},
    pairs::MAX_REASON,
    schools, silence, steps,
};
use crate::{
    entity::life::agreement,
    event::{
        life::{Detail, kind},
        pair::PairEvent,
    },
    kinds::{AgreementState, PairState, Side},
    policy::life::{PaperAct, after_paper},
};

pub use term::Terms;

const MAX_NUMBER: usize = 60;
const MAX_TEXT: usize = 60_000;
const MAX_DETAILS: usize = 4_000;
/// Nobody binds schools for longer.
const MAX_MONTHS: u32 = 60;

/// What is written in a draft.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = SaveAgreement)]
pub struct Written {
    /// The revision this device saw last; 0 for the first draft.
    pub revision: i32,
    #[serde(default)]
    pub number: String,
    pub dated: Option<NaiveDate>,
    /// First day.
    pub since: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// Markdown of the terms.
    pub text: String,
    /// Requisites of the school that helps.
    #[serde(default)]
    pub mentor_details: String,
    #[serde(default)]
    pub mentee_details: String,
}

impl Written {
    fn tidy(mut self) -> Self {
        for text in [&mut self.number, &mut self.text, &mut self.mentor_details, &mut self.mentee_details] {
            *text = text.trim().to_owned();
        }
        self
    }

    fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        checks
            .up_to(&self.number, MAX_NUMBER, "number")
            .up_to(&self.text, MAX_TEXT, "text")
            .up_to(&self.mentor_details, MAX_DETAILS, "mentor_details")
            .up_to(&self.mentee_details, MAX_DETAILS, "mentee_details");
        if let (Some(since), Some(until)) = (self.since, self.until) {
            let far = since.checked_add_months(Months::new(MAX_MONTHS)).is_none_or(|last| until > last);
            checks.require(until >= since && !far, "until", "invalid");
        }
        for (day, field) in [(self.dated, "dated"), (self.since, "since"), (self.until, "until")] {
            checks.require(day.is_none_or(thinkable), field, "invalid");
        }
        checks.done()
    }
}

/// A year people write on papers.
fn thinkable(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (2000..=2100).contains(&day.year())
}

/// What became of a save.
pub enum Saved {
    Done,
    /// Somebody was faster.
    Stale,
}

/// Begins a draft, or saves the one that is there.
///
/// # Errors
/// `WrongState` once it was sent, or when the pair is over; `Invalid` naming a field.
pub async fn save(tx: &mut Tx, actor: &Actor, id: PairingId, written: Written) -> Result<Saved> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.write_paper().or_refuse()?;
    alive(&desk)?;
    let written = written.tidy();
    written.check()?;
    match pending(tx.db(), id).await? {
        None if written.revision == 0 => begin(tx, actor, &desk, written, None).await?,
        None => return Ok(Saved::Stale),
        Some(row) => {
            after_paper(row.state, PaperAct::Save)?;
            if row.revision != written.revision {
                return Ok(Saved::Stale);
            }
            let change = agreement::ActiveModel {
                number: Set(written.number),
                dated: Set(written.dated),
                since: Set(written.since),
                until: Set(written.until),
                text: Set(written.text),
                mentor_details: Set(written.mentor_details),
                mentee_details: Set(written.mentee_details),
                ..Default::default()
            };
            put(tx, &row, row.state, change).await?;
        }
    }
    tx.emit(PairEvent::new(kind::AGREEMENT_SAVED, id, actor.person));
    Ok(Saved::Done)
}

fn alive(desk: &PairDesk) -> Result<()> {
    if desk.row.state.live() { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
}

async fn begin(tx: &Tx, actor: &Actor, desk: &PairDesk, written: Written, renews: Option<AgreementId>) -> Result<()> {
    let row = agreement::Model {
        id: tx.id(),
        pairing_id: desk.row.id,
        number: written.number,
        dated: written.dated,
        since: written.since,
        until: written.until,
        state: AgreementState::Draft,
        text: written.text,
        mentor_details: written.mentor_details,
        mentee_details: written.mentee_details,
        mentor_signed_by: None,
        mentor_signed_at: None,
        mentee_signed_by: None,
        mentee_signed_at: None,
        scan_id: None,
        warned_at: None,
        reason: String::new(),
        ended_at: None,
        renews_id: renews,
        by_id: actor.person,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    let row = agreement::ActiveModel::from(row).reset_all();
    agreement::Entity::insert(row).exec_without_returning(tx.db()).await.map_err(|error| {
        if is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() }
    })?;
    Ok(())
}

pub(crate) async fn put(
    tx: &Tx,
    row: &agreement::Model,
    state: AgreementState,
    change: agreement::ActiveModel,
) -> Result<()> {
    let change = agreement::ActiveModel {
        id: Set(row.id),
        state: Set(state),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..change
    };
    change.update(tx.db()).await?;
    Ok(())
}

/// The one that is being written or signed.
pub(crate) async fn pending<C: ConnectionTrait>(db: &C, id: PairingId) -> Result<Option<agreement::Model>> {
    let found = agreement::Entity::find()
        .filter(agreement::Column::PairingId.eq(id))
        .filter(agreement::Column::State.is_in(AgreementState::PENDING));
    Ok(found.one(db).await?)
}

/// All of a pair, the newest first.
pub(crate) async fn all<C: ConnectionTrait>(db: &C, id: PairingId) -> Result<Vec<agreement::Model>> {
    let rows =
        agreement::Entity::find().filter(agreement::Column::PairingId.eq(id)).order_by_desc(agreement::Column::Id);
    Ok(rows.all(db).await?)
}

/// The newest of a pair.
///
/// # Errors
/// `Hidden` when nobody has begun one.
pub async fn newest<C: ConnectionTrait>(db: &C, id: PairingId) -> Result<agreement::Model> {
    all(db, id).await?.into_iter().next().ok_or(Error::Hidden)
}

/// A signed one whose term this day is in.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn covering<C: ConnectionTrait>(db: &C, id: PairingId, day: NaiveDate) -> Result<Option<agreement::Model>> {
    let found = agreement::Entity::find()
        .filter(agreement::Column::PairingId.eq(id))
        .filter(agreement::Column::State.eq(AgreementState::Signed))
        .filter(agreement::Column::Since.lte(day))
        .filter(agreement::Column::Until.gte(day))
        .order_by_desc(agreement::Column::Until);
    Ok(found.one(db).await?)
}

async fn waiting(tx: &Tx, id: PairingId) -> Result<agreement::Model> {
    pending(tx.db(), id).await?.ok_or(Error::Conflict(Code::WrongState))
}

/// Both heads are asked for their word; nothing in it changes any more.
///
/// # Errors
/// `WrongState` while the schools have not agreed; `Invalid` naming what a paper cannot do without.
pub async fn send(tx: &mut Tx, actor: &Actor, id: PairingId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.write_paper().or_refuse()?;
    if !matches!(desk.row.state, PairState::Agreed | PairState::Active | PairState::Suspended) {
        return Err(Error::Conflict(Code::WrongState));
    }
    let row = waiting(tx, id).await?;
    let to = after_paper(row.state, PaperAct::Send)?;
    schools::both_stand(tx.db(), &desk.row).await?;
    let today = schools::today(tx, &desk.row).await?;
    let mut checks = Checks::default();
    checks.text(&row.number, MAX_NUMBER, "number").text(&row.text, MAX_TEXT, "text");
    for (day, field) in [(row.dated, "dated"), (row.since, "since"), (row.until, "until")] {
        checks.require(day.is_some(), field, "required");
    }
    checks.require(row.until.is_none_or(|until| until >= today), "until", "invalid");
    checks.done()?;
    put(tx, &row, to, Default::default()).await?;
    tx.emit(of(kind::AGREEMENT_SENT, &desk, actor, &row));
    Ok(())
}

fn of(kind: &'static str, desk: &PairDesk, actor: &Actor, row: &agreement::Model) -> PairEvent {
    PairEvent::new(kind, desk.row.id, actor.person).with(Detail { agreement: Some(row.id), ..Detail::default() })
}

/// Back to be written: a word given counts no more.
///
/// # Errors
/// `WrongState` when it was not sent, or both have signed.
pub async fn recall(tx: &mut Tx, actor: &Actor, id: PairingId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.write_paper().or_refuse()?;
    let row = waiting(tx, id).await?;
    let to = after_paper(row.state, PaperAct::Recall)?;
    let change = agreement::ActiveModel {
        mentor_signed_by: Set(None),
        mentor_signed_at: Set(None),
        mentee_signed_by: Set(None),
        mentee_signed_at: Set(None),
        ..Default::default()
    };
    put(tx, &row, to, change).await?;
    tx.emit(of(kind::AGREEMENT_SAVED, &desk, actor, &row));
    Ok(())
}

/// A head gives the word of their school. With the second it is signed.
///
/// # Errors
/// `Forbidden` for whoever heads neither school; `WrongState` when it was not sent, or this side has signed.
pub async fn sign(tx: &mut Tx, actor: &Actor, id: PairingId, asked: Option<Side>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    let side = steps::side(&desk.seat, asked)?;
    desk.seat.sign(side).or_refuse()?;
    let row = waiting(tx, id).await?;
    let (mine, other) = match side {
        Side::Mentor => (row.mentor_signed_at, row.mentee_signed_at),
        Side::Mentee => (row.mentee_signed_at, row.mentor_signed_at),
    };
    if mine.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    let act = if other.is_some() { PaperAct::SignLast } else { PaperAct::SignFirst };
    let to = after_paper(row.state, act)?;
    schools::both_stand(tx.db(), &desk.row).await?;
    let (by, at) = (Set(Some(actor.person)), Set(Some(tx.now())));
    let change = match side {
        Side::Mentor => agreement::ActiveModel { mentor_signed_by: by, mentor_signed_at: at, ..Default::default() },
        Side::Mentee => agreement::ActiveModel { mentee_signed_by: by, mentee_signed_at: at, ..Default::default() },
    };
    put(tx, &row, to, change).await?;
    let detail = Detail { agreement: Some(row.id), side: Some(side), ..Detail::default() };
    tx.emit(PairEvent::new(kind::AGREEMENT_SIGNED, id, actor.person).with(detail));
    silence::broken(tx, id).await?;
    if to == AgreementState::Signed { term::begin(tx, &desk, &row).await } else { Ok(()) }
}

/// The next one is written while the last still runs, or after it: the same words for the year that follows.
///
/// # Errors
/// `WrongState` when there is nothing to continue; `AlreadyExists` when one is being written.
pub async fn renew(tx: &mut Tx, actor: &Actor, id: PairingId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.write_paper().or_refuse()?;
    alive(&desk)?;
    if pending(tx.db(), id).await?.is_some() {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    let last = all(tx.db(), id).await?.into_iter().next().ok_or(Error::Conflict(Code::WrongState))?;
    let today = schools::today(tx, &desk.row).await?;
    let since = last.until.and_then(|until| until.succ_opt()).map_or(today, |next| next.max(today));
    let written = Written {
        revision: 0,
        number: String::new(),
        dated: Some(today),
        since: Some(since),
        until: since.checked_add_months(Months::new(12)).and_then(|day| day.pred_opt()),
        text: last.text,
        mentor_details: last.mentor_details,
        mentee_details: last.mentee_details,
    };
    begin(tx, actor, &desk, written, Some(last.id)).await?;
    tx.emit(PairEvent::new(kind::AGREEMENT_SAVED, id, actor.person));
    Ok(())
}

/// Ends the agreement before its last day, or throws away one that is not signed. An active pair without an agreement rests.
///
/// # Errors
/// `WrongState` when there is none to end; `Invalid` without a reason.
pub async fn terminate(tx: &mut Tx, actor: &Actor, id: PairingId, reason: &str) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    let today = schools::today(tx, &desk.row).await?;
    let row = match pending(tx.db(), id).await? {
        Some(row) => row,
        None => term::standing(tx.db(), id, today).await?.ok_or(Error::Conflict(Code::WrongState))?,
    };
    let may = if row.state == AgreementState::Draft { desk.seat.write_paper() } else { desk.seat.terminate() };
    may.or_refuse()?;
    let mut checks = Checks::default();
    checks.text(reason, MAX_REASON, "reason");
    checks.done()?;
    let signed = row.state == AgreementState::Signed;
    close(tx, &row, reason).await?;
    tx.emit(of(kind::AGREEMENT_TERMINATED, &desk, actor, &row));
    if signed { term::rest(tx, Some(actor.person), id, reason).await } else { Ok(()) }
}

pub(crate) async fn close(tx: &Tx, row: &agreement::Model, reason: &str) -> Result<()> {
    let to = after_paper(row.state, PaperAct::Terminate)?;
    let change = agreement::ActiveModel {
        reason: Set(reason.trim().to_owned()),
        ended_at: Set(Some(tx.now())),
        ..Default::default()
    };
    put(tx, row, to, change).await
}

/// The pair is over: what is not signed is thrown away; what is signed ends with it, unless all was done that it wanted.
pub(crate) async fn abandon(tx: &mut Tx, id: PairingId, completed: bool, reason: &str) -> Result<()> {
    for row in all(tx.db(), id).await? {
        if row.state.pending() || row.state == AgreementState::Signed && !completed {
            close(tx, &row, reason).await?;
        }
    }
    Ok(())
}
