//! Looks up what a text refers to: people who may be mentioned, posts that may be quoted.

use std::collections::HashMap;

use kernel::{Actor, PersonId, PersonRef, PostId, Result};
use platform::{App, Tx, ports::NAMELESS};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    entity::prelude::*,
    sea_query::{ExprTrait, Query},
};

use crate::{
    entity::{post, space, space_member, topic},
    kinds::SpaceKind,
    markdown::{self, Context, References, Rendered, Source},
    policy::{Seat, SpaceFacts, visible},
};

/// Renders a body for the readers of a space.
pub(crate) async fn render(tx: &Tx, space: &SpaceFacts, body: &str) -> Result<Rendered> {
    let wanted = markdown::references(body);
    let mut context = Context::default();
    if !wanted.people.is_empty() {
        let readers = readers_among(tx.app(), tx.db(), space, &wanted.people).await?;
        context.people = short_names(tx.app(), &readers).await?;
    }
    if !wanted.posts.is_empty() {
        let here =
            sea_orm::Condition::any().add(space::Column::Id.eq(space.id)).add(space::Column::Kind.eq(SpaceKind::Open));
        context.posts = sources(tx.app(), tx.db(), &wanted.posts, here).await?;
    }
    Ok(markdown::render(body, &context))
}

/// How a body will look, for the editor: colleagues have names, and quotes are those the writer may read.
pub(crate) async fn preview(app: &App, actor: &Actor, body: &str) -> Result<String> {
    let wanted = markdown::references(body);
    let context = Context {
        people: if actor.confirmed { short_names(app, &wanted.people).await? } else { HashMap::new() },
        posts: sources(app, app.reader(), &wanted.posts, visible::readable(actor)).await?,
        outside: None,
    };
    Ok(markdown::render(body, &context).html)
}

/// What bodies refer to, for readers without an account: quotes of what they may read too, and the names of those who
/// agreed to be named to anybody.
pub(crate) async fn for_strangers<'a>(app: &App, bodies: impl Iterator<Item = &'a str>) -> Result<Context> {
    let mut wanted = References::default();
    for body in bodies {
        let References { people, posts } = markdown::references(body);
        wanted.people.extend(people);
        wanted.posts.extend(posts);
    }
    let quoted = quoted(app.reader(), &wanted.posts, visible::open_to_all()).await?;
    let everybody: Vec<PersonId> =
        wanted.people.iter().copied().chain(quoted.iter().map(|row| row.author_id)).collect();
    let named = app.people()?.public_names(app, &everybody).await?;
    let source = |row: Quoted| {
        let author = named.get(&row.author_id).map_or_else(|| NAMELESS.to_owned(), PersonRef::short_name);
        (row.id, Source { no: row.no, author })
    };
    Ok(Context {
        posts: quoted.into_iter().map(source).collect(),
        people: named.iter().map(|(id, person)| (*id, person.short_name())).collect(),
        outside: Some(NAMELESS),
    })
}

/// Those of `people` who read the space now.
pub(crate) async fn readers_among<C: ConnectionTrait>(
    app: &App,
    db: &C,
    space: &SpaceFacts,
    people: &[PersonId],
) -> Result<Vec<PersonId>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows = space_member::Entity::find()
        .filter(space_member::Column::SpaceId.eq(space.id))
        .filter(space_member::Column::PersonId.is_in(people.iter().copied()))
        .all(db)
        .await?;
    let explicit: HashMap<PersonId, _> = rows.into_iter().map(|m| (m.person_id, (m.role, m.state))).collect();
    let mut readers = Vec::with_capacity(people.len());
    for person in people {
        let Some(actor) = app.people()?.actor(app, *person).await? else { continue };
        let facts = SpaceFacts { explicit: explicit.get(person).copied(), ..space.clone() };
        if Seat::take(&actor, &facts).read().allowed() {
            readers.push(*person);
        }
    }
    Ok(readers)
}

async fn short_names(app: &App, people: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let names = app.people()?.names(app, people).await?;
    Ok(names.into_iter().map(|(id, person)| (id, person.short_name())).collect())
}

#[derive(FromQueryResult)]
struct Quoted {
    id: PostId,
    no: i32,
    author_id: PersonId,
}

/// Posts that stand, in spaces that `allowed` names, with the names of their authors.
async fn sources<C: ConnectionTrait>(
    app: &App,
    db: &C,
    posts: &[PostId],
    allowed: sea_orm::Condition,
) -> Result<HashMap<PostId, Source>> {
    let rows = quoted(db, posts, allowed).await?;
    let authors: Vec<PersonId> = rows.iter().map(|row| row.author_id).collect();
    let names = short_names(app, &authors).await?;
    let source = |row: Quoted| {
        let author = names.get(&row.author_id).cloned().unwrap_or_default();
        (row.id, Source { no: row.no, author })
    };
    Ok(rows.into_iter().map(source).collect())
}

async fn quoted<C: ConnectionTrait>(db: &C, posts: &[PostId], allowed: sea_orm::Condition) -> Result<Vec<Quoted>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::select()
        .columns([
            (post::Entity, post::Column::Id),
            (post::Entity, post::Column::No),
            (post::Entity, post::Column::AuthorId),
        ])
        .from(post::Entity)
        .inner_join(
            topic::Entity,
            Expr::col((topic::Entity, topic::Column::Id)).equals((post::Entity, post::Column::TopicId)),
        )
        .inner_join(
            space::Entity,
            Expr::col((space::Entity, space::Column::Id)).equals((topic::Entity, topic::Column::SpaceId)),
        )
        .and_where(Expr::col((post::Entity, post::Column::Id)).is_in(posts.iter().copied()))
        .and_where(Expr::col((post::Entity, post::Column::DeletedAt)).is_null())
        .and_where(Expr::col((topic::Entity, topic::Column::DeletedAt)).is_null())
        .cond_where(allowed)
        .take();
    Ok(Quoted::find_by_statement(db.get_database_backend().build(&query)).all(db).await?)
}
