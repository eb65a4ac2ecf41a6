//! The rows behind a handful of documents, read together.

use std::collections::HashMap;

use kernel::{PersonRef, PostId, Result, SkillId, SpaceId, TopicId};
use platform::ports::Names;
use platform::{
    App,
    ports::{DocKey, FileText, Owner},
};
use sea_orm::{
    Condition, ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect, entity::prelude::*, sea_query::ExprTrait,
};

use super::{POST, TOPIC, ids};
use crate::{
    entity::{post, space, topic, topic_grade, topic_tag},
    kinds::TopicKind,
    tagging,
};

/// Topics that stand, posts that stand in them, and what is shown beside them.
pub struct Rows {
    topics: HashMap<TopicId, topic::Model>,
    posts: Vec<post::Model>,
    spaces: HashMap<SpaceId, space::Model>,
    tags: HashMap<TopicId, Vec<String>>,
    grades: HashMap<TopicId, Vec<i32>>,
    skills: HashMap<TopicId, Vec<SkillId>>,
    uses: HashMap<TopicId, u32>,
    names: Names,
}

/// Texts of attached files by post.
#[derive(Default)]
pub struct Files(HashMap<Owner, Vec<FileText>>);

impl Files {
    pub fn of(&self, post: PostId) -> Vec<FileText> {
        self.0.get(&Owner::new(POST, post.0)).cloned().unwrap_or_default()
    }
}

#[derive(FromQueryResult)]
struct Uses {
    topic_id: TopicId,
    uses: i64,
}

pub fn form(kind: TopicKind) -> &'static str {
    match kind {
        TopicKind::Discussion => "discussion",
        TopicKind::Question => "question",
        TopicKind::Announcement => "announcement",
    }
}

impl Rows {
    /// `readable` narrows to spaces it names.
    pub async fn load(app: &App, keys: &[DocKey], readable: Option<Condition>) -> Result<Self> {
        let db = app.reader();
        let (wanted, replies) = (ids(keys, TOPIC), ids(keys, POST));
        let of_topics = Condition::all().add(post::Column::No.eq(1)).add(post::Column::TopicId.is_in(wanted));
        let of_posts = Condition::all().add(post::Column::No.gt(1)).add(post::Column::Id.is_in(replies));
        let mut posts = post::Entity::find()
            .filter(post::Column::DeletedAt.is_null())
            .filter(Condition::any().add(of_topics).add(of_posts))
            .all(db)
            .await?;
        let topics = topic::Entity::find()
            .filter(topic::Column::Id.is_in(posts.iter().map(|p| p.topic_id)))
            .filter(topic::Column::DeletedAt.is_null())
            .all(db)
            .await?;
        let mut spaces = space::Entity::find().filter(space::Column::Id.is_in(topics.iter().map(|t| t.space_id)));
        if let Some(readable) = readable {
            spaces = spaces.filter(readable);
        }
        let spaces: HashMap<_, _> = spaces.all(db).await?.into_iter().map(|s| (s.id, s)).collect();
        let topics: HashMap<_, _> =
            topics.into_iter().filter(|t| spaces.contains_key(&t.space_id)).map(|t| (t.id, t)).collect();
        posts.retain(|p| topics.contains_key(&p.topic_id));
        let ids: Vec<TopicId> = topics.keys().copied().collect();
        Ok(Self {
            names: Names::load(app, posts.iter().map(|p| p.author_id).collect()).await?,
            tags: tags(db, &ids).await?,
            grades: grades(db, &ids).await?,
            skills: tagging::of(db, &ids).await?,
            uses: uses(db, &ids).await?,
            topics,
            posts,
            spaces,
        })
    }

    /// Posts with their topics; a first post stands for its topic.
    pub fn each(&self) -> impl Iterator<Item = (&topic::Model, &post::Model)> {
        self.posts.iter().filter_map(|post| Some((self.topics.get(&post.topic_id)?, post)))
    }

    pub async fn files(&self, app: &App) -> Result<Files> {
        let Ok(files) = app.files() else { return Ok(Files::default()) };
        let owners: Vec<Owner> = self.posts.iter().map(|post| Owner::new(POST, post.id.0)).collect();
        Ok(Files(files.texts(app, &owners).await?))
    }

    pub fn author(&self, post: &post::Model) -> PersonRef {
        self.names.of(post.author_id)
    }

    pub fn space(&self, topic: &topic::Model) -> Option<&space::Model> {
        self.spaces.get(&topic.space_id)
    }

    pub fn tags(&self, topic: TopicId) -> Vec<String> {
        self.tags.get(&topic).cloned().unwrap_or_default()
    }

    pub fn grades(&self, topic: TopicId) -> Vec<i32> {
        self.grades.get(&topic).cloned().unwrap_or_default()
    }

    pub fn skills(&self, topic: TopicId) -> Vec<SkillId> {
        self.skills.get(&topic).cloned().unwrap_or_default()
    }

    /// How many marks colleagues left: on a reply, or in the whole topic.
    pub fn uses(&self, topic: &topic::Model, post: &post::Model) -> u32 {
        if post.no == 1 {
            return self.uses.get(&topic.id).copied().unwrap_or(0);
        }
        u32::try_from(post.useful + post.apply + post.thanks).unwrap_or(0)
    }
}

async fn tags<C: ConnectionTrait>(db: &C, topics: &[TopicId]) -> Result<HashMap<TopicId, Vec<String>>> {
    let mut found: HashMap<TopicId, Vec<String>> = HashMap::new();
    let rows = topic_tag::Entity::find().filter(topic_tag::Column::TopicId.is_in(topics.iter().copied()));
    for row in rows.order_by_asc(topic_tag::Column::TagKey).all(db).await? {
        found.entry(row.topic_id).or_default().push(row.tag);
    }
    Ok(found)
}

async fn grades<C: ConnectionTrait>(db: &C, topics: &[TopicId]) -> Result<HashMap<TopicId, Vec<i32>>> {
    let mut found: HashMap<TopicId, Vec<i32>> = HashMap::new();
    let rows = topic_grade::Entity::find().filter(topic_grade::Column::TopicId.is_in(topics.iter().copied()));
    for row in rows.order_by_asc(topic_grade::Column::Grade).all(db).await? {
        found.entry(row.topic_id).or_default().push(row.grade);
    }
    Ok(found)
}

async fn uses<C: ConnectionTrait>(db: &C, topics: &[TopicId]) -> Result<HashMap<TopicId, u32>> {
    let marks = post::Column::Useful.into_expr().add(post::Column::Apply.into_expr());
    let rows = post::Entity::find()
        .select_only()
        .column(post::Column::TopicId)
        .column_as(marks.add(post::Column::Thanks.into_expr()).sum(), "uses")
        .filter(post::Column::TopicId.is_in(topics.iter().copied()))
        .filter(post::Column::DeletedAt.is_null())
        .group_by(post::Column::TopicId)
        .into_model::<Uses>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.topic_id, u32::try_from(row.uses).unwrap_or(0))).collect())
}
