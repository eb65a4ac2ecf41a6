//! Signed-in devices. A session is kept alive by refresh tokens that are exchanged at every use.
//!
//! Exchange: a token is spent when it, or a sibling made from the same parent, is exchanged. A spent token shown again
//! within [`GRACE`] is exchanged once more: the answer was lost on a bad line, or two tabs asked at the same moment,
//! and nobody must be signed out for that. Shown later it can only be a copy, so the whole session ends, for the
//! thief and for the owner, who signs in again. A copy used within the grace gains nothing lasting: the two chains
//! are siblings, and the first to go on spends the other.

use chrono::TimeDelta;
use kernel::{Actor, Code, Error, PersonId, Result, SessionId};
use platform::Tx;
use sea_orm::{Condition, QueryOrder, QuerySelect, Set, entity::prelude::*};

use crate::{
    entity::{person, refresh_token, session},
    event::What,
    keys, secrets,
};

pub const GRACE: TimeDelta = TimeDelta::seconds(10);
/// Copies of spent tokens are recognised this long.
const REMEMBERED: TimeDelta = TimeDelta::days(14);
/// Ended sessions are kept this long, to tell their owner when asked.
const KEPT: TimeDelta = TimeDelta::days(90);

/// What a device needs to go on.
pub struct Opened {
    pub person: PersonId,
    pub session: SessionId,
    pub access: String,
    pub refresh: String,
}

/// What became of a refresh token. `Ended` has effects that must be committed.
pub enum Exchange {
    Opened(Opened),
    Ended,
}

/// Opens a session on a device.
pub async fn open(tx: &mut Tx, person: PersonId, device: &str) -> Result<Opened> {
    let expires = tx.now() + TimeDelta::days(i64::from(tx.app().config().auth.refresh_days));
    let row = session::ActiveModel {
        id: Set(tx.id()),
        person_id: Set(person),
        device: Set(device.chars().take(120).collect()),
        created_at: Set(tx.now()),
        last_seen_at: Set(tx.now()),
        expires_at: Set(expires),
        revoked_at: Set(None),
        revoke_reason: Set(None),
    };
    let row = row.insert(tx.db()).await?;
    forget_old(tx, person).await?;
    tx.emit(What::SessionStarted { person, session: row.id }.by(person));
    hand_out(tx, &row, None).await
}

async fn forget_old(tx: &Tx, person: PersonId) -> Result<()> {
    let long_ago = tx.now() - KEPT;
    let old: Vec<SessionId> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::PersonId.eq(person))
        .filter(
            Condition::any().add(session::Column::RevokedAt.lt(long_ago)).add(session::Column::ExpiresAt.lt(long_ago)),
        )
        .limit(100)
        .into_tuple()
        .all(tx.db())
        .await?;
    if !old.is_empty() {
        let of = refresh_token::Column::SessionId.is_in(old.iter().copied());
        refresh_token::Entity::delete_many().filter(of).exec(tx.db()).await?;
        session::Entity::delete_many().filter(session::Column::Id.is_in(old)).exec(tx.db()).await?;
    }
    Ok(())
}

async fn hand_out(tx: &Tx, session: &session::Model, parent: Option<String>) -> Result<Opened> {
    let refresh = secrets::token();
    let row = refresh_token::ActiveModel {
        token_hash: Set(secrets::hash(&refresh)),
        session_id: Set(session.id),
        parent_hash: Set(parent),
        created_at: Set(tx.now()),
        used_at: Set(None),
    };
    refresh_token::Entity::insert(row).exec_without_returning(tx.db()).await?;
    let access = keys::issue(tx, session.person_id, session.id).await?;
    Ok(Opened { person: session.person_id, session: session.id, access, refresh })
}

/// Exchanges a refresh token for fresh ones.
pub async fn exchange(tx: &mut Tx, token: &str) -> Result<Exchange> {
    let hash = secrets::hash(token);
    let Some(known) = refresh_token::Entity::find_by_id(&hash).one(tx.db()).await? else {
        return Ok(Exchange::Ended);
    };
    let Some(session) = lock(tx, known.session_id).await? else { return Ok(Exchange::Ended) };
    // Read again behind the lock: another exchange may have just spent it.
    let Some(known) = refresh_token::Entity::find_by_id(&hash).one(tx.db()).await? else {
        return Ok(Exchange::Ended);
    };
    if session.revoked_at.is_some() || session.expires_at <= tx.now() {
        return Ok(Exchange::Ended);
    }
    let person = person::Entity::find_by_id(session.person_id).one(tx.db()).await?;
    if person.is_none_or(|p| p.status.is_out()) {
        return Ok(Exchange::Ended);
    }
    if known.used_at.is_some_and(|at| tx.now() - at > GRACE) {
        tracing::warn!(session = %session.id, "a spent refresh token came back: the session ends");
        end(tx, &[session], "reuse", None).await?;
        return Ok(Exchange::Ended);
    }
    spend(tx, &known).await?;
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(tx.now()))
        .col_expr(
            session::Column::ExpiresAt,
            Expr::value(tx.now() + TimeDelta::days(i64::from(tx.app().config().auth.refresh_days))),
        )
        .filter(session::Column::Id.eq(session.id))
        .exec(tx.db())
        .await?;
    Ok(Exchange::Opened(hand_out(tx, &session, Some(hash)).await?))
}

/// Marks a token and its siblings as used. The first use counts: the grace is not renewed.
async fn spend(tx: &Tx, token: &refresh_token::Model) -> Result<()> {
    let mut family = Condition::any().add(refresh_token::Column::TokenHash.eq(token.token_hash.as_str()));
    if let Some(parent) = &token.parent_hash {
        family = family.add(refresh_token::Column::ParentHash.eq(parent.as_str()));
    }
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(tx.now()))
        .filter(refresh_token::Column::SessionId.eq(token.session_id))
        .filter(refresh_token::Column::UsedAt.is_null())
        .filter(family)
        .exec(tx.db())
        .await?;
    // Each use leaves a row. One spent so long ago is no owner's any more: it is answered like an invented one.
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.eq(token.session_id))
        .filter(refresh_token::Column::UsedAt.lt(tx.now() - REMEMBERED))
        .exec(tx.db())
        .await?;
    Ok(())
}

async fn lock(tx: &Tx, id: SessionId) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?)
}

/// The session behind a refresh token, for signing out with nothing but the cookie.
pub async fn of_token(tx: &Tx, token: &str) -> Result<Option<SessionId>> {
    Ok(refresh_token::Entity::find_by_id(secrets::hash(token)).one(tx.db()).await?.map(|t| t.session_id))
}

/// Sessions of a person that run, the one used last first.
pub async fn of_person<C: ConnectionTrait>(
    db: &C,
    person: PersonId,
    now: kernel::Timestamp,
) -> Result<Vec<session::Model>> {
    Ok(running(person, now)
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::Id)
        .all(db)
        .await?)
}

fn running(person: PersonId, now: kernel::Timestamp) -> Select<session::Entity> {
    session::Entity::find()
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
}

/// Signs one's own device out.
///
/// # Errors
/// `Hidden` for a session of somebody else or one that has ended.
pub async fn revoke(tx: &mut Tx, actor: &Actor, id: SessionId) -> Result<()> {
    let row = lock(tx, id).await?.filter(|s| s.person_id == actor.person && s.revoked_at.is_none());
    end(tx, &[row.ok_or(Error::Hidden)?], "revoked", Some(actor.person)).await
}

/// Signs a device out; a session that has ended stays as it is.
pub async fn sign_out(tx: &mut Tx, id: SessionId) -> Result<()> {
    match lock(tx, id).await?.filter(|s| s.revoked_at.is_none()) {
        Some(row) => {
            let person = row.person_id;
            end(tx, &[row], "signed_out", Some(person)).await
        }
        None => Ok(()),
    }
}

/// Ends every session of a person but `keep`.
pub async fn end_all(
    tx: &mut Tx,
    person: PersonId,
    keep: Option<SessionId>,
    reason: &str,
    by: Option<PersonId>,
) -> Result<()> {
    let rows = running(person, tx.now()).lock_exclusive().all(tx.db()).await?;
    let rows: Vec<_> = rows.into_iter().filter(|s| Some(s.id) != keep).collect();
    end(tx, &rows, reason, by).await
}

async fn end(tx: &mut Tx, rows: &[session::Model], reason: &str, by: Option<PersonId>) -> Result<()> {
    for row in rows {
        let mut change = <session::ActiveModel as ActiveModelTrait>::default();
        change.id = Set(row.id);
        change.revoked_at = Set(Some(tx.now()));
        change.revoke_reason = Set(Some(reason.to_owned()));
        change.update(tx.db()).await?;
        let tokens = refresh_token::Column::SessionId.eq(row.id);
        refresh_token::Entity::delete_many().filter(tokens).exec(tx.db()).await?;
        let what = What::SessionEnded { person: row.person_id, session: row.id };
        tx.emit(by.map_or(what.by_house(), |by| what.by(by)));
    }
    Ok(())
}

/// The answer to a token that opens nothing.
pub fn ended() -> Error {
    Error::Unauthenticated(Code::SessionEnded)
}
