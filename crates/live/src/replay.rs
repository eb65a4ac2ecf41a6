//! What a returning client missed: the feed's events of its streams, told as they look now.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::extract::ws::Utf8Bytes;
use kernel::{FeedEvent, Result, Stream};
use platform::{App, feed, ports::Frame};

use crate::{frames::ServerFrame, hub::Hub};

/// Frames made for one head of the feed. While the head stands nothing told can have changed, so a crowd coming back
/// at once costs one projection per event and not one per person.
#[derive(Default)]
pub(crate) struct Projections(Mutex<Made>);

#[derive(Default)]
struct Made {
    head: i64,
    frames: HashMap<i64, Option<Utf8Bytes>>,
}

const KEPT: usize = 2_000;

impl Projections {
    fn lock(&self) -> MutexGuard<'_, Made> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `head` was read before.
    fn get(&self, head: i64, seq: i64) -> Option<Option<Utf8Bytes>> {
        let made = self.lock();
        (made.head == head).then(|| made.frames.get(&seq).cloned()).flatten()
    }

    fn put(&self, head: i64, seq: i64, frame: Option<Utf8Bytes>) {
        let mut made = self.lock();
        if made.head < head {
            *made = Made { head, frames: HashMap::new() };
        }
        if made.head == head && made.frames.len() < KEPT {
            made.frames.insert(seq, frame);
        }
    }
}

/// The event as it looks now, by the first feature that has something to tell.
pub(crate) async fn project(app: &App, event: &FeedEvent) -> Result<Option<Frame>> {
    for feature in app.streams(&event.stream.kind) {
        if let Some(frame) = feature.frame(app, event).await? {
            return Ok(Some(frame));
        }
    }
    Ok(None)
}

pub(crate) fn text(event: &FeedEvent, frame: Frame) -> Utf8Bytes {
    let Frame { kind, data, .. } = frame;
    ServerFrame::Ev { seq: event.seq, stream: event.stream.to_string(), kind: kind.to_owned(), data }.text()
}

/// The answer to «what did I miss».
pub(crate) enum Missed {
    /// Too much, or a position of another feed.
    TooMuch,
    /// In the order of the feed.
    Told(Vec<Told>),
}

/// An event ready to be sent.
pub(crate) struct Told {
    pub stream: Stream,
    pub seq: i64,
    pub text: Utf8Bytes,
}

/// Events of `streams` after `since` up to `until`, which is how far the rooms have been told.
pub(crate) async fn missed(app: &App, hub: &Hub, streams: &[Stream], since: i64, until: i64) -> Result<Missed> {
    if since < 0 {
        return Ok(Missed::TooMuch);
    }
    if since >= until {
        // Ahead of this process, perhaps: another one may have written. Ahead of the feed: of another feed.
        let wrong = since > until && since > feed::head(app.reader()).await?;
        return Ok(if wrong { Missed::TooMuch } else { Missed::Told(Vec::new()) });
    }
    let _turn = hub.replays.acquire().await.map_err(anyhow::Error::from)?;
    let limit = app.config().live.replay_events;
    let events = feed::of_streams(app.reader(), streams, since, until, limit + 1).await?;
    if events.len() as u64 > limit {
        return Ok(Missed::TooMuch);
    }
    if events.is_empty() {
        return Ok(Missed::Told(Vec::new()));
    }
    let head = feed::head(app.reader()).await?;
    let mut told = Vec::with_capacity(events.len());
    for event in events {
        let made = match hub.projections.get(head, event.seq) {
            Some(made) => made,
            None => {
                let made = project(app, &event).await?.map(|frame| text(&event, frame));
                hub.projections.put(head, event.seq, made.clone());
                made
            }
        };
        if let Some(text) = made {
            told.push(Told { stream: event.stream, seq: event.seq, text });
        }
    }
    hub.counters.replayed.add(told.len() as u64);
    Ok(Missed::Told(told))
}
