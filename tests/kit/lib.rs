//! The test kit: towns with people in them, on either engine. Tests speak HTTP and WebSocket and read as sentences.

pub mod answer;
pub mod bucket;
pub mod cluster;
pub mod engine;
pub mod pairs;
pub mod person;
pub mod socket;
pub mod town;
pub mod victim;

pub use answer::{Answer, check};
pub use bucket::Bucket;
pub use expect_test::{Expect, expect};
pub use person::Person;
pub use serde_json::{Value, json};
pub use socket::Socket;
pub use town::Town;
pub use victim::Victim;
