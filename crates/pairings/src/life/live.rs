//! The live stream of a pair: that its page is to be read anew, whichever room of this crate wrote. Its audience is whoever
//! reads the pair.

use kernel::{Actor, Error, FeedEvent, PairingId, Result, Stream};
use platform::{App, ports::Frame};
use serde::Serialize;
use serde_json::value::to_raw_value;

use super::access;

#[derive(Serialize)]
struct Changed<'a> {
    pairing_id: PairingId,
    /// Kind of the feed event.
    what: &'a str,
}

pub(crate) async fn may_watch(app: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
    match access::desk(app.reader(), actor, PairingId(stream.id)).await {
        Ok(_) => Ok(true),
        Err(Error::Hidden | Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(crate) fn frame(event: &FeedEvent) -> Result<Frame> {
    let data = Changed { pairing_id: PairingId(event.stream.id), what: &event.kind };
    let recheck = event.body.get("audience").and_then(serde_json::Value::as_bool).unwrap_or(false);
    Ok(Frame { kind: "pairing_changed", data: to_raw_value(&data)?, recheck })
}
