//! The live streams of pairings: pairs, and boards of territories.

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, Result, Stream};
use platform::{
    App,
    ports::{Frame, Streams},
};

use crate::{
    event::{matching as board, pair},
    life::live as pairs,
    matching::live as boards,
};

pub struct PairingStreams;

#[async_trait]
impl Streams for PairingStreams {
    fn kinds(&self) -> &'static [&'static str] {
        &[pair::STREAM, board::STREAM]
    }

    async fn may_watch(&self, app: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
        match stream.kind.as_str() {
            pair::STREAM => pairs::may_watch(app, actor, stream).await,
            board::STREAM => boards::may_watch(app, actor, stream).await,
            _ => Ok(false),
        }
    }

    async fn frame(&self, _app: &App, event: &FeedEvent) -> Result<Option<Frame>> {
        match event.stream.kind.as_str() {
            pair::STREAM => pairs::frame(event).map(Some),
            board::STREAM => boards::frame(event).map(Some),
            _ => Ok(None),
        }
    }
}
