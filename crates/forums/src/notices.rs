//! What the forums put into inboxes.
//!
//! Rules: nobody hears of their own doing; only those who read the space now are told; one post gives a person one
//! notice, a mention before a reply before a watched topic. A muted topic tells nothing but a direct mention: somebody
//! called by name may not be silenced by a setting forgotten long ago. A watched topic gives one notice until its
//! reader moves their read mark.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, PersonId, Result, SpaceId};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};

use crate::{
    describing,
    entity::{mention, post, read_mark, space, space_member, topic},
    event::{Where, kind},
    kinds::MemberState,
    policy::SpaceFacts,
    quoting, roster, watches,
};

pub const MENTION: &str = "mention";
pub const REPLY: &str = "reply";
pub const ACCEPTED: &str = "accepted";
pub const WATCHED: &str = "watched";
pub const INVITATION: &str = "invitation";
pub const REQUEST: &str = "request";

struct ForumNotices;

pub fn source() -> std::sync::Arc<dyn NoticeSource> {
    std::sync::Arc::new(ForumNotices)
}

#[async_trait]
impl NoticeSource for ForumNotices {
    fn kinds(&self) -> &'static [&'static str] {
        &[MENTION, REPLY, ACCEPTED, WATCHED, INVITATION, REQUEST]
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            kind::POST_CREATED
                | kind::POST_EDITED
                | kind::ANSWER_ACCEPTED
                | kind::MEMBER_INVITED
                | kind::JOIN_REQUESTED
        )
    }

    async fn notices(&self, app: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        match event.kind.as_str() {
            kind::MEMBER_INVITED | kind::JOIN_REQUESTED => about_membership(app, tx, event).await,
            _ => match Scene::load(tx, event).await? {
                Some(scene) => scene.notices(app, tx, event).await,
                None => Ok(Vec::new()),
            },
        }
    }

    async fn describe(
        &self,
        app: &App,
        reader: &Actor,
        notices: &[(NoticeId, NoticeAbout)],
    ) -> Result<HashMap<NoticeId, NoticeText>> {
        describing::describe(app, reader, notices).await
    }
}

/// The rows an event is about, as they are now.
struct Scene {
    space: space::Model,
    topic: topic::Model,
    post: post::Model,
}

impl Scene {
    /// `None` when there is nothing left to tell of.
    async fn load<C: ConnectionTrait>(db: &C, event: &FeedEvent) -> Result<Option<Self>> {
        let Some(post) = Where::of(event).and_then(|at| at.post) else { return Ok(None) };
        let Some(post) = post::Entity::find_by_id(post).one(db).await? else { return Ok(None) };
        let Some(topic) = topic::Entity::find_by_id(post.topic_id).one(db).await? else { return Ok(None) };
        let Some(space) = space::Entity::find_by_id(topic.space_id).one(db).await? else { return Ok(None) };
        let told = post.deleted_at.is_none() && topic.deleted_at.is_none();
        Ok(told.then_some(Self { space, topic, post }))
    }

    async fn notices<C: ConnectionTrait>(&self, app: &App, db: &C, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        let wanted = match event.kind.as_str() {
            kind::POST_CREATED => self.of_new_post(db).await?,
            kind::POST_EDITED => {
                self.mentioned(db).await?.into_iter().map(|p| (p, MENTION, self.key(MENTION))).collect()
            }
            kind::ANSWER_ACCEPTED => vec![(self.post.author_id, ACCEPTED, self.key(ACCEPTED))],
            _ => Vec::new(),
        };
        let people: Vec<PersonId> =
            wanted.iter().map(|(person, ..)| *person).filter(|p| Some(*p) != event.actor).collect();
        let readers = quoting::readers_among(app, db, &SpaceFacts::of(&self.space, None), &people).await?;
        let told = wanted.into_iter().filter(|(person, ..)| readers.contains(person));
        Ok(told.map(|(person, kind, dedup)| self.notice(person, event.actor, kind, dedup)).collect())
    }

    fn key(&self, kind: &str) -> String {
        format!("{kind}:{}", self.post.id)
    }

    fn notice(&self, person: PersonId, actor: Option<PersonId>, kind: &str, dedup: String) -> NewNotice {
        let about = NoticeAbout {
            kind: kind.to_owned(),
            topic: Some(self.topic.id),
            post: Some(self.post.id),
            space: Some(self.space.id),
            ..NoticeAbout::default()
        };
        NewNotice { person, actor, about, dedup }
    }

    /// Each person once, under the strongest reason.
    async fn of_new_post<C: ConnectionTrait>(&self, db: &C) -> Result<Vec<(PersonId, &'static str, String)>> {
        let (watching, muted) = watches::watchers_and_muters(db, &self.topic).await?;
        let mut told: BTreeSet<PersonId> = BTreeSet::from([self.post.author_id]);
        let mut wanted = Vec::new();
        for person in self.mentioned(db).await? {
            if told.insert(person) {
                wanted.push((person, MENTION, self.key(MENTION)));
            }
        }
        told.extend(muted);
        for person in self.answered(db).await? {
            if told.insert(person) {
                wanted.push((person, REPLY, self.key(REPLY)));
            }
        }
        let marks = self.marks(db, &watching).await?;
        for person in watching {
            if told.insert(person) {
                let mark = marks.get(&person).copied().unwrap_or(0);
                wanted.push((person, WATCHED, format!("{WATCHED}:{}:{mark}", self.topic.id)));
            }
        }
        Ok(wanted)
    }

    async fn mentioned<C: ConnectionTrait>(&self, db: &C) -> Result<Vec<PersonId>> {
        let rows = mention::Entity::find().filter(mention::Column::PostId.eq(self.post.id)).all(db).await?;
        Ok(rows.into_iter().map(|m| m.person_id).collect())
    }

    /// Whose post this one answers, and whose topic it is in.
    async fn answered<C: ConnectionTrait>(&self, db: &C) -> Result<Vec<PersonId>> {
        let mut people = Vec::new();
        if let Some(id) = self.post.reply_to_id {
            people.extend(post::Entity::find_by_id(id).one(db).await?.map(|p| p.author_id));
        }
        people.push(self.topic.author_id);
        Ok(people)
    }

    async fn marks<C: ConnectionTrait>(&self, db: &C, people: &[PersonId]) -> Result<HashMap<PersonId, i32>> {
        let rows = read_mark::Entity::find()
            .filter(read_mark::Column::TopicId.eq(self.topic.id))
            .filter(read_mark::Column::PersonId.is_in(people.iter().copied()))
            .all(db)
            .await?;
        Ok(rows.into_iter().map(|m| (m.person_id, m.last_read_no)).collect())
    }
}

/// An invitation tells the invited; a request tells the moderators. Struck-off ones tell nobody.
async fn about_membership<C: ConnectionTrait>(app: &App, db: &C, event: &FeedEvent) -> Result<Vec<NewNotice>> {
    #[derive(serde::Deserialize)]
    struct Body {
        space: SpaceId,
    }
    let Body { space } = event.body()?;
    let person = PersonId(event.subject);
    let (kind, state) = match event.kind.as_str() {
        kind::MEMBER_INVITED => (INVITATION, MemberState::Invited),
        _ => (REQUEST, MemberState::Requested),
    };
    let row = space_member::Entity::find_by_id((space, person)).one(db).await?;
    let Some(row) = row.filter(|m| m.state == state) else { return Ok(Vec::new()) };
    let Some(space) = space::Entity::find_by_id(space).one(db).await? else { return Ok(Vec::new()) };
    let people = match state {
        MemberState::Invited => vec![person],
        _ => roster::moderators(db, &SpaceFacts::of(&space, None), app.now()).await?,
    };
    let about = NoticeAbout { kind: kind.to_owned(), space: Some(space.id), ..NoticeAbout::default() };
    let dedup = format!("{kind}:{}:{person}:{}", space.id, row.since.timestamp_micros());
    let notice =
        |to: PersonId| NewNotice { person: to, actor: event.actor, about: about.clone(), dedup: dedup.clone() };
    Ok(people.into_iter().filter(|to| Some(*to) != event.actor).map(notice).collect())
}
