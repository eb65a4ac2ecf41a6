//! `/notices`: list, count, mark read.

use axum::{Json, extract::State};
use kernel::{Error, NoticeId, PageQuery, TopicId};
use platform::{
    App,
    http::{Body, Parameters, Problems, Result, Signed},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::inbox::{self, Notice, Which};

/// Filter and page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InboxQuery {
    /// Only what is not read yet.
    #[serde(default)]
    pub unread: bool,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

/// A page of the inbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticePage {
    items: Vec<Notice>,
    next: Option<String>,
    /// Of all notices; 100 means 100 or more.
    unread: usize,
}

/// How many notices are unread.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unread {
    /// 100 means 100 or more.
    unread: usize,
}

/// What to mark read: some, all, or everything about a topic.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct MarkRead {
    #[serde(default)]
    ids: Vec<NoticeId>,
    #[serde(default)]
    all: bool,
    topic_id: Option<TopicId>,
}

/// Ids in one request.
const MARKED: usize = 1_000;

/// Notices of the reader, newest first
#[utoipa::path(
    get,
    path = "/notices",
    tag = "notices",
    params(InboxQuery),
    responses((status = 200, body = NoticePage), Problems)
)]
pub async fn list(
    State(app): State<App>,
    Signed(actor): Signed,
    Parameters(query): Parameters<InboxQuery>,
) -> Result<Json<NoticePage>> {
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let page = inbox::page(&app, &actor, query.unread, &page).await?;
    let unread = inbox::unread(&app, &actor).await?;
    Ok(Json(NoticePage { items: page.items, next: page.next, unread }))
}

/// How many are unread
#[utoipa::path(get, path = "/notices/count", tag = "notices", responses((status = 200, body = Unread), Problems))]
pub async fn count(State(app): State<App>, Signed(actor): Signed) -> Result<Json<Unread>> {
    Ok(Json(Unread { unread: inbox::unread(&app, &actor).await? }))
}

/// Marks notices read; foreign and unknown ids are passed over
#[utoipa::path(
    post,
    path = "/notices/read",
    tag = "notices",
    request_body = MarkRead,
    responses((status = 200, body = Unread), Problems)
)]
pub async fn read(State(app): State<App>, Signed(actor): Signed, Body(body): Body<MarkRead>) -> Result<Json<Unread>> {
    if body.ids.len() > MARKED {
        return Err(Error::invalid("ids", "too_many").into());
    }
    let which = Which { ids: body.ids, all: body.all, topic: body.topic_id };
    Ok(Json(Unread { unread: inbox::mark_read(&app, &actor, &which).await? }))
}
