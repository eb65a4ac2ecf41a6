//! The live stream of an event: places left, and that its page is to be read anew. No names pass here: the stream's
//! audience is everybody who may read the page.

use async_trait::async_trait;
use kernel::{Actor, Error, EventId, FeedEvent, Result, Stream};
use platform::{
    App,
    ports::{Frame, Streams},
};
use serde::Serialize;
use serde_json::value::to_raw_value;

use crate::{
    access,
    event::{Detail, STREAM, kind},
    kinds::Way,
    seats,
    view::EventSeats,
};

pub struct EventStreams;

#[derive(Serialize)]
struct Places {
    event_id: EventId,
    room: Option<EventSeats>,
    online: Option<EventSeats>,
}

#[derive(Serialize)]
struct Changed {
    event_id: EventId,
}

#[async_trait]
impl Streams for EventStreams {
    fn kinds(&self) -> &'static [&'static str] {
        &[STREAM]
    }

    async fn may_watch(&self, app: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
        match access::desk(app.reader(), actor, EventId(stream.id)).await {
            Ok(_) => Ok(true),
            Err(Error::Hidden | Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn frame(&self, app: &App, event: &FeedEvent) -> Result<Option<Frame>> {
        let event_id = EventId(event.subject);
        let frame = match event.kind.as_str() {
            kind::REGISTERED
            | kind::UNREGISTERED
            | kind::DECIDED
            | kind::PROMOTED
            | kind::SEATS_CHANGED
            | kind::GUEST
            | kind::GUEST_LEFT => {
                let rows = seats::of(app.reader(), event_id).await?;
                let of = |way: Way| rows.iter().find(|row| row.way == way).map(EventSeats::from);
                let data = Places { event_id, room: of(Way::Room), online: of(Way::Online) };
                Frame { kind: "event_seats", data: to_raw_value(&data)?, recheck: false }
            }
            kind::PUBLISHED
            | kind::CHANGED
            | kind::MOVED
            | kind::POSTPONED
            | kind::CANCELLED
            | kind::HELD
            | kind::CLOSED
            | kind::ENDED => {
                let detail: Detail = event.body()?;
                Frame { kind: "event_changed", data: to_raw_value(&Changed { event_id })?, recheck: detail.audience }
            }
            _ => return Ok(None),
        };
        Ok(Some(frame))
    }
}
