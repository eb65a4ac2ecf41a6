//! The feed: one ordered log of what happened. Stamped at commit, read by followers and by reconnecting clients.

use std::sync::Arc;

use kernel::{Error, FeedEvent, NewEvent, PersonId, Result, Stream, Timestamp};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, QueryOrder, QuerySelect, Statement, Value,
    entity::prelude::*,
};
use uuid::Uuid;

use crate::App;

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

/// Numbers and stores the events of a transaction; its last statement. The row lock of `feed_clock` is held until commit,
/// which makes numbers gap-free and commit-ordered on both engines.
pub(crate) async fn stamp(tx: &DatabaseTransaction, at: Timestamp, events: Vec<NewEvent>) -> Result<Vec<FeedEvent>> {
    let mut numbered = Vec::with_capacity(events.len());
    let mut rest = events.into_iter().peekable();
    // Databases bind a limited number of values: an import may emit thousands of events in one write.
    while rest.peek().is_some() {
        let part: Vec<NewEvent> = rest.by_ref().take(STAMPED_AT_ONCE).collect();
        let head = store(tx, at, &part).await?;
        let before = head - i64::try_from(part.len()).map_err(anyhow::Error::from)?;
        numbered.extend((before + 1..).zip(part).map(|(seq, event)| event.numbered(seq, at)));
    }
    Ok(numbered)
}

/// Gives numbers and stores in one go: nobody waits for the clock while a second statement is on its way. Answers the
/// last number.
async fn store(tx: &DatabaseTransaction, at: Timestamp, events: &[NewEvent]) -> Result<i64> {
    let count = i64::try_from(events.len()).map_err(anyhow::Error::from)?;
    let mut values: Vec<Value> = vec![count.into(), at.into()];
    let mut rows = Vec::with_capacity(events.len());
    for (nth, event) in (1..).zip(events) {
        let n = values.len();
        rows.push(format!("({nth}, ${}, ${}, ${}, ${}, ${})", n + 1, n + 2, n + 3, n + 4, n + 5));
        let (stream, body) = (event.stream.to_string(), event.body.to_string());
        let actor = event.actor.map(|person| person.0);
        values.extend([event.kind.into(), stream.into(), event.subject.into(), actor.into(), body.into()]);
    }
    let backend = tx.get_database_backend();
    let sql = stamping(backend, &rows.join(", "));
    let stamp = Stamp::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).one(tx).await?;
    Ok(stamp.ok_or_else(|| anyhow::anyhow!("feed_clock is empty: run the migrations"))?.seq)
}

/// `$1` is how many, `$2` when. SQLite changes nothing within a `WITH`, but takes two statements as one message; its write
/// lock is held anyway.
fn stamping(backend: DbBackend, rows: &str) -> String {
    const INSERT: &str = "INSERT INTO feed_event (seq, kind, stream, subject, actor, at, body)";
    const EVENT: &str = "v.column2, v.column3, v.column4, v.column5, $2, v.column6";
    const CLOCK: &str = "UPDATE feed_clock SET seq = seq + $1 WHERE id = 1 RETURNING seq";
    if backend == DbBackend::Sqlite {
        return format!(
            "{INSERT} SELECT c.seq + v.column1, {EVENT} FROM feed_clock c, (VALUES {rows}) v WHERE c.id = 1; {CLOCK}"
        );
    }
    format!(
        "WITH c AS ({CLOCK}), e AS ({INSERT} SELECT c.seq - $1 + v.column1, {EVENT} FROM c, (VALUES {rows}) v) \
         SELECT seq FROM c"
    )
}

/// Number of the newest event, 0 in an empty feed.
pub async fn head<C: ConnectionTrait>(db: &C) -> Result<i64> {
    Ok(clock::Entity::find_by_id(1).one(db).await?.map_or(0, |row| row.seq))
}

/// Identity of this feed's history.
pub async fn epoch<C: ConnectionTrait>(db: &C) -> Result<Uuid> {
    Ok(clock::Entity::find_by_id(1).one(db).await?.map_or(Uuid::nil(), |row| row.epoch))
}

/// Events after `since`, oldest first, at most `limit`, from the table.
pub async fn after<C: ConnectionTrait>(db: &C, since: i64, limit: u64) -> Result<Vec<FeedEvent>> {
    let rows = entity::Entity::find()
        .filter(entity::Column::Seq.gt(since))
        .order_by_asc(entity::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(event).collect()
}

/// The same for whoever follows in this process: the newest are in memory, where everybody finds them
/// ([`crate::tail`]).
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn news(app: &App, since: i64, limit: usize) -> Result<Vec<Arc<FeedEvent>>> {
    app.tail().after(app, since, limit).await
}

/// Events of some kinds (of all, when none is named) after `since` up to and including `until`, oldest first.
pub(crate) async fn of_kinds<C: ConnectionTrait>(
    db: &C,
    kinds: &[&str],
    since: i64,
    until: i64,
) -> Result<Vec<FeedEvent>> {
    let mut query = entity::Entity::find().filter(entity::Column::Seq.gt(since)).filter(entity::Column::Seq.lte(until));
    if !kinds.is_empty() {
        query = query.filter(entity::Column::Kind.is_in(kinds.iter().copied()));
    }
    let rows = query.order_by_asc(entity::Column::Seq).all(db).await?;
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
