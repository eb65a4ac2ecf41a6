//! Links that work once: setting a password, proving an address, making the first administrator.

use chrono::TimeDelta;
use kernel::{Code, Error, PersonId, Result};
use platform::Tx;
use sea_orm::{ConnectionTrait, PaginatorTrait, Set, entity::prelude::*};

use crate::{entity::one_time_token, secrets, words::TokenKind};

/// Letters of one kind to one person are not sent more often than this, so that nobody's mailbox is flooded.
pub const PAUSE: TimeDelta = TimeDelta::minutes(1);

pub fn gone() -> Error {
    Error::Conflict(Code::LinkExpired)
}

/// Makes a link's token.
pub async fn create(
    tx: &Tx,
    kind: TokenKind,
    person: Option<PersonId>,
    email: Option<String>,
    lasts: TimeDelta,
) -> Result<String> {
    one_time_token::Entity::delete_many()
        .filter(one_time_token::Column::ExpiresAt.lt(tx.now() - TimeDelta::days(1)))
        .exec(tx.db())
        .await?;
    let token = secrets::token();
    let row = one_time_token::ActiveModel {
        token_hash: Set(secrets::hash(&token)),
        kind: Set(kind),
        person_id: Set(person),
        email: Set(email),
        created_at: Set(tx.now()),
        expires_at: Set(tx.now() + lasts),
        used_at: Set(None),
    };
    one_time_token::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(token)
}

/// Was a link of this kind made for the person a moment ago?
pub async fn is_recent(tx: &Tx, kind: TokenKind, person: PersonId) -> Result<bool> {
    let count = one_time_token::Entity::find()
        .filter(one_time_token::Column::PersonId.eq(person))
        .filter(one_time_token::Column::Kind.eq(kind))
        .filter(one_time_token::Column::CreatedAt.gt(tx.now() - PAUSE))
        .count(tx.db())
        .await?;
    Ok(count > 0)
}

/// Is the link still good? Asked before work is done for it; [`take`] decides.
///
/// # Errors
/// `LinkExpired`.
pub async fn check<C: ConnectionTrait>(db: &C, token: &str, now: kernel::Timestamp) -> Result<()> {
    let row = one_time_token::Entity::find_by_id(secrets::hash(token)).one(db).await?;
    if row.is_some_and(|t| t.used_at.is_none() && t.expires_at > now) { Ok(()) } else { Err(gone()) }
}

/// Uses a token up. Of two at the same moment one gets it.
pub async fn take(tx: &Tx, kind: TokenKind, token: &str) -> Result<Option<one_time_token::Model>> {
    let hash = secrets::hash(token);
    let taken = one_time_token::Entity::update_many()
        .col_expr(one_time_token::Column::UsedAt, Expr::value(tx.now()))
        .filter(one_time_token::Column::TokenHash.eq(hash.as_str()))
        .filter(one_time_token::Column::Kind.eq(kind))
        .filter(one_time_token::Column::UsedAt.is_null())
        .filter(one_time_token::Column::ExpiresAt.gt(tx.now()))
        .exec(tx.db())
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    Ok(one_time_token::Entity::find_by_id(hash).one(tx.db()).await?)
}

/// Makes the other links of this kind of a person worthless.
pub async fn cancel(tx: &Tx, kind: TokenKind, person: Option<PersonId>) -> Result<()> {
    let of = match person {
        Some(person) => one_time_token::Column::PersonId.eq(person),
        None => one_time_token::Column::PersonId.is_null(),
    };
    one_time_token::Entity::delete_many()
        .filter(one_time_token::Column::Kind.eq(kind))
        .filter(of)
        .exec(tx.db())
        .await?;
    Ok(())
}
