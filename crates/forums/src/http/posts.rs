//! `/topics/{id}/posts` and `/posts`

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{FileId, PostId, TopicId};
use platform::{
    App,
    http::{Body, Id, IdempotencyKey, Parameters, Problems, Reader, Reason, ReasonBody, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    access, history,
    history::Version,
    policy::PostFacts,
    posts::{self, Edit, NewPost},
    quoting,
    view::{PageCache, Post, PostPage, Range, page, post as view},
};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostsQuery {
    /// Posts with greater numbers.
    pub after: Option<i32>,
    /// Posts with smaller numbers.
    pub before: Option<i32>,
    /// A page that holds this number; 0 for the first unread post.
    pub around: Option<i32>,
    /// Posts per page, 1 to 100; 20 unless told.
    pub limit: Option<i32>,
}

impl PostsQuery {
    fn range(&self) -> Range {
        match (self.around, self.before, self.after) {
            (Some(no), _, _) => Range::Around(no),
            (None, Some(no), _) => Range::Before(no),
            (None, None, after) => Range::After(after.unwrap_or(0)),
        }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct CreatePost {
    /// Markdown.
    pub body: String,
    pub reply_to: Option<PostId>,
    /// Uploaded files to attach.
    #[serde(default)]
    pub files: Vec<FileId>,
}

#[derive(Deserialize, ToSchema)]
pub struct EditPost {
    pub version: i32,
    pub body: String,
    pub reason: Option<String>,
    /// What is attached from now on; absent: as it was.
    pub files: Option<Vec<FileId>>,
}

#[derive(Deserialize, ToSchema)]
pub struct PreviewPost {
    pub body: String,
}

#[derive(Serialize, ToSchema)]
pub struct Preview {
    pub html: String,
}

#[derive(Serialize, ToSchema)]
pub struct TopicRef {
    pub id: TopicId,
    pub title: String,
}

#[derive(Serialize, ToSchema)]
pub struct OnePost {
    pub post: Post,
    pub topic: TopicRef,
    /// Markdown, for those who may edit.
    pub body: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct Versions {
    pub items: Vec<Version>,
}

/// Posts of a topic in the order of their numbers
#[utoipa::path(get, path = "/topics/{id}/posts", tag = "forums", params(("id" = TopicId, Path), PostsQuery), responses((status = 200, body = PostPage), Problems))]
pub async fn list_posts(
    State(app): State<App>,
    Extension(pages): Extension<Arc<PageCache>>,
    Reader(actor): Reader,
    Id(id): Id<TopicId>,
    Parameters(query): Parameters<PostsQuery>,
) -> Result<Response> {
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    let json = page::json(&app, &pages, &actor, id, query.range(), limit).await?;
    Ok(([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")], json)
        .into_response())
}

/// Replies; the same key again answers 200 with the same post
#[utoipa::path(post, path = "/topics/{id}/posts", tag = "forums", params(("id" = TopicId, Path), ("idempotency-key" = String, Header)),
    request_body = CreatePost, responses((status = 201, body = Post), (status = 200, body = Post), Problems))]
pub async fn create_post(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<TopicId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(CreatePost { body, reply_to, files }): Body<CreatePost>,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    let posted = posts::create(&mut tx, &actor, id, NewPost { body, reply_to, files, key: Some(key) }).await?;
    tx.commit().await?;
    let post = view::post(&app, app.reader(), posted.post).await?;
    let status = if posted.fresh { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(post)).into_response())
}

/// One post by its eternal address
#[utoipa::path(get, path = "/posts/{id}", tag = "forums", params(("id" = PostId, Path)), responses((status = 200, body = OnePost), Problems))]
pub async fn get_post(State(app): State<App>, Reader(actor): Reader, Id(id): Id<PostId>) -> Result<Json<OnePost>> {
    let db = app.reader();
    let (place, post) = access::post(db, &actor, id).await?;
    let may_edit = place.seat().edit_post(place.facts(), PostFacts::from(&post)).allowed();
    let body = may_edit.then(|| post.body.clone());
    let topic = TopicRef { id: place.topic.id, title: place.topic.title };
    Ok(Json(OnePost { post: view::post(&app, db, post).await?, topic, body }))
}

/// Replaces the words of a post; a stale version answers 409 with the current words
#[utoipa::path(patch, path = "/posts/{id}", tag = "forums", params(("id" = PostId, Path)), request_body = EditPost, responses((status = 200, body = Post), Problems))]
pub async fn edit_post(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PostId>,
    Body(EditPost { version, body, reason, files }): Body<EditPost>,
) -> Result<Json<Post>> {
    let mut tx = app.begin().await?;
    let post = posts::edit(&mut tx, &actor, id, Edit { version, body, reason, files }).await?;
    tx.commit().await?;
    Ok(Json(view::post(&app, app.reader(), post).await?))
}

/// Takes a post away; its number stays
#[utoipa::path(delete, path = "/posts/{id}", tag = "forums", params(("id" = PostId, Path)), request_body = Option<ReasonBody>, responses((status = 204), Problems))]
pub async fn delete_post(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PostId>,
    Reason(reason): Reason,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    posts::delete(&mut tx, &actor, id, reason).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a deleted post back
#[utoipa::path(post, path = "/posts/{id}/restore", tag = "forums", params(("id" = PostId, Path)), responses((status = 204), Problems))]
pub async fn restore_post(State(app): State<App>, Reader(actor): Reader, Id(id): Id<PostId>) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    posts::restore(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// All wordings of a post, oldest first, each with its difference from the one before
#[utoipa::path(get, path = "/posts/{id}/versions", tag = "forums", params(("id" = PostId, Path)), responses((status = 200, body = Versions), Problems))]
pub async fn list_versions(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PostId>,
) -> Result<Json<Versions>> {
    Ok(Json(Versions { items: history::versions(&app, &actor, id).await? }))
}

/// How Markdown will look
#[utoipa::path(post, path = "/preview", tag = "forums", request_body = PreviewPost, responses((status = 200, body = Preview), Problems))]
pub async fn preview_post(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(PreviewPost { body }): Body<PreviewPost>,
) -> Result<Json<Preview>> {
    if !body.is_empty() {
        posts::check_body(&body)?;
    }
    Ok(Json(Preview { html: quoting::preview(&app, &actor, &body).await? }))
}
