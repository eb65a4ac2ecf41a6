//! Pairings: mentor schools and the schools they help.
//!
//! Four rooms in the order of their work: [`schools`] (what is known of a school, what it needs, what it offers),
//! [`matching`] (which pairs are best, and why, in words), [`life`] (from a proposal to an agreement and to the end of a
//! pair) and [`work`] (what the two schools plan, do, report and measure).
//!
//! Not here: results of pupils (they come through a port), events (they are drafted through a port), the talk of a pair
//! (a private space of the forums, opened through a port), the index (open offers go into it through a port), the inbox.

mod attached;
pub mod codes;
pub mod entity;
pub mod event;
mod http;
mod inbox;
pub mod kinds;
pub mod life;
pub mod matching;
mod personal;
pub mod policy;
pub mod schools;
mod search;
mod streams;
pub mod work;

use std::sync::Arc;

/// Plugs the feature into the house.
pub fn feature() -> platform::Feature {
    platform::Feature {
        name: "pairings",
        routes: http::routes(),
        streams: Some(Arc::new(streams::PairingStreams)),
        notices: Some(Arc::new(inbox::Inbox)),
        search: Some(Arc::new(search::OfferSearch)),
        file_owners: Some(Arc::new(attached::Attached)),
        personal: Some(Arc::new(personal::Own)),
        followers: vec![Arc::new(life::room::Rights), Arc::new(work::following::Plans)],
        jobs: vec![Arc::new(life::silence::Silence), Arc::new(life::agreements::term::Term)],
        ..Default::default()
    }
}
