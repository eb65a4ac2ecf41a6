//! `/topics`

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Actor, Error, FileId, Page, PostId, SectionId, SkillId, SpaceId, TopicId};
use platform::{
    App, feed,
    http::{Body, Id, IdempotencyKey, Parameters, Problems, Reader, Reason, ReasonBody, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::extract::some;
use crate::{
    access, answers,
    kinds::TopicKind,
    topics::{self, Changed, NewTopic, TopicChange},
    view::{
        Topic, TopicCard,
        lists::{self, TopicQuery},
        topic as view,
    },
};

#[derive(Deserialize, ToSchema)]
pub struct CreateTopic {
    pub space_id: SpaceId,
    pub section_id: Option<SectionId>,
    pub kind: TopicKind,
    pub title: String,
    /// Markdown; becomes post 1.
    pub body: String,
    pub subject: Option<String>,
    #[serde(default)]
    pub grades: Vec<i32>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// Weak spots it is about.
    #[serde(default)]
    pub skills: Vec<SkillId>,
    /// Uploaded files to attach to post 1.
    #[serde(default)]
    pub files: Vec<FileId>,
}

#[derive(Deserialize, ToSchema)]
pub struct ChangeTopic {
    pub version: i32,
    pub title: Option<String>,
    /// `null` moves the topic out of any section.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<SectionId>)]
    pub section_id: Option<Option<SectionId>>,
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    pub subject: Option<Option<String>>,
    pub grades: Option<Vec<i32>>,
    pub tags: Option<Vec<String>>,
    pub skills: Option<Vec<SkillId>>,
    pub pinned: Option<bool>,
    pub locked: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
pub struct AcceptAnswer {
    /// `null` takes the mark off.
    pub post_id: Option<PostId>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TagQuery {
    /// Words the tag holds.
    #[serde(default)]
    pub q: String,
}

#[derive(Serialize, ToSchema)]
pub struct Tags {
    pub items: Vec<String>,
}

/// The topic as the caller sees it. `position` is read first: what follows may be newer, never older.
async fn current(app: &App, actor: &Actor, id: TopicId) -> Result<Topic> {
    let db = app.reader();
    let position = feed::head(db).await?;
    let place = access::place(db, actor, id).await?;
    Ok(view::topic(app, db, actor, &place, position).await?)
}

/// Topics the caller may read, newest first; inside one space the pinned ones come before the rest
#[utoipa::path(get, path = "/topics", tag = "forums", params(TopicQuery), responses((status = 200, body = Page<TopicCard>), Problems))]
pub async fn list_topics(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<TopicQuery>,
) -> Result<Json<Page<TopicCard>>> {
    Ok(Json(lists::topics(&app, &actor, &query).await?))
}

/// Starts a topic; the same key again answers 200 with the same topic
#[utoipa::path(post, path = "/topics", tag = "forums", params(("idempotency-key" = String, Header)), request_body = CreateTopic,
    responses((status = 201, body = Topic), (status = 200, body = Topic), Problems))]
pub async fn create_topic(
    State(app): State<App>,
    Reader(actor): Reader,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CreateTopic>,
) -> Result<Response> {
    let CreateTopic { space_id, section_id, kind, title, body, subject, grades, tags, skills, files } = body;
    let (space, section) = (space_id, section_id);
    let new = NewTopic { space, section, kind, title, body, subject, grades, tags, skills, files, key: Some(key) };
    let mut tx = app.begin().await?;
    let started = topics::create(&mut tx, &actor, new).await?;
    tx.commit().await?;
    let topic = current(&app, &actor, started.topic.id).await?;
    let status = if started.fresh { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(topic)).into_response())
}

/// One topic
#[utoipa::path(get, path = "/topics/{id}", tag = "forums", params(("id" = TopicId, Path)), responses((status = 200, body = Topic), Problems))]
pub async fn get_topic(State(app): State<App>, Reader(actor): Reader, Id(id): Id<TopicId>) -> Result<Json<Topic>> {
    Ok(Json(current(&app, &actor, id).await?))
}

/// Changes a topic; pinning, locking and moving are for moderators
#[utoipa::path(patch, path = "/topics/{id}", tag = "forums", params(("id" = TopicId, Path)), request_body = ChangeTopic, responses((status = 200, body = Topic), Problems))]
pub async fn change_topic(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<TopicId>,
    Body(body): Body<ChangeTopic>,
) -> Result<Json<Topic>> {
    let ChangeTopic { version, title, section_id: section, subject, grades, tags, skills, pinned, locked } = body;
    let mut tx = app.begin().await?;
    let change = TopicChange { version, title, section, subject, grades, tags, skills, pinned, locked };
    let changed = topics::change(&mut tx, &actor, id, change).await?;
    if matches!(changed, Changed::Stale) {
        drop(tx);
        return Err(Error::Stale(serde_json::to_value(current(&app, &actor, id).await?)?).into());
    }
    tx.commit().await?;
    Ok(Json(current(&app, &actor, id).await?))
}

/// Takes a topic away
#[utoipa::path(delete, path = "/topics/{id}", tag = "forums", params(("id" = TopicId, Path)), request_body = Option<ReasonBody>, responses((status = 204), Problems))]
pub async fn delete_topic(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<TopicId>,
    Reason(reason): Reason,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    topics::delete(&mut tx, &actor, id, reason).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a deleted topic back
#[utoipa::path(post, path = "/topics/{id}/restore", tag = "forums", params(("id" = TopicId, Path)), responses((status = 204), Problems))]
pub async fn restore_topic(State(app): State<App>, Reader(actor): Reader, Id(id): Id<TopicId>) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    topics::restore(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks the answer of a question, or takes the mark off
#[utoipa::path(put, path = "/topics/{id}/accepted", tag = "forums", params(("id" = TopicId, Path)), request_body = AcceptAnswer, responses((status = 204), Problems))]
pub async fn accept_answer(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<TopicId>,
    Body(body): Body<AcceptAnswer>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    answers::accept(&mut tx, &actor, id, body.post_id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tags in use, the most used first
#[utoipa::path(get, path = "/tags", tag = "forums", params(TagQuery), responses((status = 200, body = Tags), Problems))]
pub async fn list_tags(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<TagQuery>,
) -> Result<Json<Tags>> {
    Ok(Json(Tags { items: lists::tags(&app, &actor, &query.q, 20).await? }))
}
