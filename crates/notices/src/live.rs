//! The inbox on its person's own stream.

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, PersonId, Result, Stream};
use platform::{
    App,
    ports::{Frame, Streams},
};
use serde::Serialize;
use serde_json::value::to_raw_value;
use utoipa::ToSchema;

use crate::{
    event,
    inbox::{self, Notice},
};

/// Data of the frame `notice`.
#[derive(Serialize, ToSchema)]
pub struct NoticeCame {
    notice: Notice,
    unread: usize,
}

/// Data of the frame `notices_read`.
#[derive(Serialize, ToSchema)]
pub struct NoticesRead {
    unread: usize,
}

pub struct Inbox;

#[async_trait]
impl Streams for Inbox {
    fn kinds(&self) -> &'static [&'static str] {
        &["user"]
    }

    async fn may_watch(&self, _: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
        Ok(actor.person.0 == stream.id)
    }

    async fn frame(&self, app: &App, event: &FeedEvent) -> Result<Option<Frame>> {
        let (kind, data) = match event.kind.as_str() {
            event::CREATED => match inbox::news(app, NoticeId(event.subject)).await? {
                Some((notice, unread)) => ("notice", to_raw_value(&NoticeCame { notice, unread })?),
                None => return Ok(None),
            },
            event::UNREAD_CHANGED => {
                let person = PersonId(event.stream.id);
                let Some(actor) = app.people()?.actor(app, person).await? else { return Ok(None) };
                ("notices_read", to_raw_value(&NoticesRead { unread: inbox::unread(app, &actor).await? })?)
            }
            _ => return Ok(None),
        };
        Ok(Some(Frame { kind, data, recheck: false }))
    }
}
