//! Full-text search over everything that features offer to it, in the Russian of teachers.
//!
//! Invariants:
//! - The tables are the truth. The index holds words and codes, never a text to show: cards and snippets are read from
//!   the features, with the reader's rights of now.
//! - Documents and the position in the feed move in one commit. A missing, damaged or otherwise cut index is built anew
//!   from the tables, in another folder, while the old one answers.
//! - Texts and queries go through one chain ([`analysis`]); its fingerprint is part of every commit.
//! - Everything a reader learns (hits, counts, facets, suggestions, corrections, even the order) comes from documents
//!   in their sight only ([`index::sight`]).
//!
//! Not here: what documents say and who may find them (features tell both through `platform::ports::SearchSource`).

pub mod analysis;
pub mod answer;
pub mod counts;
pub mod entity;
pub mod follow;
pub mod home;
pub mod index;
pub mod marks;
pub mod misses;
pub mod names;
pub mod query;
pub mod saved;
pub mod service;
pub mod suggest;
pub mod table;

mod http;
mod personal;

use std::sync::Arc;

use platform::Feature;

pub use follow::{reindex, start};

/// Plugs search into the house.
pub fn feature() -> Feature {
    Feature {
        name: "search",
        routes: http::routes(),
        notices: Some(Arc::new(saved::News)),
        personal: Some(Arc::new(personal::Own)),
        drain: Some(Arc::new(follow::Following)),
        ..Feature::default()
    }
}
