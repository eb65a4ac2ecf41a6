//! Rate limits: per account for what people do, per address only for requests without a sign-in.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use kernel::{Code, Error, PersonId, Result};

use crate::config;

/// Token buckets of this process.
pub struct Limits {
    writes: DefaultKeyedRateLimiter<PersonId>,
    anonymous: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    pub(crate) fn new(config: &config::Limits) -> Self {
        let per_minute = |n: u32| Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN));
        let burst = NonZeroU32::new(config.write_burst).unwrap_or(NonZeroU32::MIN);
        Self {
            writes: RateLimiter::keyed(per_minute(config.writes_per_minute).allow_burst(burst)),
            anonymous: RateLimiter::keyed(per_minute(config.anonymous_per_minute)),
        }
    }

    /// # Errors
    /// `TooMany` with the time to wait.
    pub fn write(&self, person: PersonId) -> Result<()> {
        self.writes.check_key(&person).map_err(|until| too_many(until.wait_time_from(DefaultClock::default().now())))
    }

    /// # Errors
    /// `TooMany` with the time to wait.
    pub fn anonymous(&self, address: IpAddr) -> Result<()> {
        self.anonymous
            .check_key(&address)
            .map_err(|until| too_many(until.wait_time_from(DefaultClock::default().now())))
    }
}

fn too_many(wait: Duration) -> Error {
    Error::TooMany(Code::TooManyRequests, wait.max(Duration::from_secs(1)))
}
