//! A topic: in a list, as everybody sees it, as one person sees it.

use std::collections::HashMap;

use kernel::{Actor, DateTime, PersonRef, PostId, Result, SectionId, SpaceId, TopicId, Utc};
use platform::App;
use platform::ports::Names;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use super::SpaceRef;
use crate::{
    access::Place,
    entity::{bookmark, post, section, space, topic, topic_grade, topic_tag},
    kinds::{TopicKind, WatchLevel},
    tagging,
    unread::{self, Reading},
    watches::{self, Levels, Scope},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SectionRef {
    pub id: SectionId,
    pub title: String,
}

/// What lists and pages of a topic have in common; the same for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopicHead {
    pub id: TopicId,
    pub space: SpaceRef,
    pub section: Option<SectionRef>,
    pub kind: TopicKind,
    pub title: String,
    pub author: PersonRef,
    pub subject: Option<String>,
    pub grades: Vec<i32>,
    pub tags: Vec<String>,
    /// Weak spots it is about.
    pub skills: Vec<SkillChip>,
    pub pinned: bool,
    pub locked: bool,
    pub deleted: bool,
    /// A question with an accepted answer.
    pub answered: bool,
    pub post_count: i32,
    pub last_no: i32,
    pub created_at: DateTime<Utc>,
    pub last_post_at: DateTime<Utc>,
    pub last_post_by: Option<PersonRef>,
}

/// Where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MyTopic {
    pub unread: i32,
    pub last_read_no: i32,
    pub watch: WatchLevel,
}

/// A topic in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopicCard {
    #[serde(flatten)]
    pub head: TopicHead,
    pub excerpt: String,
    pub my: MyTopic,
}

/// A topic as everybody sees it; what live sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopicShared {
    #[serde(flatten)]
    pub head: TopicHead,
    pub accepted_post_id: Option<PostId>,
    pub accepted_no: Option<i32>,
    pub version: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MyOpenTopic {
    #[serde(flatten)]
    pub reading: MyTopic,
    /// Numbers of bookmarked posts.
    pub bookmarks: Vec<i32>,
}

/// What the reader may do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopicCan {
    pub reply: bool,
    pub moderate: bool,
    pub edit: bool,
    pub delete: bool,
    pub accept: bool,
    pub watch: bool,
}

/// A topic as one person sees it. `position` was read before the rest: the answer may be newer than it says, never older.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Topic {
    #[serde(flatten)]
    pub shared: TopicShared,
    pub my: MyOpenTopic,
    pub can: TopicCan,
    pub position: i64,
}

struct Around {
    spaces: HashMap<SpaceId, SpaceRef>,
    sections: HashMap<SectionId, SectionRef>,
    tags: HashMap<TopicId, Vec<String>>,
    grades: HashMap<TopicId, Vec<i32>>,
    skills: HashMap<TopicId, Vec<SkillChip>>,
    names: Names,
}

impl Around {
    async fn load<C: ConnectionTrait>(app: &App, db: &C, topics: &[topic::Model]) -> Result<Self> {
        let ids: Vec<TopicId> = topics.iter().map(|t| t.id).collect();
        let spaces =
            space::Entity::find().filter(space::Column::Id.is_in(topics.iter().map(|t| t.space_id))).all(db).await?;
        let section_ids: Vec<SectionId> = topics.iter().filter_map(|t| t.section_id).collect();
        let sections = if section_ids.is_empty() {
            Vec::new()
        } else {
            section::Entity::find().filter(section::Column::Id.is_in(section_ids)).all(db).await?
        };
        let mut tags: HashMap<TopicId, Vec<String>> = HashMap::new();
        let rows = topic_tag::Entity::find().filter(topic_tag::Column::TopicId.is_in(ids.iter().copied()));
        for row in rows.order_by_asc(topic_tag::Column::TagKey).all(db).await? {
            tags.entry(row.topic_id).or_default().push(row.tag);
        }
        let mut grades: HashMap<TopicId, Vec<i32>> = HashMap::new();
        let rows = topic_grade::Entity::find().filter(topic_grade::Column::TopicId.is_in(ids.iter().copied()));
        for row in rows.order_by_asc(topic_grade::Column::Grade).all(db).await? {
            grades.entry(row.topic_id).or_default().push(row.grade);
        }
        Ok(Self {
            spaces: spaces.iter().map(|s| (s.id, SpaceRef::of(s))).collect(),
            sections: sections.into_iter().map(|s| (s.id, SectionRef { id: s.id, title: s.title })).collect(),
            skills: tagging::chips(db, &ids).await?,
            tags,
            grades,
            names: Names::load(app, topics.iter().flat_map(|t| [t.author_id, t.last_post_by]).collect()).await?,
        })
    }

    fn head(&self, topic: &topic::Model) -> Result<TopicHead> {
        Ok(TopicHead {
            id: topic.id,
            space: self.spaces.get(&topic.space_id).cloned().ok_or(kernel::Error::Hidden)?,
            section: topic.section_id.and_then(|id| self.sections.get(&id)).cloned(),
            kind: topic.kind,
            title: topic.title.clone(),
            author: self.names.of(topic.author_id),
            subject: topic.subject.clone(),
            grades: self.grades.get(&topic.id).cloned().unwrap_or_default(),
            tags: self.tags.get(&topic.id).cloned().unwrap_or_default(),
            skills: self.skills.get(&topic.id).cloned().unwrap_or_default(),
            pinned: topic.pinned_at.is_some(),
            locked: topic.locked_at.is_some(),
            deleted: topic.deleted_at.is_some(),
            answered: topic.accepted_post_id.is_some(),
            post_count: topic.post_count,
            last_no: topic.last_no,
            created_at: topic.created_at,
            last_post_at: topic.last_post_at,
            last_post_by: Some(self.names.of(topic.last_post_by)),
        })
    }
}

/// Cards in the order of the rows.
pub async fn cards<C: ConnectionTrait>(
    app: &App,
    db: &C,
    actor: &Actor,
    topics: Vec<topic::Model>,
) -> Result<Vec<TopicCard>> {
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let around = Around::load(app, db, &topics).await?;
    let reading = unread::of_topics(db, actor.person, &topics).await?;
    let levels = watches::levels(db, actor.person, &Scope::of_topics(&topics)).await?;
    topics
        .into_iter()
        .map(|topic| {
            let my = my(&topic, reading.get(&topic.id).copied().unwrap_or_default(), &levels);
            Ok(TopicCard { head: around.head(&topic)?, excerpt: topic.excerpt, my })
        })
        .collect()
}

fn my(topic: &topic::Model, reading: Reading, levels: &Levels) -> MyTopic {
    MyTopic {
        unread: reading.unread,
        last_read_no: reading.last_read_no,
        watch: levels.effective(topic.space_id, topic.section_id, Some(topic.id)),
    }
}

pub async fn shared<C: ConnectionTrait>(app: &App, db: &C, topic: &topic::Model) -> Result<TopicShared> {
    let around = Around::load(app, db, std::slice::from_ref(topic)).await?;
    Ok(TopicShared {
        head: around.head(topic)?,
        accepted_post_id: topic.accepted_post_id,
        accepted_no: topic.accepted_no,
        version: topic.version,
    })
}

/// The open topic. `position` is the feed's head, read by the caller before `place`.
pub async fn topic<C: ConnectionTrait>(
    app: &App,
    db: &C,
    actor: &Actor,
    place: &Place,
    position: i64,
) -> Result<Topic> {
    let row = &place.topic;
    let reading = unread::of_topic(db, actor.person, row).await?;
    let levels = watches::levels(db, actor.person, &Scope::of_topics([row])).await?;
    let (seat, facts) = (place.seat(), place.facts());
    Ok(Topic {
        shared: shared(app, db, row).await?,
        my: MyOpenTopic { reading: my(row, reading, &levels), bookmarks: bookmarks(db, actor, row.id).await? },
        can: TopicCan {
            reply: seat.reply(facts).allowed(),
            moderate: seat.moderate().allowed(),
            edit: seat.change_topic(facts).allowed(),
            delete: seat.delete_topic(facts).allowed(),
            accept: seat.accept(facts).allowed(),
            watch: seat.read_topic(facts).allowed(),
        },
        position,
    })
}

async fn bookmarks<C: ConnectionTrait>(db: &C, actor: &Actor, topic: TopicId) -> Result<Vec<i32>> {
    let mine = bookmark::Entity::find()
        .select_only()
        .column(bookmark::Column::PostId)
        .filter(bookmark::Column::PersonId.eq(actor.person))
        .into_query();
    Ok(post::Entity::find()
        .select_only()
        .column(post::Column::No)
        .filter(post::Column::TopicId.eq(topic))
        .filter(post::Column::Id.in_subquery(mine))
        .order_by_asc(post::Column::No)
        .into_tuple()
        .all(db)
        .await?)
}
