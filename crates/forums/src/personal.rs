//! What the forums keep about a person: handed out, erased.
//!
//! Posts stay: others answered them. Names that stand inside words of others (mentions, headers of quotes) go.

use async_trait::async_trait;
use kernel::{PersonId, PostId, Result, TopicId};
use platform::{
    App, Tx,
    ports::{ERASED_NAME, PersonalData, PersonalPart},
};
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, Set, entity::prelude::*};
use serde_json::{Value, json};

use crate::{
    entity::{
        bookmark, draft, mention, post, post_version, reaction, read_mark, space, space_mark, space_member, topic,
        watch,
    },
    event::{Event, Scene},
    markdown, rendering,
};

const BATCH: u64 = 500;

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let db = app.reader();
        let part = |name, contents| PersonalPart { name, contents };
        Ok(vec![
            part("topics", topics(db, person).await?),
            part("posts", posts(db, person).await?),
            part("drafts", drafts(db, person).await?),
            part("bookmarks", bookmarks(db, person).await?),
            part("reactions", reactions(db, person).await?),
            part("spaces", spaces(db, person).await?),
        ])
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        let named = naming(tx, person).await?;
        mention::Entity::delete_many().filter(mention::Column::PersonId.eq(person)).exec(tx.db()).await?;
        rename(tx, person).await?;
        rendering::ask_for(tx, &named).await?;
        draft::Entity::delete_many().filter(draft::Column::PersonId.eq(person)).exec(tx.db()).await?;
        bookmark::Entity::delete_many().filter(bookmark::Column::PersonId.eq(person)).exec(tx.db()).await?;
        read_mark::Entity::delete_many().filter(read_mark::Column::PersonId.eq(person)).exec(tx.db()).await?;
        space_mark::Entity::delete_many().filter(space_mark::Column::PersonId.eq(person)).exec(tx.db()).await?;
        space_member::Entity::delete_many().filter(space_member::Column::PersonId.eq(person)).exec(tx.db()).await?;
        watch::Entity::delete_many().filter(watch::Column::PersonId.eq(person)).exec(tx.db()).await?;
        Ok(())
    }
}

async fn topics<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = topic::Entity::find().filter(topic::Column::AuthorId.eq(person)).order_by_asc(topic::Column::Id);
    let line = |row: topic::Model| {
        json!({
            "id": row.id, "title": row.title, "kind": row.kind, "subject": row.subject, "created_at": row.created_at,
            "deleted_at": row.deleted_at, "delete_reason": row.delete_reason,
        })
    };
    Ok(rows.all(db).await?.into_iter().map(line).collect())
}

async fn posts<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = post::Entity::find().filter(post::Column::AuthorId.eq(person)).order_by_asc(post::Column::Id);
    let line = |row: post::Model| {
        json!({
            "id": row.id, "topic": row.topic_id, "no": row.no, "text": row.body, "created_at": row.created_at,
            "edited_at": row.edited_at, "deleted_at": row.deleted_at, "delete_reason": row.delete_reason,
        })
    };
    Ok(rows.all(db).await?.into_iter().map(line).collect())
}

async fn drafts<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = draft::Entity::find().filter(draft::Column::PersonId.eq(person)).order_by_asc(draft::Column::UpdatedAt);
    let line = |row: draft::Model| json!({ "for": row.draft_key, "title": row.title, "text": row.body, "updated_at": row.updated_at });
    Ok(rows.all(db).await?.into_iter().map(line).collect())
}

async fn bookmarks<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = bookmark::Entity::find().filter(bookmark::Column::PersonId.eq(person));
    let rows = rows.order_by_asc(bookmark::Column::CreatedAt).all(db).await?;
    let line = |row: bookmark::Model| json!({ "post": format!("/p/{}", row.post_id), "created_at": row.created_at });
    Ok(rows.into_iter().map(line).collect())
}

async fn reactions<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = reaction::Entity::find().filter(reaction::Column::PersonId.eq(person));
    let rows = rows.order_by_asc(reaction::Column::At).all(db).await?;
    let line =
        |row: reaction::Model| json!({ "post": format!("/p/{}", row.post_id), "reaction": row.kind, "at": row.at });
    Ok(rows.into_iter().map(line).collect())
}

async fn spaces<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = space_member::Entity::find().filter(space_member::Column::PersonId.eq(person));
    let rows = rows.order_by_asc(space_member::Column::Since).all(db).await?;
    let ids = rows.iter().map(|row| row.space_id);
    let titles = space::Entity::find().filter(space::Column::Id.is_in(ids)).all(db).await?;
    let line = |row: space_member::Model| {
        let title = titles.iter().find(|s| s.id == row.space_id).map(|s| s.title.as_str());
        json!({ "space": title, "role": row.role, "state": row.state, "since": row.since })
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Posts whose finished text shows the person's name: they call the person, or quote one of their posts.
async fn naming(tx: &Tx, person: PersonId) -> Result<Vec<PostId>> {
    let mut found: Vec<PostId> = mention::Entity::find()
        .select_only()
        .column(mention::Column::PostId)
        .filter(mention::Column::PersonId.eq(person))
        .into_tuple()
        .all(tx.db())
        .await?;
    let mut after = PostId(Uuid::nil());
    loop {
        let rows: Vec<(PostId, String)> = post::Entity::find()
            .select_only()
            .columns([post::Column::Id, post::Column::Body])
            .filter(post::Column::Body.contains("[!quote post="))
            .filter(post::Column::Id.gt(after))
            .order_by_asc(post::Column::Id)
            .limit(BATCH)
            .into_tuple()
            .all(tx.db())
            .await?;
        let Some((last, _)) = rows.last() else { return Ok(found) };
        after = *last;
        let quoted: Vec<(PostId, Vec<PostId>)> =
            rows.into_iter().map(|(id, body)| (id, markdown::references(&body).posts)).collect();
        let sources = quoted.iter().flat_map(|(_, posts)| posts.iter().copied());
        let theirs: Vec<PostId> = post::Entity::find()
            .select_only()
            .column(post::Column::Id)
            .filter(post::Column::AuthorId.eq(person))
            .filter(post::Column::Id.is_in(sources))
            .into_tuple()
            .all(tx.db())
            .await?;
        found.extend(quoted.iter().filter(|(_, posts)| posts.iter().any(|p| theirs.contains(p))).map(|(id, _)| *id));
    }
}

/// The label of a mention is somebody's name typed by somebody else: it is replaced wherever it stands.
async fn rename(tx: &mut Tx, person: PersonId) -> Result<()> {
    let mark = format!("](person:{person})");
    let rows = post::Entity::find().filter(post::Column::Body.contains(&mark)).all(tx.db()).await?;
    for row in rows {
        let body = unnamed(&row.body, &mark);
        if row.no == 1 {
            let excerpt = markdown::excerpt(&body);
            let topic = topic::ActiveModel { id: Set(row.topic_id), excerpt: Set(excerpt), ..Default::default() };
            topic.update(tx.db()).await?;
        }
        post::ActiveModel { id: Set(row.id), body: Set(body), ..Default::default() }.update(tx.db()).await?;
        if let Some(space) = space_of(tx, row.topic_id).await? {
            let at = Scene { actor: person, topic: row.topic_id, space };
            tx.emit(Event::PostEdited { at, post: row.id, no: row.no });
        }
    }
    for row in post_version::Entity::find().filter(post_version::Column::Body.contains(&mark)).all(tx.db()).await? {
        let body = unnamed(&row.body, &mark);
        let mut change: post_version::ActiveModel = row.into();
        change.body = Set(body);
        change.update(tx.db()).await?;
    }
    for row in draft::Entity::find().filter(draft::Column::Body.contains(&mark)).all(tx.db()).await? {
        let body = unnamed(&row.body, &mark);
        let mut change: draft::ActiveModel = row.into();
        change.body = Set(body);
        change.update(tx.db()).await?;
    }
    Ok(())
}

async fn space_of(tx: &Tx, topic: TopicId) -> Result<Option<kernel::SpaceId>> {
    Ok(topic::Entity::find_by_id(topic).one(tx.db()).await?.map(|row| row.space_id))
}

/// `[Иванова М. П.](person:…)` without the name.
fn unnamed(body: &str, mark: &str) -> String {
    let mut kept = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find(mark) {
        let label = rest[..at].rfind('[').map_or(at, |open| open + 1);
        kept.push_str(&rest[..label]);
        kept.push_str(ERASED_NAME);
        kept.push_str(mark);
        rest = &rest[at + mark.len()..];
    }
    kept.push_str(rest);
    kept
}
