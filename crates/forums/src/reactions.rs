//! «полезно», «применю», «спасибо»: one of each per person and post, never on one's own.

use kernel::{Actor, PostId, Result};
use platform::Tx;
use sea_orm::{
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};

use crate::{
    access,
    entity::{post, reaction},
    event::Event,
    kinds::Reaction,
    posts::{scene, touch},
};

/// Sets or takes back a reaction. Doing it twice changes nothing. Answers the post with its counts.
pub async fn set(tx: &mut Tx, actor: &Actor, id: PostId, kind: Reaction, on: bool) -> Result<post::Model> {
    let (place, row, facts) = access::locked_post(tx.db(), actor, id).await?;
    place.seat().react(place.facts(), facts).or_refuse()?;
    let changed = if on { add(tx, actor, id, kind).await? } else { remove(tx, actor, id, kind).await? };
    if changed == 0 {
        return Ok(row);
    }
    let column = match kind {
        Reaction::Useful => post::Column::Useful,
        Reaction::Apply => post::Column::Apply,
        Reaction::Thanks => post::Column::Thanks,
    };
    let counted = if on { Expr::col(column).add(1) } else { Expr::col(column).sub(1) };
    post::Entity::update_many().col_expr(column, counted).filter(post::Column::Id.eq(id)).exec(tx.db()).await?;
    touch(tx, place.topic.id).await?;
    tx.emit(Event::PostReacted { at: scene(actor, &place), post: id, no: row.no });
    post::Entity::find_by_id(id).one(tx.db()).await?.ok_or(kernel::Error::Hidden)
}

async fn add(tx: &Tx, actor: &Actor, id: PostId, kind: Reaction) -> Result<u64> {
    let row = reaction::Model { post_id: id, person_id: actor.person, kind, at: tx.now() };
    let key = [reaction::Column::PostId, reaction::Column::PersonId, reaction::Column::Kind];
    Ok(reaction::Entity::insert(reaction::ActiveModel::from(row).reset_all())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?)
}

async fn remove(tx: &Tx, actor: &Actor, id: PostId, kind: Reaction) -> Result<u64> {
    Ok(reaction::Entity::delete_by_id((id, actor.person, kind)).exec(tx.db()).await?.rows_affected)
}
