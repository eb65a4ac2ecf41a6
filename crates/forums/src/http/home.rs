//! «Что нового для меня»

use axum::{Json, extract::State};
use platform::{
    App, feed,
    http::{Problems, Reader, Result},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::{
    SpaceCard, TopicCard,
    lists::{self, TopicFilter},
};

#[derive(Serialize, ToSchema)]
pub struct Home {
    /// Unread posts in all spaces of the caller, without what is muted.
    pub unread_total: i32,
    /// The caller's spaces, those with unread first.
    pub spaces: Vec<SpaceCard>,
    pub unread_topics: Vec<TopicCard>,
    /// Questions without an accepted answer in the caller's subjects.
    pub questions: Vec<TopicCard>,
    pub watched: Vec<TopicCard>,
    /// Read before the rest: the answer may be newer, never older.
    pub position: i64,
}

/// What is new for the caller
#[utoipa::path(get, path = "/home", tag = "forums", responses((status = 200, body = Home), Problems))]
pub async fn get_home(State(app): State<App>, Reader(actor): Reader) -> Result<Json<Home>> {
    let position = feed::head(app.reader()).await?;
    let spaces = lists::my_spaces(&app, &actor).await?;
    Ok(Json(Home {
        unread_total: spaces.iter().map(|s| s.my.unread).sum(),
        spaces,
        unread_topics: lists::some_topics(&app, &actor, TopicFilter::Unread, 10).await?,
        questions: lists::questions(&app, &actor, 5).await?,
        watched: lists::some_topics(&app, &actor, TopicFilter::Watched, 10).await?,
        position,
    }))
}
