//! The follower of this process: reads the feed in order, projects each watched event once, hands it to the rooms.

use std::{sync::Arc, time::Duration};

use futures_util::{StreamExt, future::BoxFuture, stream};
use kernel::{FeedEvent, Result};
use platform::{App, feed, ports::Frame};

use crate::{frames::ServerFrame, hub::Hub, replay, rights};

const BATCH: usize = 200;
/// Events are projected this many at a time; they are told in order.
const AHEAD: usize = 3;
/// A wake-up lost between processes costs at most this.
const POLL: Duration = Duration::from_secs(1);
/// After so many failures on one event its watchers are told to reload.
const PATIENCE: u32 = 5;

/// Runs until the hub stops.
pub(crate) async fn follow(app: App, hub: Arc<Hub>) {
    tokio::select! {
        () = run(&app, &hub) => {}
        () = hub.stopped() => {}
    }
}

async fn run(app: &App, hub: &Hub) {
    let mut wake = app.bus().watch();
    while let Err(error) = begin(app, hub).await {
        tracing::error!(%error, "live cannot read the feed yet");
        tokio::time::sleep(POLL).await;
    }
    let mut failures = 0_u32;
    loop {
        match step(app, hub).await {
            Ok(true) => failures = 0,
            Ok(false) => {
                failures = 0;
                let _ = tokio::time::timeout(POLL, wake.changed()).await;
            }
            Err(error) => {
                failures += 1;
                tracing::error!(position = hub.done(), failures, %error, "live could not tell an event");
                tokio::time::sleep(Duration::from_millis(100) * failures.min(10)).await;
                if failures >= PATIENCE && pass(app, hub).await.is_ok() {
                    failures = 0;
                }
            }
        }
    }
}

async fn begin(app: &App, hub: &Hub) -> Result<()> {
    let epoch = feed::epoch(app.reader()).await?;
    hub.begin(feed::head(app.reader()).await?, epoch);
    Ok(())
}

/// Tells one batch; false when there was nothing new. On an error everything before it has been told.
async fn step(app: &App, hub: &Hub) -> Result<bool> {
    let events = feed::news(app, hub.done(), BATCH).await?;
    let Some(last) = events.last() else { return Ok(false) };
    // From here on whoever joins replays the batch; whoever joined before is in the rooms asked below.
    hub.start_to(last.seq);
    rights::enforce(app, hub, &events).await;
    let mut asked: Vec<BoxFuture<'_, Result<Option<Frame>>>> = Vec::with_capacity(events.len());
    for event in &events {
        asked.push(Box::pin(watched(app, hub, event)));
    }
    let mut told = stream::iter(asked).buffered(AHEAD);
    let mut next = events.iter();
    while let (Some(event), Some(frame)) = (next.next(), told.next().await) {
        if let Some(frame) = frame? {
            tell(app, hub, event, frame).await;
        }
        hub.done_to(event.seq);
    }
    Ok(true)
}

/// What there is to tell, if anybody here watches.
async fn watched(app: &App, hub: &Hub, event: &FeedEvent) -> Result<Option<Frame>> {
    if hub.room(&event.stream).is_none() {
        return Ok(None);
    }
    hub.counters.projected.add(1);
    replay::project(app, event).await
}

async fn tell(app: &App, hub: &Hub, event: &FeedEvent, frame: Frame) {
    let Some(room) = hub.room(&event.stream) else { return };
    if frame.recheck {
        rights::recheck(app, hub, &room).await;
    }
    hub.fan_out(&room, event.seq, &replay::text(event, frame));
}

/// Goes past an event that cannot be told, honestly: its watchers reload.
async fn pass(app: &App, hub: &Hub) -> Result<()> {
    let events = feed::news(app, hub.done(), 1).await?;
    let Some(event) = events.first() else { return Ok(()) };
    hub.start_to(event.seq);
    if let Some(room) = hub.room(&event.stream) {
        let frame = ServerFrame::Resync { streams: vec![room.name.clone()], position: event.seq };
        hub.counters.resyncs.add(1);
        for conn in room.members() {
            conn.word(&frame);
        }
    }
    hub.done_to(event.seq);
    Ok(())
}
