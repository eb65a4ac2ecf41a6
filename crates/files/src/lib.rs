//! Files: what people attach, stored once per contents, read by nobody who may not read what it hangs on.
//!
//! Invariants: contents are sniffed and never believed; whatever parses them runs in a child process with limits, so
//! a hostile file costs one child; a picture is stored only re-encoded, without what its camera wrote into it; a
//! file that hangs on nothing is its uploader's alone and is collected after a week; objects in the store have names
//! that are never used twice, so that a collector can never remove what somebody just stored.
//! Not here: who may see an owner (features answer through `platform::ports::FileOwners`), the index.

pub mod binding;
mod collecting;
pub mod contents;
pub mod entity;
pub mod event;
pub mod extract;
mod http;
mod intake;
mod links;
mod names;
mod personal;
mod port;
mod previews;
mod quota;
mod reading;
mod store;
pub mod uploads;

use std::sync::Arc;

use platform::Feature;

/// Stored files as the composition root plugs them in.
pub fn feature() -> Feature {
    Feature {
        name: "files",
        routes: http::routes(),
        pages: http::pages(),
        files: Some(Arc::new(port::Stored)),
        personal: Some(Arc::new(personal::Own)),
        jobs: vec![Arc::new(reading::Reading), Arc::new(collecting::Collecting)],
        ..Feature::default()
    }
}
