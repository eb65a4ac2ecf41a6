//! The live stream of a territory's board: that something of it is to be read anew. Its audience is whoever reads the
//! board; what changed they ask for with their own rights.

use kernel::{Actor, Error, FeedEvent, OrgId, Result, Stream};
use platform::{App, ports::Frame};
use serde::Serialize;
use serde_json::value::to_raw_value;

use super::weights;

#[derive(Serialize)]
struct Changed<'a> {
    territory_id: OrgId,
    /// Kind of the feed event.
    what: &'a str,
}

pub(crate) async fn may_watch(app: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
    match weights::seen(app.reader(), actor, OrgId(stream.id)).await {
        Ok(_) => Ok(true),
        Err(Error::Hidden | Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(crate) fn frame(event: &FeedEvent) -> Result<Frame> {
    let data = Changed { territory_id: OrgId(event.stream.id), what: &event.kind };
    Ok(Frame { kind: "board_changed", data: to_raw_value(&data)?, recheck: false })
}
