//! What a running hub can tell about itself.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use serde::Serialize;

/// A number that only grows.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that goes up and down.
#[derive(Default)]
pub(crate) struct Gauge(AtomicI64);

impl Gauge {
    pub(crate) fn add(&self, n: i64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Default)]
pub(crate) struct Counters {
    pub connections: Gauge,
    pub subscriptions: Gauge,
    pub projected: Counter,
    pub pushed: Counter,
    pub soft_dropped: Counter,
    pub collapsed: Counter,
    pub slow: Counter,
    pub silent: Counter,
    pub floods: Counter,
    pub malformed: Counter,
    pub replayed: Counter,
    pub resyncs: Counter,
    pub revoked: Counter,
}

/// The hub of this process in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stats {
    pub connections: i64,
    pub subscriptions: i64,
    /// Position of this process in the feed.
    pub position: i64,
    /// Events turned into frames; those that nobody here watches are not.
    pub projected: u64,
    /// Frames handed to connections.
    pub pushed: u64,
    /// Typing and presence left out of crowded queues.
    pub soft_dropped: u64,
    /// Streams collapsed into a dirty mark.
    pub collapsed: u64,
    /// Connections closed because they did not read.
    pub slow: u64,
    /// Connections closed because they answered no ping.
    pub silent: u64,
    pub floods: u64,
    pub malformed: u64,
    /// Events told again to those who came back.
    pub replayed: u64,
    /// Answers «reload»: too far behind, or a position of another epoch.
    pub resyncs: u64,
    /// Streams and connections taken away with a right or a session.
    pub revoked: u64,
}

impl Counters {
    pub(crate) fn snapshot(&self, position: i64) -> Stats {
        Stats {
            connections: self.connections.get(),
            subscriptions: self.subscriptions.get(),
            position,
            projected: self.projected.get(),
            pushed: self.pushed.get(),
            soft_dropped: self.soft_dropped.get(),
            collapsed: self.collapsed.get(),
            slow: self.slow.get(),
            silent: self.silent.get(),
            floods: self.floods.get(),
            malformed: self.malformed.get(),
            replayed: self.replayed.get(),
            resyncs: self.resyncs.get(),
            revoked: self.revoked.get(),
        }
    }
}
