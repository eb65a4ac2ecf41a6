//! The stream `user:<id>`: a person's own, watched by nobody else. Other features put their events on it too;
//! this one only speaks of rights and sessions.

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, Result, Stream};
use platform::{
    App,
    ports::{Frame, Streams},
};
use serde_json::value::to_raw_value;

use crate::event::{Ended, RIGHTS_CHANGED, SESSION_ENDED};

pub struct UserStream;

#[async_trait]
impl Streams for UserStream {
    fn kinds(&self) -> &'static [&'static str] {
        &["user"]
    }

    async fn may_watch(&self, _: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
        Ok(stream.kind == "user" && stream.id == actor.person.0)
    }

    async fn frame(&self, _: &App, event: &FeedEvent) -> Result<Option<Frame>> {
        let (kind, data) = match event.kind.as_str() {
            RIGHTS_CHANGED => ("acl", to_raw_value(&serde_json::json!({}))?),
            SESSION_ENDED => ("session_ended", to_raw_value(&event.body::<Ended>()?)?),
            _ => return Ok(None),
        };
        Ok(Some(Frame { kind, data, recheck: false }))
    }
}
