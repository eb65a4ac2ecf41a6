//! Notices in words, as their reader may see them now.

use std::collections::HashMap;

use kernel::{Actor, NoticeId, PostId, Result, SpaceId, TopicId};
use platform::{
    App,
    ports::{NoticeAbout, NoticeText},
};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    entity::prelude::*,
    sea_query::{ExprTrait, Query},
};

use crate::{
    entity::{post, read_mark, space, topic},
    markdown,
    notices::{INVITATION, REQUEST},
    policy::visible,
};

#[derive(FromQueryResult)]
struct Line {
    id: PostId,
    topic_id: TopicId,
    no: i32,
    body: String,
    deleted_at: Option<kernel::Timestamp>,
    title: String,
}

pub async fn describe(
    app: &App,
    reader: &Actor,
    notices: &[(NoticeId, NoticeAbout)],
) -> Result<HashMap<NoticeId, NoticeText>> {
    let db = app.reader();
    let posts = posts(db, reader, notices.iter().filter_map(|(_, about)| about.post).collect()).await?;
    let marks = marks(db, reader, posts.values().map(|line| line.topic_id).collect()).await?;
    let (titles, moderated) = spaces(db, reader, notices).await?;
    let mut told = HashMap::new();
    for (id, about) in notices {
        let text = match (about.post, about.space) {
            (Some(post), _) => posts.get(&post).map(|line| in_words(line, &marks)),
            // An invitation is answered once the person is in; a request is shown to whoever may answer it.
            (None, Some(space)) if about.kind == INVITATION => titles.get(&space).map(|title| title_only(title)),
            (None, Some(space)) if about.kind == REQUEST && moderated.contains(&space) => {
                titles.get(&space).map(|title| title_only(title))
            }
            _ => None,
        };
        told.extend(text.map(|text| (*id, text)));
    }
    Ok(told)
}

fn title_only(title: &str) -> NoticeText {
    NoticeText { title: title.to_owned(), ..NoticeText::default() }
}

/// A deleted post keeps its place in the inbox and loses its words.
fn in_words(line: &Line, marks: &HashMap<TopicId, i32>) -> NoticeText {
    NoticeText {
        title: line.title.clone(),
        excerpt: line.deleted_at.is_none().then(|| markdown::excerpt(&line.body)),
        post_no: Some(line.no),
        seen: marks.get(&line.topic_id).is_some_and(|mark| line.no <= *mark),
        ..NoticeText::default()
    }
}

/// Posts the reader may see now.
async fn posts<C: ConnectionTrait>(db: &C, reader: &Actor, ids: Vec<PostId>) -> Result<HashMap<PostId, Line>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query = Query::select()
        .columns([
            (post::Entity, post::Column::Id),
            (post::Entity, post::Column::TopicId),
            (post::Entity, post::Column::No),
            (post::Entity, post::Column::Body),
            (post::Entity, post::Column::DeletedAt),
        ])
        .column((topic::Entity, topic::Column::Title))
        .from(post::Entity)
        .inner_join(
            topic::Entity,
            Expr::col((topic::Entity, topic::Column::Id)).equals((post::Entity, post::Column::TopicId)),
        )
        .inner_join(
            space::Entity,
            Expr::col((space::Entity, space::Column::Id)).equals((topic::Entity, topic::Column::SpaceId)),
        )
        .and_where(post::Column::Id.is_in(ids))
        .and_where(topic::Column::DeletedAt.is_null())
        .cond_where(visible::readable(reader))
        .take();
    let rows = Line::find_by_statement(db.get_database_backend().build(&query)).all(db).await?;
    Ok(rows.into_iter().map(|line| (line.id, line)).collect())
}

async fn marks<C: ConnectionTrait>(db: &C, reader: &Actor, topics: Vec<TopicId>) -> Result<HashMap<TopicId, i32>> {
    if topics.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = read_mark::Entity::find()
        .filter(read_mark::Column::PersonId.eq(reader.person))
        .filter(read_mark::Column::TopicId.is_in(topics))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|m| (m.topic_id, m.last_read_no)).collect())
}

/// Titles of spaces the reader knows of, and which of them they moderate.
async fn spaces<C: ConnectionTrait>(
    db: &C,
    reader: &Actor,
    notices: &[(NoticeId, NoticeAbout)],
) -> Result<(HashMap<SpaceId, String>, Vec<SpaceId>)> {
    let ids: Vec<SpaceId> = notices.iter().filter(|(_, a)| a.post.is_none()).filter_map(|(_, a)| a.space).collect();
    if ids.is_empty() {
        return Ok((HashMap::new(), Vec::new()));
    }
    let rows =
        space::Entity::find().filter(space::Column::Id.is_in(ids)).filter(visible::listed(reader)).all(db).await?;
    let mut moderated = Vec::new();
    for row in &rows {
        if crate::access::room(db, reader, row.id).await?.seat.moderates() {
            moderated.push(row.id);
        }
    }
    Ok((rows.into_iter().map(|s| (s.id, s.title)).collect(), moderated))
}
