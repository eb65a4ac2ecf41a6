//! Bookmarks: a person's own shelf of posts. Seen by nobody else.

use kernel::{Actor, PostId, Result};
use platform::Tx;
use sea_orm::{entity::prelude::*, sea_query::OnConflict};

use crate::{access, entity::bookmark, event::Event, posts::touch};

/// Sets or takes back a bookmark on a post the actor may read.
pub async fn set(tx: &mut Tx, actor: &Actor, id: PostId, on: bool) -> Result<()> {
    let (place, _) = access::post(tx.db(), actor, id).await?;
    let changed = if on {
        let row = bookmark::Model { person_id: actor.person, post_id: id, created_at: tx.now() };
        bookmark::Entity::insert(bookmark::ActiveModel::from(row).reset_all())
            .on_conflict(
                OnConflict::columns([bookmark::Column::PersonId, bookmark::Column::PostId]).do_nothing().to_owned(),
            )
            .exec_without_returning(tx.db())
            .await?
    } else {
        bookmark::Entity::delete_by_id((actor.person, id)).exec(tx.db()).await?.rows_affected
    };
    if changed > 0 {
        // Own marks are kept under the topic's revision.
        touch(tx, place.topic.id).await?;
        tx.emit(Event::Bookmarked { person: actor.person, topic: place.topic.id });
    }
    Ok(())
}
