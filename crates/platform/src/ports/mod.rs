//! What features offer to the house and to each other without knowing each other.

mod bank;
mod discussions;
mod evidence;
mod files;
mod gatherings;
mod names;
mod open;
mod personal;
mod proofs;
mod results;
mod rooms;
mod search;

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, PersonId, PersonRef, PostId, Result, SpaceId, Stream, Timestamp, TopicId};
use sea_orm::DatabaseTransaction;
use serde_json::value::RawValue;

pub use bank::{Bank, NewPractice};
pub use discussions::{Discussions, NewDiscussion};
pub use evidence::{Evidence, Shown};
pub use files::{FileOwners, FilePart, FilePlace, FileRef, FileText, Files, Owner, TextState};
pub use gatherings::{Gathering, GatheringKind, GatheringState, Gatherings, NewGathering};
pub use names::Names;
pub use open::{Harvest, HarvestQuery, HarvestRecord, OpenAddress, OpenPage, OpenPages, Shelf};
pub use personal::{ERASED_NAME, PersonalData, PersonalPart};
pub use proofs::{Proof, Proofs};
pub use results::{ResultNeed, ResultSkill, SchoolResults};
pub use rooms::{NewRoom, RoomRole, RoomSeat, Rooms};
pub use search::{Audience, DocKey, Document, DocumentText, SearchCard, SearchSource};

use crate::App;

/// Who people are. Implemented by `accounts`.
#[async_trait]
pub trait People: Send + Sync {
    /// The person behind an access token.
    ///
    /// # Errors
    /// `Unauthenticated` when it is forged, expired, or its session was revoked.
    async fn authenticate(&self, app: &App, token: &str) -> Result<Actor>;

    /// Until when a token that `authenticate` accepted runs; `None` when that cannot be told from it.
    fn runs_until(&self, _token: &str) -> Option<Timestamp> {
        None
    }

    /// The actor of a person as of now, for followers that must check rights; `None` when blocked or gone.
    async fn actor(&self, app: &App, person: PersonId) -> Result<Option<Actor>>;

    /// Names to show beside what people did. Unknown ids are absent.
    async fn names(&self, app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonRef>>;

    /// The same for pages that anybody reads: only those who agreed to be named there, as of now. Position, school and
    /// everything else of the line is covered by the same consent.
    async fn public_names(&self, app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonRef>>;
}

/// How a person is called on open pages who did not agree to be named there.
pub const NAMELESS: &str = "участник сети";

/// A projected event: made once, sent to every socket of the stream.
pub struct Frame {
    pub kind: &'static str,
    pub data: Box<RawValue>,
    /// The audience may have shrunk: every subscriber of this stream is asked again before the frame is sent.
    pub recheck: bool,
}

/// Live streams of a feature. `live` calls it; the feature does not know `live`.
#[async_trait]
pub trait Streams: Send + Sync {
    /// Stream kinds this feature speaks on, such as `topic` and `space`. Several features may name the same kind:
    /// one that lets the actor watch is enough, and the first that knows an event tells it.
    fn kinds(&self) -> &'static [&'static str];

    /// May this actor watch the stream now? Missing streams answer `false` like forbidden ones.
    async fn may_watch(&self, app: &App, actor: &Actor, stream: &Stream) -> Result<bool>;

    /// What the event looks like now: re-reads rows, so deleted text is never sent again.
    /// `None` when there is nothing to tell.
    async fn frame(&self, app: &App, event: &FeedEvent) -> Result<Option<Frame>>;
}

/// Everything a notice points at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeAbout {
    pub kind: String,
    pub topic: Option<TopicId>,
    pub post: Option<PostId>,
    pub space: Option<SpaceId>,
    pub org: Option<kernel::OrgId>,
    /// Anything else, known to the feature that wrote the notice: a practice, a saved search.
    pub thing: Option<uuid::Uuid>,
}

/// A notice to be written. `dedup` makes replay harmless: one row per person and key, for ever.
#[derive(Clone, Debug)]
pub struct NewNotice {
    pub person: PersonId,
    pub actor: Option<PersonId>,
    pub about: NoticeAbout,
    pub dedup: String,
}

/// What a notice says, read now and with the reader's rights now.
#[derive(Clone, Debug, Default)]
pub struct NoticeText {
    pub title: String,
    pub excerpt: Option<String>,
    pub post_no: Option<i32>,
    /// Where it leads within the site, when ids do not say it.
    pub path: Option<String>,
    /// The reader has read the place it points at, say the post is not beyond their read mark.
    pub seen: bool,
}

/// Turns feed events into notices and notices into words.
#[async_trait]
pub trait NoticeSource: Send + Sync {
    /// Notice kinds this feature writes and describes.
    fn kinds(&self) -> &'static [&'static str];

    /// Is this kind of feed event worth a look?
    fn wants(&self, kind: &str) -> bool;

    /// Whom to tell. Only people who may see the thing. Runs inside the transaction that stores the notices, and before it
    /// to see whether there is anything to store.
    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>>;

    /// The same for several events: a list for each, in their order. For sources that hear of much and read the rows
    /// together.
    async fn notices_of(
        &self,
        app: &App,
        tx: &DatabaseTransaction,
        events: &[&FeedEvent],
    ) -> Result<Vec<Vec<NewNotice>>> {
        let mut lists = Vec::with_capacity(events.len());
        for event in events {
            lists.push(self.notices(app, tx, event).await?);
        }
        Ok(lists)
    }

    /// Words for notices of this feature; those the reader may no longer see are absent.
    async fn describe(
        &self,
        app: &App,
        reader: &Actor,
        notices: &[(NoticeId, NoticeAbout)],
    ) -> Result<HashMap<NoticeId, NoticeText>>;
}

/// Something else than a follower that runs behind the feed: an index that keeps its position with itself.
#[async_trait]
pub trait Drain: Send + Sync {
    /// Catches up with the feed as it is now; true when there was anything to do.
    async fn drain(&self, app: &App) -> Result<bool>;
}
