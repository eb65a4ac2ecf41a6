//! The write gate: one open transaction with its clock, its ids and the events it will emit.

use kernel::{NewEvent, Result, Timestamp};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::{App, feed};

/// A write in progress. Dropping it rolls everything back; [`Tx::commit`] makes it visible and wakes the followers.
pub struct Tx {
    app: App,
    inner: DatabaseTransaction,
    now: Timestamp,
    events: Vec<NewEvent>,
}

impl Tx {
    pub(crate) async fn begin(app: &App) -> Result<Self> {
        let inner = app.db().begin().await?;
        Ok(Self { app: app.clone(), inner, now: app.now(), events: Vec::new() })
    }

    /// The connection that queries of this write use.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.inner
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// One moment for the whole write.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A fresh UUIDv7, ordered by the clock.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.app.new_id()
    }

    /// Adds an event to the feed when the write commits.
    pub fn emit(&mut self, event: impl Into<NewEvent>) {
        self.events.push(event.into());
    }

    /// Stamps the events, commits, wakes the followers. Answers the feed position that holds this write.
    ///
    /// # Errors
    /// `Internal` when the database refuses; nothing is then stored.
    pub async fn commit(self) -> Result<i64> {
        if self.events.is_empty() {
            self.inner.commit().await?;
            return Ok(self.app.bus().watch().borrow().to_owned());
        }
        let events = feed::stamp(&self.inner, self.now, self.events).await?;
        self.inner.commit().await?;
        let head = events.last().map_or(0, |event| event.seq);
        self.app.tail().push(events);
        self.app.bus().committed(head);
        Ok(head)
    }
}
