//! «полезно», «применю», «спасибо», and what is counted without a word: views, downloads, citations.

use kernel::{Actor, PracticeId, Result};
use platform::Tx;
use sea_orm::{
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};

use crate::{
    access,
    entity::{practice, practice_reaction, practice_use},
    event::{Detail, Event, kind},
    kinds::{Reaction, Use},
};

/// Sets or takes back a reaction. Doing it twice changes nothing.
pub async fn set(tx: &mut Tx, actor: &Actor, id: PracticeId, reaction: Reaction, on: bool) -> Result<practice::Model> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.react(&desk.facts).or_refuse()?;
    let changed = if on { add(tx, actor, id, reaction).await? } else { remove(tx, actor, id, reaction).await? };
    if changed > 0 {
        let column = match reaction {
            Reaction::Useful => practice::Column::Useful,
            Reaction::Apply => practice::Column::Apply,
            Reaction::Thanks => practice::Column::Thanks,
        };
        count(tx, id, column, if on { 1 } else { -1 }).await?;
        let detail = Detail { reaction: Some(reaction), ..Detail::default() };
        tx.emit(Event::new(kind::REACTED, id, actor.person).with(detail));
    }
    practice::Entity::find_by_id(id).one(tx.db()).await?.ok_or(kernel::Error::Hidden)
}

async fn add(tx: &Tx, actor: &Actor, id: PracticeId, kind: Reaction) -> Result<u64> {
    let row = practice_reaction::Model { practice_id: id, person_id: actor.person, kind, at: tx.now() };
    let key =
        [practice_reaction::Column::PracticeId, practice_reaction::Column::PersonId, practice_reaction::Column::Kind];
    Ok(practice_reaction::Entity::insert(practice_reaction::ActiveModel::from(row).reset_all())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?)
}

async fn remove(tx: &Tx, actor: &Actor, id: PracticeId, kind: Reaction) -> Result<u64> {
    Ok(practice_reaction::Entity::delete_by_id((id, actor.person, kind)).exec(tx.db()).await?.rows_affected)
}

async fn count(tx: &Tx, id: PracticeId, column: practice::Column, by: i32) -> Result<()> {
    practice::Entity::update_many()
        .col_expr(column, Expr::col(column).add(by))
        .filter(practice::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

const HOUR: i64 = 3_600;

/// Counts a use: a person once an hour, authors never. Views tell the feed nothing: they would drown it.
pub async fn used(tx: &mut Tx, actor: &Actor, id: PracticeId, what: Use) -> Result<()> {
    let desk = access::desk(tx.db(), actor, id).await?;
    desk.seat.read_shown(&desk.facts).or_refuse()?;
    if desk.seat.author {
        return Ok(());
    }
    let hour = tx.now().timestamp() / HOUR;
    let row = practice_use::Model { practice_id: id, person_id: actor.person, kind: what, hour };
    let key = [
        practice_use::Column::PracticeId,
        practice_use::Column::PersonId,
        practice_use::Column::Kind,
        practice_use::Column::Hour,
    ];
    let inserted = practice_use::Entity::insert(practice_use::ActiveModel::from(row).reset_all())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    if inserted == 0 {
        return Ok(());
    }
    let column = match what {
        Use::Viewed => practice::Column::Views,
        Use::Downloaded => practice::Column::Downloads,
        Use::Cited => practice::Column::Citations,
    };
    count(tx, id, column, 1).await?;
    if what != Use::Viewed {
        tx.emit(Event::new(kind::USED, id, actor.person));
    }
    Ok(())
}
