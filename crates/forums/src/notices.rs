//! What the forums put into inboxes.
//!
//! Rules: nobody hears of their own doing; only those who read the space now are told; one post gives a person one
//! notice, a mention before a reply before a watched topic. A muted topic tells nothing but a direct mention: somebody
//! called by name may not be silenced by a setting forgotten long ago. A watched topic gives one notice until its
//! reader moves their read mark.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, NoticeId, PersonId, PostId, Result, SectionId, SpaceId, TopicId};
use platform::{
    App,
    ports::{NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, entity::prelude::*};

use crate::{
    access::{ROOM, facts_of, statement},
    describing,
    entity::{mention, read_mark, space, space_member},
    event::{Where, kind},
    kinds::MemberState,
    policy::SpaceFacts,
    quoting, roster,
    watches::{Spot, Watchers},
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
        Ok(self.notices_of(app, tx, &[event]).await?.pop().unwrap_or_default())
    }

    async fn notices_of(
        &self,
        app: &App,
        tx: &DatabaseTransaction,
        events: &[&FeedEvent],
    ) -> Result<Vec<Vec<NewNotice>>> {
        let posts = Posts::load(tx, events).await?;
        let mut lists = Vec::with_capacity(events.len());
        for event in events {
            lists.push(match event.kind.as_str() {
                kind::MEMBER_INVITED | kind::JOIN_REQUESTED => about_membership(app, tx, event).await?,
                _ => posts.notices(app, tx, event).await?,
            });
        }
        Ok(lists)
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

/// A post that stands in a topic that stands, as it is now.
#[derive(FromQueryResult)]
struct Scene {
    post: PostId,
    author: PersonId,
    topic: TopicId,
    opener: PersonId,
    section: Option<SectionId>,
    space: SpaceId,
    /// Whose post this one answers.
    answered: Option<PersonId>,
}

impl Scene {
    fn spot(&self) -> Spot {
        Spot { topic: self.topic, section: self.section, space: self.space }
    }

    fn key(&self, kind: &str) -> String {
        format!("{kind}:{}", self.post)
    }

    fn notice(&self, person: PersonId, actor: Option<PersonId>, kind: &str, dedup: String) -> NewNotice {
        let about = NoticeAbout {
            kind: kind.to_owned(),
            topic: Some(self.topic),
            post: Some(self.post),
            space: Some(self.space),
            ..NoticeAbout::default()
        };
        NewNotice { person, actor, about, dedup }
    }
}

/// The posts that some events are about, and what decides who hears of them. Read together, whatever their number.
#[derive(Default)]
struct Posts {
    scenes: HashMap<PostId, (Scene, SpaceFacts)>,
    mentioned: HashMap<PostId, Vec<PersonId>>,
    watchers: Watchers,
    marks: HashMap<(TopicId, PersonId), i32>,
}

impl Posts {
    async fn load<C: ConnectionTrait>(db: &C, events: &[&FeedEvent]) -> Result<Self> {
        let of = |kinds: &[&str]| -> BTreeSet<PostId> {
            let events = events.iter().filter(|event| kinds.contains(&event.kind.as_str()));
            events.filter_map(|event| Where::of(event)?.post).collect()
        };
        let scenes = scenes(db, &of(&[kind::POST_CREATED, kind::POST_EDITED, kind::ANSWER_ACCEPTED])).await?;
        if scenes.is_empty() {
            return Ok(Self::default());
        }
        let created = of(&[kind::POST_CREATED]);
        let spots: Vec<Spot> = created.iter().filter_map(|post| scenes.get(post)).map(|(at, _)| at.spot()).collect();
        let watchers = Watchers::load(db, &spots).await?;
        Ok(Self {
            mentioned: mentioned(db, &of(&[kind::POST_CREATED, kind::POST_EDITED])).await?,
            marks: marks(db, &watchers, &spots).await?,
            watchers,
            scenes,
        })
    }

    /// Nothing when there is nothing left to tell of.
    async fn notices<C: ConnectionTrait>(&self, app: &App, db: &C, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        let post = Where::of(event).and_then(|at| at.post);
        let Some((scene, space)) = post.and_then(|post| self.scenes.get(&post)) else { return Ok(Vec::new()) };
        let wanted = match event.kind.as_str() {
            kind::POST_CREATED => self.of_new_post(scene),
            kind::POST_EDITED => self.mentioned(scene.post).iter().map(|p| (*p, MENTION, scene.key(MENTION))).collect(),
            kind::ANSWER_ACCEPTED => vec![(scene.author, ACCEPTED, scene.key(ACCEPTED))],
            _ => Vec::new(),
        };
        let people: Vec<PersonId> =
            wanted.iter().map(|(person, ..)| *person).filter(|p| Some(*p) != event.actor).collect();
        let readers = quoting::readers_among(app, db, space, &people).await?;
        let told = wanted.into_iter().filter(|(person, ..)| readers.contains(person));
        Ok(told.map(|(person, kind, dedup)| scene.notice(person, event.actor, kind, dedup)).collect())
    }

    /// Each person once, under the strongest reason.
    fn of_new_post(&self, scene: &Scene) -> Vec<(PersonId, &'static str, String)> {
        let (watching, muted) = self.watchers.of(scene.spot());
        let mut told: BTreeSet<PersonId> = BTreeSet::from([scene.author]);
        let mut wanted = Vec::new();
        for person in self.mentioned(scene.post) {
            if told.insert(*person) {
                wanted.push((*person, MENTION, scene.key(MENTION)));
            }
        }
        told.extend(muted);
        for person in scene.answered.into_iter().chain([scene.opener]) {
            if told.insert(person) {
                wanted.push((person, REPLY, scene.key(REPLY)));
            }
        }
        for person in watching {
            if told.insert(person) {
                let mark = self.marks.get(&(scene.topic, person)).copied().unwrap_or(0);
                wanted.push((person, WATCHED, format!("{WATCHED}:{}:{mark}", scene.topic)));
            }
        }
        wanted
    }

    fn mentioned(&self, post: PostId) -> &[PersonId] {
        self.mentioned.get(&post).map_or(&[], Vec::as_slice)
    }
}

async fn scenes<C: ConnectionTrait>(db: &C, posts: &BTreeSet<PostId>) -> Result<HashMap<PostId, (Scene, SpaceFacts)>> {
    if posts.is_empty() {
        return Ok(HashMap::new());
    }
    let numbers: Vec<String> = (1..=posts.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT p.id AS post, p.author_id AS author, t.id AS topic, t.author_id AS opener, t.section_id AS section, \
         t.space_id AS space, r.author_id AS answered, {ROOM} \
         FROM post p JOIN topic t ON t.id = p.topic_id JOIN space s ON s.id = t.space_id \
         LEFT JOIN post r ON r.id = p.reply_to_id \
         LEFT JOIN space_member m ON m.space_id = s.id AND m.person_id = p.author_id \
         WHERE p.id IN ({}) AND p.deleted_at IS NULL AND t.deleted_at IS NULL",
        numbers.join(", ")
    );
    let mut found = HashMap::with_capacity(posts.len());
    for row in db.query_all_raw(statement(db, &sql, posts.iter().map(|post| (*post).into()))).await? {
        let scene = Scene::from_query_result(&row, "")?;
        // Whoever is asked brings their own membership.
        let space = SpaceFacts { explicit: None, ..facts_of(&row)? };
        found.insert(scene.post, (scene, space));
    }
    Ok(found)
}

async fn mentioned<C: ConnectionTrait>(db: &C, posts: &BTreeSet<PostId>) -> Result<HashMap<PostId, Vec<PersonId>>> {
    let mut found: HashMap<PostId, Vec<PersonId>> = HashMap::new();
    if !posts.is_empty() {
        let rows = mention::Entity::find().filter(mention::Column::PostId.is_in(posts.iter().copied()));
        for row in rows.all(db).await? {
            found.entry(row.post_id).or_default().push(row.person_id);
        }
    }
    Ok(found)
}

/// How far those who watch have read.
async fn marks<C: ConnectionTrait>(
    db: &C,
    watchers: &Watchers,
    spots: &[Spot],
) -> Result<HashMap<(TopicId, PersonId), i32>> {
    let people: BTreeSet<PersonId> = spots.iter().flat_map(|spot| watchers.of(*spot).0).collect();
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = read_mark::Entity::find()
        .filter(read_mark::Column::TopicId.is_in(spots.iter().map(|spot| spot.topic)))
        .filter(read_mark::Column::PersonId.is_in(people))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|m| ((m.topic_id, m.person_id), m.last_read_no)).collect())
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
