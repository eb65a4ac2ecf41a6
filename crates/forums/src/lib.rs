//! Forums: spaces, sections, topics, posts, and how people read, follow and answer them.
//!
//! Invariants
//! - Every rule is in [`policy`], and its SQL twin `policy::visible` guards every list, count and notice.
//!   What an actor may not see answers exactly like what does not exist.
//! - Numbers of posts in a topic are contiguous and never reused; they are given under the topic's row lock.
//! - An idempotency key makes one post of its author, for ever.
//! - `topic.revision` grows with every change of anything a page of posts shows.
//! - Unread counts are counted, never stored.
//! - HTML is rendered once at the write by one renderer with a version; deleted words leave no answer but the history
//!   that moderators read.
//! - `position` in an answer is the feed's head read before the data: the answer may be newer, never older. Clients
//!   apply events by entity and version, so hearing one again changes nothing.
//!
//! Not here: sockets (`live`), the inbox and its counter (`notices`), people and their roles (`accounts`),
//! the index (`search`): `search.rs` only tells it what there is.

pub mod access;
pub mod answers;
mod attachments;
pub mod bookmarks;
mod describing;
pub mod discussions;
pub mod drafts;
pub mod entity;
pub mod event;
mod history;
mod http;
pub mod kinds;
mod live;
pub mod members;
mod mentionable;
mod notices;
mod open;
mod people;
mod personal;
pub mod policy;
pub mod posts;
mod prints;
mod quoting;
pub mod reactions;
pub mod reading;
pub mod rendering;
pub mod rooms;
mod roster;
mod search;
pub mod sections;
pub mod spaces;
mod tagging;
pub mod topics;
pub mod unread;
mod view;
pub mod watches;
mod words;

use std::sync::Arc;

pub use prose as markdown;

/// The forums as one feature.
pub fn feature() -> platform::Feature {
    platform::Feature {
        name: "forums",
        routes: http::routes(Arc::default()),
        streams: Some(live::streams()),
        notices: Some(notices::source()),
        search: Some(Arc::new(search::Found)),
        file_owners: Some(Arc::new(attachments::OfPosts)),
        personal: Some(Arc::new(personal::Own)),
        discussions: Some(Arc::new(discussions::Opening)),
        rooms: Some(Arc::new(rooms::Opening)),
        open: Some(Arc::new(open::OpenTopics)),
        jobs: vec![rendering::handler()],
        ..Default::default()
    }
}
