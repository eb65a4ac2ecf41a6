//! Time is an argument: the product asks a [`Clock`], tests and the demo loader bring their own.

use std::sync::Mutex;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// A moment in UTC, microsecond precision (the coarsest of the two databases).
pub type Timestamp = DateTime<Utc>;

/// The source of "now".
pub trait Clock: Send + Sync {
    /// The current moment, rounded to microseconds.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        micros(Utc::now())
    }
}

/// A clock that stands still until it is told to move.
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(micros(now)))
    }

    pub fn set(&self, now: Timestamp) {
        *self.lock() = micros(now);
    }

    pub fn advance(&self, by: TimeDelta) {
        *self.lock() += by;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Timestamp> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.lock()
    }
}

fn micros(at: Timestamp) -> Timestamp {
    at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at)
}
