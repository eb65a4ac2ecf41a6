//! The only crate that opens things: configuration, databases, the write gate, the feed, followers, jobs, mail, HTTP glue.
//!
//! Invariants: every write goes through [`App::begin`] and becomes visible by [`Tx::commit`]; readers cannot write;
//! `feed_event.seq` is gap-free and commit-ordered; no foreign I/O happens while a [`Tx`] is open.
//! Not here: any feature's word, table or rule. Features meet the house through [`ports`].

pub mod app;
pub mod archive;
pub mod bus;
pub mod config;
pub mod cursors;
pub mod db;
pub mod feature;
pub mod feed;
pub mod http;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod markup;
pub mod ports;
pub mod press;
pub mod seen;
pub(crate) mod tail;
pub mod tx;

pub use app::{App, Parts};
pub use config::Config;
pub use feature::Feature;
pub use tx::Tx;
