//! What the index holds of the forums: topics with their first post, and replies.
//!
//! A document is for those who read its space, and for nobody else: it carries the space, a reader holds the spaces that
//! `policy::visible` names. Wider words (the network, everyone) would let whoever was shown out of an open space count
//! what is said there.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, PersonId, PostId, Result, SpaceId, TopicId};
use platform::{
    App,
    ports::{Audience, DocKey, Document, SearchCard, SearchSource},
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{post, space, topic},
    event::{Where, kind},
    markdown,
    policy::visible,
};

mod rows;

use rows::Rows;

pub(crate) const TOPIC: &str = "topic";
pub(crate) const POST: &str = "post";

/// The text of a file was read; the body names its owner. Written by `files`, known by name.
const FILE_READ: &str = "files.text_ready";

/// Databases bind a limited number of values.
const CHUNK: usize = 300;

/// The forums' ends of the search.
pub struct Found;

fn topic_key(id: TopicId) -> DocKey {
    DocKey { kind: TOPIC, id: id.0 }
}

fn post_key(id: PostId) -> DocKey {
    DocKey { kind: POST, id: id.0 }
}

#[async_trait]
impl SearchSource for Found {
    fn kinds(&self) -> &'static [&'static str] {
        &[TOPIC, POST]
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            kind::POST_CREATED
                | kind::POST_EDITED
                | kind::POST_DELETED
                | kind::POST_RESTORED
                | kind::POST_REACTED
                | kind::ANSWER_ACCEPTED
                | kind::TOPIC_CHANGED
                | kind::SPACE_RENAMED
                | accounts::event::PERSON_CHANGED
                | FILE_READ
        )
    }

    async fn touched(&self, app: &App, event: &FeedEvent) -> Result<Vec<DocKey>> {
        match event.kind.as_str() {
            accounts::event::PERSON_CHANGED => by_author(app, PersonId(event.subject)).await,
            FILE_READ => of_file(app, event).await,
            kind::SPACE_RENAMED => in_space(app, SpaceId(event.subject)).await,
            // The same change is told to the topic's watchers and to the space's; once is enough.
            kind::TOPIC_CHANGED if event.stream.kind != "topic" => Ok(Vec::new()),
            _ => match Where::of(event) {
                Some(at) => around(app, event, at).await,
                None => Ok(Vec::new()),
            },
        }
    }

    async fn load(&self, app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
        let mut made = Vec::with_capacity(keys.len());
        for part in keys.chunks(CHUNK) {
            let rows = Rows::load(app, part, None).await?;
            let files = rows.files(app).await?;
            made.extend(rows.each().map(|(topic, post)| document(&rows, topic, post, &files)));
        }
        Ok(made)
    }

    async fn page(&self, app: &App, kind: &'static str, after: Option<Uuid>, limit: u64) -> Result<Vec<DocKey>> {
        let after = after.unwrap_or_default();
        let db = app.reader();
        let ids: Vec<Uuid> = if kind == TOPIC {
            let rows = topic::Entity::find().filter(topic::Column::DeletedAt.is_null());
            let rows = rows.filter(topic::Column::Id.gt(after)).order_by_asc(topic::Column::Id).limit(limit);
            rows.select_only().column(topic::Column::Id).into_tuple().all(db).await?
        } else {
            let rows = post::Entity::find().filter(post::Column::No.gt(1)).filter(post::Column::DeletedAt.is_null());
            let rows = rows.filter(post::Column::Id.gt(after)).order_by_asc(post::Column::Id).limit(limit);
            rows.select_only().column(post::Column::Id).into_tuple().all(db).await?
        };
        Ok(ids.into_iter().map(|id| DocKey { kind, id }).collect())
    }

    async fn audiences(&self, app: &App, reader: Option<&Actor>) -> Result<Vec<Audience>> {
        let Some(actor) = reader else { return Ok(Vec::new()) };
        let spaces: Vec<SpaceId> = space::Entity::find()
            .select_only()
            .column(space::Column::Id)
            .filter(visible::readable(actor))
            .into_tuple()
            .all(app.reader())
            .await?;
        Ok(spaces.into_iter().map(Audience::Space).collect())
    }

    async fn cards(&self, app: &App, reader: Option<&Actor>, keys: &[DocKey]) -> Result<HashMap<DocKey, SearchCard>> {
        let mut made = HashMap::with_capacity(keys.len());
        let Some(actor) = reader else { return Ok(made) };
        for part in keys.chunks(CHUNK) {
            let rows = Rows::load(app, part, Some(visible::readable(actor))).await?;
            made.extend(rows.each().map(|(topic, post)| card(&rows, topic, post)));
        }
        Ok(made)
    }
}

/// Documents that a change of a topic or a post concerns.
async fn around(app: &App, event: &FeedEvent, at: Where) -> Result<Vec<DocKey>> {
    let mut keys = vec![topic_key(at.topic)];
    match event.kind.as_str() {
        // Replies inherit subject and grades, go with their topic, and one of them may have lost its mark.
        kind::TOPIC_CHANGED | kind::ANSWER_ACCEPTED => {
            keys.extend(replies(app, post::Column::TopicId.eq(at.topic)).await?);
        }
        _ => keys.extend(at.post.filter(|_| at.no != Some(1)).map(post_key)),
    }
    Ok(keys)
}

/// The document that shows an attached file.
async fn of_file(app: &App, event: &FeedEvent) -> Result<Vec<DocKey>> {
    #[derive(serde::Deserialize)]
    struct Owned {
        kind: Option<String>,
        id: Option<Uuid>,
    }
    let Owned { kind, id } = event.body()?;
    let Some(id) = id.filter(|_| kind.as_deref() == Some(POST)) else { return Ok(Vec::new()) };
    let Some(row) = post::Entity::find_by_id(PostId(id)).one(app.reader()).await? else { return Ok(Vec::new()) };
    Ok(vec![if row.no == 1 { topic_key(row.topic_id) } else { post_key(row.id) }])
}

async fn replies(app: &App, which: sea_orm::sea_query::SimpleExpr) -> Result<Vec<DocKey>> {
    let ids: Vec<PostId> = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(which)
        .filter(post::Column::No.gt(1))
        .into_tuple()
        .all(app.reader())
        .await?;
    Ok(ids.into_iter().map(post_key).collect())
}

async fn topics(app: &App, which: sea_orm::sea_query::SimpleExpr) -> Result<Vec<TopicId>> {
    let rows = topic::Entity::find().select_only().column(topic::Column::Id).filter(which);
    Ok(rows.into_tuple().all(app.reader()).await?)
}

async fn by_author(app: &App, person: PersonId) -> Result<Vec<DocKey>> {
    let mut keys: Vec<DocKey> =
        topics(app, topic::Column::AuthorId.eq(person)).await?.into_iter().map(topic_key).collect();
    keys.extend(replies(app, post::Column::AuthorId.eq(person)).await?);
    Ok(keys)
}

async fn in_space(app: &App, space: SpaceId) -> Result<Vec<DocKey>> {
    let topics = topics(app, topic::Column::SpaceId.eq(space)).await?;
    let mut keys: Vec<DocKey> = topics.iter().copied().map(topic_key).collect();
    for part in topics.chunks(CHUNK) {
        keys.extend(replies(app, post::Column::TopicId.is_in(part.iter().copied())).await?);
    }
    Ok(keys)
}

fn document(rows: &Rows, topic: &topic::Model, post: &post::Model, files: &rows::Files) -> Document {
    let first = post.no == 1;
    Document {
        key: if first { topic_key(topic.id) } else { post_key(post.id) },
        // A reply is found by its own words; the title belongs to the topic.
        title: if first { topic.title.clone() } else { String::new() },
        summary: String::new(),
        body: markdown::plain(&post.body),
        keywords: if first { rows.tags(topic.id) } else { Vec::new() },
        authors: vec![rows.author(post).full_name()],
        places: rows.space(topic).map(|space| space.title.clone()).into_iter().collect(),
        files: files.of(post.id),
        subjects: topic.subject.clone().into_iter().collect(),
        grades: rows.grades(topic.id),
        form: first.then(|| rows::form(topic.kind).to_owned()),
        skills: rows.skills(topic.id),
        school: None,
        level: None,
        licence: None,
        at: if first { topic.last_post_at } else { post.created_at },
        quality: quality(topic, post),
        uses: rows.uses(topic, post),
        audience: vec![Audience::Space(topic.space_id)],
    }
}

/// 0 to 1: an answered question is worth more than a talk, its answer more than the rest.
fn quality(topic: &topic::Model, post: &post::Model) -> f32 {
    let answered = topic.accepted_post_id.is_some();
    if post.no > 1 {
        return if topic.accepted_post_id == Some(post.id) { 0.8 } else { 0.2 };
    }
    let replies = u8::try_from((topic.post_count - 1).clamp(0, 10)).unwrap_or(0);
    let base = if answered { 0.6 } else { 0.3 };
    base + f32::from(replies) * 0.02
}

fn card(rows: &Rows, topic: &topic::Model, post: &post::Model) -> (DocKey, SearchCard) {
    let first = post.no == 1;
    let key = if first { topic_key(topic.id) } else { post_key(post.id) };
    let card = SearchCard {
        title: topic.title.clone(),
        summary: if first { topic.excerpt.clone() } else { markdown::excerpt(&post.body) },
        path: if first { format!("/t/{}", topic.id) } else { format!("/p/{}", post.id) },
        people: vec![rows.author(post)],
        place: rows.space(topic).map(|space| space.title.clone()),
        subjects: topic.subject.clone().into_iter().collect(),
        grades: rows.grades(topic.id),
        form: Some(rows::form(topic.kind).to_owned()),
        skills: rows.skills(topic.id),
        level: None,
        at: if first { topic.last_post_at } else { post.created_at },
        uses: rows.uses(topic, post),
        answered: topic.accepted_post_id.is_some() && (first || topic.accepted_post_id == Some(post.id)),
    };
    (key, card)
}

/// Ids of one kind among keys.
fn ids(keys: &[DocKey], kind: &str) -> BTreeSet<Uuid> {
    keys.iter().filter(|key| key.kind == kind).map(|key| key.id).collect()
}
