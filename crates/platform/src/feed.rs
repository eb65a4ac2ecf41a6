//! The feed: one ordered log of what happened. Stamped at commit, read by followers and by reconnecting clients.

use kernel::{Error, FeedEvent, NewEvent, PersonId, Result, Stream, Timestamp};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, FromQueryResult, QueryOrder, QuerySelect, Statement, entity::prelude::*,
};
use uuid::Uuid;

/// Table `feed_event`.
pub mod entity {
    use super::{PersonId, Timestamp, Uuid};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feed_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub kind: String,
        pub stream: String,
        pub subject: Uuid,
        pub actor: Option<PersonId>,
        pub at: Timestamp,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Table `feed_clock`: one row, the last number given.
pub mod clock {
    use super::Uuid;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feed_clock")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub seq: i64,
        /// Changes when a backup is restored: positions of another epoch mean nothing.
        pub epoch: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

const STAMPED_AT_ONCE: usize = 1000;

#[derive(FromQueryResult)]
struct Stamp {
    seq: i64,
}

/// Numbers and stores the events of a transaction; its last statements. The row lock of `feed_clock` is held until
/// commit, which makes numbers gap-free and commit-ordered on both engines.
pub(crate) async fn stamp(tx: &DatabaseTransaction, at: Timestamp, events: Vec<NewEvent>) -> Result<i64> {
    let count = i64::try_from(events.len()).map_err(anyhow::Error::from)?;
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(
        backend,
        "UPDATE feed_clock SET seq = seq + $1 WHERE id = 1 RETURNING seq",
        [count.into()],
    );
    let head = Stamp::find_by_statement(statement).one(tx).await?;
    let head = head.ok_or_else(|| Error::Internal(anyhow::anyhow!("feed_clock is empty: run the migrations")))?.seq;
    let mut rows = Vec::with_capacity(events.len());
    for (seq, event) in (head - count + 1..).zip(events) {
        rows.push(entity::ActiveModel {
            seq: sea_orm::Set(seq),
            kind: sea_orm::Set(event.kind.to_owned()),
            stream: sea_orm::Set(event.stream.to_string()),
            subject: sea_orm::Set(event.subject),
            actor: sea_orm::Set(event.actor),
            at: sea_orm::Set(at),
            body: sea_orm::Set(event.body.to_string()),
        });
    }
    // Databases bind a limited number of values: an import may emit thousands of events in one write.
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(STAMPED_AT_ONCE));
        entity::Entity::insert_many(std::mem::replace(&mut rows, rest)).exec_without_returning(tx).await?;
    }
    Ok(head)
}

/// Number of the newest event, 0 in an empty feed.
pub async fn head<C: ConnectionTrait>(db: &C) -> Result<i64> {
    Ok(clock::Entity::find_by_id(1).one(db).await?.map_or(0, |row| row.seq))
}

/// Identity of this feed's history.
pub async fn epoch<C: ConnectionTrait>(db: &C) -> Result<Uuid> {
    Ok(clock::Entity::find_by_id(1).one(db).await?.map_or(Uuid::nil(), |row| row.epoch))
}

/// Events after `since`, oldest first, at most `limit`.
pub async fn after<C: ConnectionTrait>(db: &C, since: i64, limit: u64) -> Result<Vec<FeedEvent>> {
    let rows = entity::Entity::find()
        .filter(entity::Column::Seq.gt(since))
        .order_by_asc(entity::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(event).collect()
}

/// Events of some streams after `since`, up to and including `until`, oldest first, at most `limit`.
pub async fn of_streams<C: ConnectionTrait>(
    db: &C,
    streams: &[Stream],
    since: i64,
    until: i64,
    limit: u64,
) -> Result<Vec<FeedEvent>> {
    let rows = entity::Entity::find()
        .filter(entity::Column::Stream.is_in(streams.iter().map(ToString::to_string)))
        .filter(entity::Column::Seq.gt(since))
        .filter(entity::Column::Seq.lte(until))
        .order_by_asc(entity::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(event).collect()
}

fn event(row: entity::Model) -> Result<FeedEvent> {
    Ok(FeedEvent {
        seq: row.seq,
        kind: row.kind,
        stream: row.stream.parse().map_err(|e: String| Error::Internal(anyhow::anyhow!(e)))?,
        subject: row.subject,
        actor: row.actor,
        at: row.at,
        body: serde_json::from_str(&row.body)?,
    })
}
