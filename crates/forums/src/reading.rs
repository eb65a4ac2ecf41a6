//! Read marks: one per person and topic, moving forward only, unless the reader asks to set it back.

use kernel::{Actor, Result, SpaceId, TopicId};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::OnConflict};

use crate::{
    access::{self, statement},
    entity::read_mark,
    event::Event,
    people,
    unread::{self, Reading},
};

/// Where the reader stands after a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub reading: Reading,
    pub space_unread: i32,
}

/// Moves the mark to `no`, or sets it back there with `back`. The mark never passes the last post.
pub async fn read(tx: &mut Tx, actor: &Actor, topic: TopicId, no: i32, back: bool) -> Result<Moved> {
    let place = access::place(tx.db(), actor, topic).await?;
    let no = no.clamp(0, place.topic.last_no);
    let before = read_mark::Entity::find_by_id((actor.person, topic)).one(tx.db()).await?.map(|m| m.last_read_no);
    let moves = match before {
        Some(mark) => no > mark || (back && no != mark),
        None => true,
    };
    // What came before the reader counts as read; a first mark must not turn it unread.
    let no = match before {
        None if !back => no.max(unread::of_topic(tx.db(), actor.person, &place.topic).await?.last_read_no),
        _ => no,
    };
    if moves {
        store(tx, actor, topic, no, back).await?;
        tx.emit(Event::Read { person: actor.person, topic: Some(topic), space: place.topic.space_id });
    }
    let reading = unread::of_topic(tx.db(), actor.person, &place.topic).await?;
    let space = unread::of_space(tx.db(), actor.person, place.topic.space_id).await?;
    Ok(Moved { reading, space_unread: space.posts })
}

async fn store(tx: &Tx, actor: &Actor, topic: TopicId, no: i32, back: bool) -> Result<()> {
    let row = read_mark::ActiveModel {
        person_id: Set(actor.person),
        topic_id: Set(topic),
        last_read_no: Set(no),
        at: Set(tx.now()),
    };
    let mut conflict = OnConflict::columns([read_mark::Column::PersonId, read_mark::Column::TopicId]);
    conflict.update_column(read_mark::Column::At);
    if back {
        conflict.update_column(read_mark::Column::LastReadNo);
    } else {
        // The greater wins, whichever of two devices comes first.
        let greater = "CASE WHEN excluded.last_read_no > read_mark.last_read_no \
                       THEN excluded.last_read_no ELSE read_mark.last_read_no END";
        conflict.value(read_mark::Column::LastReadNo, Expr::cust(greater));
    }
    read_mark::Entity::insert(row).on_conflict(conflict).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Everything in a space is read: existing marks move to the end, topics never opened get one.
pub async fn read_all(tx: &mut Tx, actor: &Actor, space: SpaceId) -> Result<()> {
    access::readable_room(tx.db(), actor, space).await?;
    let joined = people::joined(tx.db(), actor.person).await?;
    let (me, now) = (actor.person, tx.now());
    let ahead = "UPDATE read_mark SET at = $3, last_read_no = (SELECT t.last_no FROM topic t WHERE t.id = read_mark.topic_id) \
                 WHERE person_id = $1 AND topic_id IN (SELECT t.id FROM topic t WHERE t.space_id = $2 \
                 AND t.last_no > read_mark.last_read_no)";
    tx.db().execute_raw(statement(tx.db(), ahead, [me.into(), space.into(), now.into()])).await?;
    let unopened = "INSERT INTO read_mark (person_id, topic_id, last_read_no, at) \
                    SELECT $1, t.id, t.last_no, $3 FROM topic t WHERE t.space_id = $2 AND t.last_post_at > $4 \
                    AND NOT EXISTS (SELECT 1 FROM read_mark r WHERE r.person_id = $1 AND r.topic_id = t.id) \
                    ON CONFLICT (person_id, topic_id) DO NOTHING";
    tx.db().execute_raw(statement(tx.db(), unopened, [me.into(), space.into(), now.into(), joined.into()])).await?;
    tx.emit(Event::Read { person: actor.person, topic: None, space });
    Ok(())
}
