//! The accepted answer of a question: a state of the topic, never part of its title.

use kernel::{Actor, Error, PostId, Result, TopicId};
use platform::Tx;
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use crate::{
    access,
    entity::{post, topic},
    event::{Event, Scene},
    posts::{scene, touch},
};

/// Marks a post as the answer, or takes the mark off. The question itself cannot be its answer.
pub async fn accept(tx: &mut Tx, actor: &Actor, topic: TopicId, answer: Option<PostId>) -> Result<()> {
    let place = access::locked_place(tx.db(), actor, topic).await?;
    place.seat().accept(place.facts()).or_refuse()?;
    if place.topic.accepted_post_id == answer {
        return Ok(());
    }
    let at = scene(actor, &place);
    let Some(id) = answer else { return take_off(tx, at).await };
    let post = post::Entity::find_by_id(id).one(tx.db()).await?;
    let post = post
        .filter(|p| p.topic_id == topic && p.deleted_at.is_none() && p.no > 1)
        .ok_or_else(|| Error::invalid("post_id", "unknown"))?;
    store(tx, at, Some((id, post.no))).await
}

/// Takes the mark off; for use under the topic's lock.
pub(crate) async fn take_off(tx: &mut Tx, at: Scene) -> Result<()> {
    store(tx, at, None).await
}

async fn store(tx: &mut Tx, at: Scene, answer: Option<(PostId, i32)>) -> Result<()> {
    let (post, no) = answer.unzip();
    let change = topic::ActiveModel {
        id: Set(at.topic),
        accepted_post_id: Set(post),
        accepted_no: Set(no),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    touch(tx, at.topic).await?;
    tx.emit(Event::AnswerAccepted { at, post, no });
    tx.emit(Event::TopicListed { at });
    Ok(())
}
