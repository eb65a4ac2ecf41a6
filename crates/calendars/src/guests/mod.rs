//! People without an account who come to an event that is for everybody. They prove an address by the link in a letter;
//! with it a place is theirs or a number in the queue, and with the same link they give it back.
//!
//! Of the secret in the link only a hash is stored. A month after the event their names and addresses are forgotten;
//! who never followed the link is forgotten after a day.

mod letters;

use chrono::TimeDelta;
use kernel::{Actor, Code, Error, EventGuestId, EventId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};
use sha2::{Digest, Sha256};

pub(crate) use letters::write;

use crate::{
    access,
    entity::{event, event_guest},
    event::{Detail, Event, kind},
    kinds::{EventState, RegistrationMode, RegistrationState, Way},
    policy,
    seats::{self, Got, Party},
    terms,
};

const MAX_NAME: usize = 200;
/// A link that nobody followed.
const LASTS: TimeDelta = TimeDelta::days(1);
/// Between two letters to one address.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// After the event the link still shows the place.
const LINGER: TimeDelta = TimeDelta::days(1);
/// After the event names and addresses are kept for the host.
pub(crate) const KEPT: TimeDelta = TimeDelta::days(30);
/// Addresses that were not proved yet, of one event.
const MAX_ASKING: u64 = 300;

/// What a guest says of themselves.
pub struct NewGuest {
    pub name: String,
    pub email: String,
    pub about: String,
    pub way: Option<Way>,
}

fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn gone() -> Error {
    Error::Conflict(Code::LinkExpired)
}

/// Can guests register now?
pub async fn welcome<C: ConnectionTrait>(db: &C, row: &event::Model, now: kernel::Timestamp) -> Result<bool> {
    let until = row.starts_at.map(|starts| row.register_until.unwrap_or(starts).min(starts));
    let open = row.state == EventState::Published
        && row.registration == RegistrationMode::Open
        && policy::is_open(row)
        && until.is_some_and(|until| now < until);
    Ok(open && terms::of(db, row.id).await?.is_some_and(|terms| terms.guests))
}

async fn welcomed(tx: &Tx, row: &event::Model) -> Result<()> {
    if welcome(tx.db(), row, tx.now()).await? { Ok(()) } else { Err(Error::Conflict(Code::RegistrationClosed)) }
}

/// Sends the link. Whoever is registered gets theirs again; nobody else learns that they are.
pub async fn ask(tx: &mut Tx, id: EventId, new: NewGuest) -> Result<()> {
    let event = access::lock(tx, id).await?;
    if !policy::is_open(&event) {
        return Err(Error::Hidden);
    }
    let email = accounts::credentials::normalise(&new.email);
    let mut checks = Checks::default();
    checks.text(&new.name, MAX_NAME, "name").up_to(&new.about, MAX_NAME, "about");
    accounts::credentials::check_email(&mut checks, &email, "email");
    checks.done()?;
    welcomed(tx, &event).await?;
    let offered: Vec<Way> = seats::of(tx.db(), id).await?.into_iter().map(|row| row.way).collect();
    let way = access::way(&offered, new.way)?;
    let of_event = || event_guest::Entity::find().filter(event_guest::Column::EventId.eq(id));
    event_guest::Entity::delete_many()
        .filter(event_guest::Column::State.eq(RegistrationState::Applied))
        .filter(event_guest::Column::ExpiresAt.lt(tx.now()))
        .exec(tx.db())
        .await?;
    let theirs = of_event().filter(event_guest::Column::Email.eq(email.as_str()));
    let recent = theirs.clone().filter(event_guest::Column::ChangedAt.gt(tx.now() - PAUSE));
    let asking = of_event().filter(event_guest::Column::State.eq(RegistrationState::Applied));
    if recent.count(tx.db()).await? > 0 || asking.count(tx.db()).await? >= MAX_ASKING {
        return Ok(());
    }
    let secret: [u8; 32] = rand::random();
    let token: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let held =
        theirs.filter(event_guest::Column::State.is_in([RegistrationState::Confirmed, RegistrationState::Waiting]));
    let row = match held.one(tx.db()).await? {
        Some(row) => {
            let change = event_guest::ActiveModel {
                id: Set(row.id),
                token_hash: Set(hash(&token)),
                changed_at: Set(tx.now()),
                ..Default::default()
            };
            change.update(tx.db()).await?
        }
        None => asking_row(tx, id, NewGuest { email, ..new }, way, &token).await?,
    };
    letters::link(tx, &event, &row, &token).await
}

/// Whoever asks, until the address is proved.
async fn asking_row(tx: &Tx, id: EventId, new: NewGuest, way: Way, token: &str) -> Result<event_guest::Model> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let row = event_guest::Model {
        id: tx.id(),
        event_id: id,
        name: words(&new.name),
        email: new.email,
        about: words(&new.about),
        way,
        state: RegistrationState::Applied,
        queue_no: None,
        token_hash: hash(token),
        expires_at: tx.now() + LASTS,
        created_at: tx.now(),
        changed_at: tx.now(),
        attended_at: None,
    };
    let stored = event_guest::ActiveModel::from(row.clone()).reset_all();
    event_guest::Entity::insert(stored).exec_without_returning(tx.db()).await?;
    Ok(row)
}

/// The guest behind a link that still holds.
pub async fn held<C: ConnectionTrait>(db: &C, token: &str, now: kernel::Timestamp) -> Result<event_guest::Model> {
    let row = event_guest::Entity::find().filter(event_guest::Column::TokenHash.eq(hash(token))).one(db).await?;
    let live = |row: &event_guest::Model| row.expires_at > now && row.state != RegistrationState::Cancelled;
    row.filter(live).ok_or_else(gone)
}

/// Follows the link: a place, or a number in the queue. Followed again it changes nothing.
pub async fn confirm(tx: &mut Tx, token: &str) -> Result<event_guest::Model> {
    let known = held(tx.db(), token, tx.now()).await?;
    let event = access::lock(tx, known.event_id).await?;
    // Read behind the lock: of two clicks one gets the place.
    let row = held(tx.db(), token, tx.now()).await?;
    if row.state != RegistrationState::Applied {
        return Ok(row);
    }
    welcomed(tx, &event).await?;
    let same = event_guest::Entity::find()
        .filter(event_guest::Column::EventId.eq(row.event_id))
        .filter(event_guest::Column::Email.eq(row.email.as_str()))
        .filter(event_guest::Column::State.is_in([RegistrationState::Confirmed, RegistrationState::Waiting]));
    if same.count(tx.db()).await? > 0 {
        return Err(Error::Conflict(Code::AlreadyRegistered));
    }
    let (state, queue_no) = match seats::take(tx, row.event_id, row.way, Party::ONE).await? {
        Got::Places { .. } => (RegistrationState::Confirmed, None),
        Got::Queue(no) => (RegistrationState::Waiting, Some(no)),
    };
    let change = event_guest::ActiveModel {
        id: Set(row.id),
        state: Set(state),
        queue_no: Set(queue_no),
        expires_at: Set(event.ends_at.unwrap_or(tx.now()) + LINGER),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    tell(tx, kind::GUEST, &row);
    Ok(row)
}

/// Gives the place back and is forgotten.
pub async fn cancel(tx: &mut Tx, token: &str) -> Result<()> {
    let known = held(tx.db(), token, tx.now()).await?;
    let event = access::lock(tx, known.event_id).await?;
    let row = held(tx.db(), token, tx.now()).await?;
    leave(tx, &event, &row, true).await
}

/// The host takes a guest off the list; they are written to.
pub async fn remove(tx: &mut Tx, actor: &Actor, id: EventId, guest: EventGuestId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let row = of_event(tx, id, guest).await?;
    leave(tx, &desk.row, &row, false).await
}

async fn of_event(tx: &Tx, id: EventId, guest: EventGuestId) -> Result<event_guest::Model> {
    let row = event_guest::Entity::find_by_id(guest).one(tx.db()).await?;
    row.filter(|row| row.event_id == id).ok_or(Error::Hidden)
}

async fn leave(tx: &mut Tx, event: &event::Model, row: &event_guest::Model, forget: bool) -> Result<()> {
    let over = event.ends_at.is_some_and(|ends| ends <= tx.now());
    let settled = matches!(event.state, EventState::Held | EventState::Closed);
    if row.state == RegistrationState::Cancelled || over || settled || row.attended_at.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    let mut change = event_guest::ActiveModel {
        id: Set(row.id),
        state: Set(RegistrationState::Cancelled),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    if forget {
        (change.name, change.email, change.about) = (Set(String::new()), Set(String::new()), Set(String::new()));
    }
    let gone = change.update(tx.db()).await?;
    seats::guest_leaves(tx, row).await?;
    tell(tx, kind::GUEST_LEFT, &gone);
    Ok(())
}

/// The host's word that a guest was there, or was not.
pub async fn came(tx: &mut Tx, actor: &Actor, id: EventId, guest: EventGuestId, present: bool) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let row = of_event(tx, id, guest).await?;
    let began = desk.row.starts_at.is_some_and(|starts| starts - TimeDelta::hours(1) <= tx.now());
    let running = matches!(desk.row.state, EventState::Published | EventState::Held);
    if row.state != RegistrationState::Confirmed || !began || !running {
        return Err(Error::Conflict(Code::WrongState));
    }
    let attended_at = row.attended_at.or(Some(tx.now())).filter(|_| present);
    let change = event_guest::ActiveModel { id: Set(row.id), attended_at: Set(attended_at), ..Default::default() };
    change.update(tx.db()).await?;
    tx.emit(Event::new(kind::ATTENDED, id, actor.person));
    Ok(())
}

fn tell(tx: &mut Tx, kind: &'static str, row: &event_guest::Model) {
    let held = row.state == RegistrationState::Confirmed;
    let detail = Detail { guest: Some(row.id), held, ..Detail::default() };
    tx.emit(Event::by_clock(kind, row.event_id).with(detail));
}

/// Guests of an event whose addresses are proved, in the order in which they came.
pub async fn all<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<event_guest::Model>> {
    let rows = event_guest::Entity::find()
        .filter(event_guest::Column::EventId.eq(id))
        .filter(event_guest::Column::State.is_in([RegistrationState::Confirmed, RegistrationState::Waiting]))
        .order_by_asc(event_guest::Column::Id);
    Ok(rows.all(db).await?)
}

/// Nothing that names them stays; how many came does.
pub(crate) async fn forget(tx: &Tx, id: EventId) -> Result<()> {
    event_guest::Entity::delete_many()
        .filter(event_guest::Column::EventId.eq(id))
        .filter(event_guest::Column::State.eq(RegistrationState::Applied))
        .exec(tx.db())
        .await?;
    event_guest::Entity::update_many()
        .col_expr(event_guest::Column::Name, Expr::value(""))
        .col_expr(event_guest::Column::Email, Expr::value(""))
        .col_expr(event_guest::Column::About, Expr::value(""))
        .filter(event_guest::Column::EventId.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}
