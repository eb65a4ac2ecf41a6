//! What happened in the forums, for the feed. Ids, numbers and enums only.

use kernel::{FeedEvent, NewEvent, PersonId, PostId, SpaceId, Stream, TopicId};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Kinds of feed events, written once.
pub mod kind {
    pub const POST_CREATED: &str = "forums.post_created";
    pub const POST_EDITED: &str = "forums.post_edited";
    pub const POST_DELETED: &str = "forums.post_deleted";
    pub const POST_RESTORED: &str = "forums.post_restored";
    pub const POST_REACTED: &str = "forums.post_reacted";
    pub const ANSWER_ACCEPTED: &str = "forums.answer_accepted";
    pub const TOPIC_CREATED: &str = "forums.topic_created";
    pub const TOPIC_BUMPED: &str = "forums.topic_bumped";
    pub const TOPIC_CHANGED: &str = "forums.topic_changed";
    pub const SPACE_CHANGED: &str = "forums.space_changed";
    pub const SPACE_RENAMED: &str = "forums.space_renamed";
    pub const READ: &str = "forums.read";
    pub const BOOKMARKED: &str = "forums.bookmarked";
    pub const RIGHTS_CHANGED: &str = "forums.rights_changed";
    pub const MEMBER_INVITED: &str = "forums.member_invited";
    pub const JOIN_REQUESTED: &str = "forums.join_requested";
}

/// Who did it, where.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    pub actor: PersonId,
    pub topic: TopicId,
    pub space: SpaceId,
}

/// An event of the forums.
#[derive(Clone, Debug)]
pub enum Event {
    /// To watchers of the topic.
    PostCreated {
        at: Scene,
        post: PostId,
        no: i32,
    },
    PostEdited {
        at: Scene,
        post: PostId,
        no: i32,
    },
    PostDeleted {
        at: Scene,
        post: PostId,
        no: i32,
    },
    PostRestored {
        at: Scene,
        post: PostId,
        no: i32,
    },
    PostReacted {
        at: Scene,
        post: PostId,
        no: i32,
    },
    /// `post` is absent when the mark was taken off.
    AnswerAccepted {
        at: Scene,
        post: Option<PostId>,
        no: Option<i32>,
    },
    TopicChanged {
        at: Scene,
    },
    /// To watchers of the space: the same changes as a list sees them.
    TopicCreated {
        at: Scene,
    },
    TopicBumped {
        at: Scene,
    },
    TopicListed {
        at: Scene,
    },
    SpaceChanged {
        actor: PersonId,
        space: SpaceId,
    },
    /// The house opened it, nobody in person.
    SpaceFounded {
        space: SpaceId,
    },
    /// For followers inside the house: what shows the title is out of date.
    SpaceRenamed {
        actor: PersonId,
        space: SpaceId,
    },
    /// To the reader's other devices.
    Read {
        person: PersonId,
        topic: Option<TopicId>,
        space: SpaceId,
    },
    /// The reader's own shelf changed; nobody else hears of it.
    Bookmarked {
        person: PersonId,
        topic: TopicId,
    },
    /// Somebody's rights in a space have changed: their subscriptions are asked again.
    RightsChanged {
        actor: PersonId,
        person: PersonId,
        space: SpaceId,
    },
    MemberInvited {
        actor: PersonId,
        person: PersonId,
        space: SpaceId,
    },
    JoinRequested {
        actor: PersonId,
        space: SpaceId,
    },
}

/// Body of events about a topic or a post.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Where {
    pub space: SpaceId,
    pub topic: TopicId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<i32>,
}

impl Where {
    /// The body of an event of this feature; `None` for other shapes.
    pub fn of(event: &FeedEvent) -> Option<Self> {
        event.body().ok()
    }
}

fn in_topic(kind: &'static str, at: Scene, post: Option<PostId>, no: Option<i32>) -> NewEvent {
    let body = Where { space: at.space, topic: at.topic, post, no };
    NewEvent {
        kind,
        stream: Stream::topic(at.topic),
        subject: post.map_or(at.topic.0, |id| id.0),
        actor: Some(at.actor),
        body: json!(body),
    }
}

fn in_space(kind: &'static str, at: Scene) -> NewEvent {
    let body = Where { space: at.space, topic: at.topic, post: None, no: None };
    NewEvent { kind, stream: Stream::space(at.space), subject: at.topic.0, actor: Some(at.actor), body: json!(body) }
}

fn about_person(kind: &'static str, stream: Stream, actor: PersonId, person: PersonId, space: SpaceId) -> NewEvent {
    NewEvent { kind, stream, subject: person.0, actor: Some(actor), body: json!({ "space": space }) }
}

impl From<Event> for NewEvent {
    fn from(event: Event) -> Self {
        match event {
            Event::PostCreated { at, post, no } => in_topic(kind::POST_CREATED, at, Some(post), Some(no)),
            Event::PostEdited { at, post, no } => in_topic(kind::POST_EDITED, at, Some(post), Some(no)),
            Event::PostDeleted { at, post, no } => in_topic(kind::POST_DELETED, at, Some(post), Some(no)),
            Event::PostRestored { at, post, no } => in_topic(kind::POST_RESTORED, at, Some(post), Some(no)),
            Event::PostReacted { at, post, no } => in_topic(kind::POST_REACTED, at, Some(post), Some(no)),
            Event::AnswerAccepted { at, post, no } => in_topic(kind::ANSWER_ACCEPTED, at, post, no),
            Event::TopicChanged { at } => in_topic(kind::TOPIC_CHANGED, at, None, None),
            Event::TopicCreated { at } => in_space(kind::TOPIC_CREATED, at),
            Event::TopicBumped { at } => in_space(kind::TOPIC_BUMPED, at),
            Event::TopicListed { at } => in_space(kind::TOPIC_CHANGED, at),
            Event::SpaceChanged { actor, space } => NewEvent {
                kind: kind::SPACE_CHANGED,
                stream: Stream::space(space),
                subject: space.0,
                actor: Some(actor),
                body: json!({ "space": space }),
            },
            Event::SpaceFounded { space } => NewEvent {
                kind: kind::SPACE_CHANGED,
                stream: Stream::space(space),
                subject: space.0,
                actor: None,
                body: json!({ "space": space }),
            },
            Event::SpaceRenamed { actor, space } => NewEvent {
                kind: kind::SPACE_RENAMED,
                stream: Stream::internal(space.0),
                subject: space.0,
                actor: Some(actor),
                body: json!({ "space": space }),
            },
            Event::Read { person, topic, space } => NewEvent {
                kind: kind::READ,
                stream: Stream::user(person),
                subject: topic.map_or(space.0, |id| id.0),
                actor: Some(person),
                body: json!({ "space": space, "topic": topic }),
            },
            Event::Bookmarked { person, topic } => NewEvent {
                kind: kind::BOOKMARKED,
                stream: Stream::internal(person.0),
                subject: topic.0,
                actor: Some(person),
                body: json!({ "topic": topic }),
            },
            Event::RightsChanged { actor, person, space } => {
                about_person(kind::RIGHTS_CHANGED, Stream::user(person), actor, person, space)
            }
            // Watched by nobody: only the follower that writes notices listens.
            Event::MemberInvited { actor, person, space } => {
                about_person(kind::MEMBER_INVITED, Stream::internal(space.0), actor, person, space)
            }
            Event::JoinRequested { actor, space } => {
                about_person(kind::JOIN_REQUESTED, Stream::internal(space.0), actor, actor, space)
            }
        }
    }
}
