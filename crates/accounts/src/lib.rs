//! People and organisations: who somebody is, where they belong, what they may do, how they sign in.

pub mod affiliations;
pub mod consents;
pub mod credentials;
pub mod directory;
pub mod entity;
pub mod event;
pub mod grants;
pub mod names;
pub mod passwords;
pub mod people;
pub mod sessions;
pub mod words;

mod authority;
mod facts;
mod http;
mod keys;
mod secrets;
mod signing_in;
mod streams;
mod tree;

use std::sync::Arc;

/// Plugs the feature into the house.
pub fn feature() -> platform::Feature {
    platform::Feature {
        name: "accounts",
        routes: http::routes(),
        streams: Some(Arc::new(streams::UserStream)),
        ..Default::default()
    }
}

/// The port that tells who asks. One for the whole process: it remembers.
pub fn people() -> Arc<dyn platform::ports::People> {
    Arc::new(authority::Authority::default())
}
