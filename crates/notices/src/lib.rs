//! Notices: what happened that concerns a person, in one inbox, with an exact unread count.
//!
//! Invariants: one row per person and reason, for ever; a notice stores what it points at and never words, so what it
//! says is read with the reader's rights of now, and what they may no longer see is neither listed nor counted; reading
//! a place anywhere clears its notices everywhere.
//! Not here: whom to tell and what to say (features answer both through `platform::ports::NoticeSource`).

pub mod entity;
pub mod event;
mod follower;
mod http;
pub mod inbox;
mod live;
mod personal;

use std::sync::Arc;

use platform::Feature;

/// The inbox as the composition root plugs it in.
pub fn feature() -> Feature {
    Feature {
        name: "notices",
        routes: http::routes(),
        streams: Some(Arc::new(live::Inbox)),
        personal: Some(Arc::new(personal::Own)),
        followers: vec![Arc::new(follower::Writing::default())],
        ..Feature::default()
    }
}
