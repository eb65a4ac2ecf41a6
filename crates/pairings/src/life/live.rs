//! The live stream of a pair: that its page is to be read anew, whichever room of this crate wrote. Its audience is whoever
//! reads the pair.

use async_trait::async_trait;
use kernel::{Actor, Error, FeedEvent, PairingId, Result, Stream};
use platform::{
    App,
    ports::{Frame, Streams},
};
use serde::Serialize;
use serde_json::value::to_raw_value;

use super::access;
use crate::event::pair::STREAM;

pub struct PairStreams;

#[derive(Serialize)]
struct Changed<'a> {
    pairing_id: PairingId,
    /// Kind of the feed event.
    what: &'a str,
}

#[async_trait]
impl Streams for PairStreams {
    fn kinds(&self) -> &'static [&'static str] {
        &[STREAM]
    }

    async fn may_watch(&self, app: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
        match access::desk(app.reader(), actor, PairingId(stream.id)).await {
            Ok(_) => Ok(true),
            Err(Error::Hidden | Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn frame(&self, _app: &App, event: &FeedEvent) -> Result<Option<Frame>> {
        if event.stream.kind != STREAM {
            return Ok(None);
        }
        let data = Changed { pairing_id: PairingId(event.stream.id), what: &event.kind };
        let recheck = event.body.get("audience").and_then(serde_json::Value::as_bool).unwrap_or(false);
        Ok(Some(Frame { kind: "pairing_changed", data: to_raw_value(&data)?, recheck }))
    }
}
