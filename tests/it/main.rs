//! Every integration test, in one binary: `cargo test -p it forums::`.

mod accounts;
mod calendars;
mod demo;
mod drift;
mod faults;
mod files;
mod forums;
mod live;
mod metrics;
mod notices;
mod open;
mod openapi;
mod pairings;
mod practices;
mod search;
mod security;
mod skills;
mod tidy;
