//! Live: who watches which stream in this process, and the WebSocket protocol that carries the feed to them.
//!
//! Invariants: the feed is the truth and this is only its echo, so nothing here is stored; per stream and connection
//! every event arrives once and in order, or the client is told to reload; an event is told as it looks now and only to
//! those who may watch now; the hub never waits for a client; no lock is held while the database is read.
//! Not here: what events mean, who may watch (features say both through `platform::ports::Streams`), any table.

mod conn;
mod follow;
mod frames;
mod hints;
mod http;
mod hub;
mod presence;
mod queue;
mod replay;
mod rights;
mod socket;
mod stats;
mod subscribe;
mod wire;

pub use frames::{ClientFrame, Colleague, Refused, ServerFrame};
use platform::{App, Feature};
pub use stats::Stats;

use hub::Hub;

/// The route and the frames.
pub fn feature() -> Feature {
    Feature { name: "live", routes: http::routes(), ..Feature::default() }
}

/// Begins to follow the feed and the hints of other processes. Once per application.
pub fn start(app: &App) {
    let hub = Hub::of(app);
    tokio::spawn(follow::follow(app.clone(), hub.clone()));
    tokio::spawn(hints::listen(app.clone(), hub));
}

/// Says good-bye to every connection and takes no more. Returns when they are gone, after three seconds at the latest.
pub async fn stop(app: &App) {
    Hub::of(app).stop().await;
}

/// The hub of this application in numbers.
pub fn stats(app: &App) -> Stats {
    let hub = Hub::of(app);
    hub.counters.snapshot(hub.done())
}
