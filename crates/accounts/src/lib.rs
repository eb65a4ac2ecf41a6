//! People and organisations: who somebody is, where they belong, what they may do, how they sign in.
//!
//! Invariants:
//! - Organisations form a tree, region → municipality → school; associations and units hang where they work. Kind and
//!   parent never change.
//! - A role is a grant: role × scope × period × basis. It counts from `since` to `until` by the calendar of the
//!   holder's zone, in its scope and everything below it. The network always keeps one administrator.
//! - A person is `pending` until an organisation, an invitation or a role vouches for them, and again when nothing
//!   does any more. Without the consent in force only one's own data stay open.
//! - Tokens of every kind are stored as hashes. A refresh token that comes back after its exchange ends the session.
//! - Whatever widens or narrows rights says so in the feed on `user:<id>`; every process obeys within a second.
//! - An address counts only after a link sent to it was followed; a known login answers like an unknown one.
//!
//! Not here: what roles allow in other features (their own `policy`), the inbox, live sockets, pages.

pub mod addresses;
pub mod affiliations;
pub mod blocking;
pub mod consents;
pub mod credentials;
pub mod directory;
pub mod entity;
pub mod event;
pub mod facts;
pub mod grants;
pub mod import;
pub mod invitations;
pub mod leaving;
pub mod names;
pub mod passwords;
pub mod people;
pub mod policy;
pub mod recovery;
pub mod registrations;
pub mod sessions;
pub mod setup;
pub mod signing_in;
pub mod standing;
pub mod visible;
pub mod words;

pub mod organisations;

mod authority;
mod boundaries;
mod http;
mod keys;
mod letters;
mod notices;
mod one_time;
mod personal;
mod search;
mod secrets;
mod signatures;
mod streams;
mod tree;

use std::sync::Arc;

pub use setup::link as setup_link;

/// Plugs the feature into the house.
pub fn feature() -> platform::Feature {
    platform::Feature {
        name: "accounts",
        routes: http::routes(),
        streams: Some(Arc::new(streams::UserStream)),
        notices: Some(Arc::new(notices::Belonging)),
        search: Some(Arc::new(search::Directory)),
        jobs: vec![Arc::new(recovery::LetterJob), Arc::new(boundaries::Boundary), leaving::handler()],
        personal: Some(Arc::new(personal::Own)),
        ..Default::default()
    }
}

/// The port that tells who asks. One for the whole process: it remembers.
pub fn people() -> Arc<dyn platform::ports::People> {
    Arc::new(authority::Authority::default())
}
