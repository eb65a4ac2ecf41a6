//! Posts: numbered without gaps under the lock of their topic, rendered once, edited with all versions kept,
//! deleted softly.

use kernel::{Actor, Code, Error, FileId, PostId, Result, TopicId};
use platform::Tx;
use sea_orm::{
    ActiveValue::Set,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};
use serde::Serialize;

use crate::{
    access::{self, Place},
    attachments,
    entity::{mention, post, post_version, topic},
    event::{Event, Scene},
    markdown::{MAX_BODY, RENDERER, Rendered},
    prints::print_of,
    quoting, watches,
};

/// A reply on its way in.
#[derive(Clone, Debug, Serialize)]
pub struct NewPost {
    pub body: String,
    pub reply_to: Option<PostId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileId>,
    /// Chosen by the client; the same key never makes a second post.
    #[serde(skip)]
    pub key: Option<Uuid>,
}

/// A post that stands, and whether this call made it.
#[derive(Clone, Debug)]
pub struct Posted {
    pub post: post::Model,
    pub fresh: bool,
}

/// # Errors
/// `Invalid` when the body is empty or too long.
pub fn check_body(body: &str) -> Result<()> {
    let mut checks = kernel::error::Checks::default();
    checks.text(body, MAX_BODY, "body");
    checks.done()
}

pub(crate) fn scene(actor: &Actor, place: &Place) -> Scene {
    Scene { actor: actor.person, topic: place.topic.id, space: place.topic.space_id }
}

/// Replies to a topic. A repeated key answers the post of the first time, even if the topic was locked since.
pub async fn create(tx: &mut Tx, actor: &Actor, topic: TopicId, new: NewPost) -> Result<Posted> {
    check_body(&new.body)?;
    attachments::check(&new.files)?;
    let place = access::locked_place(tx.db(), actor, topic).await?;
    let print = print_of(&(topic, &new))?;
    if let Err(refusal) = place.seat().reply(place.facts()).or_refuse() {
        return match earlier(tx, actor, new.key, &print).await? {
            Some(post) => Ok(Posted { post, fresh: false }),
            None => Err(refusal),
        };
    }
    if let Some(target) = new.reply_to {
        check_reply_target(tx, &place, target).await?;
    }
    let rendered = quoting::render(tx, &place.room.facts, &new.body).await?;
    let no = place.topic.last_no + 1;
    let row = row(tx, actor, &place.topic, no, &new, &rendered, print.clone());
    let Some(mut post) = insert(tx, row).await? else {
        let post = earlier(tx, actor, new.key, &print).await?.ok_or(Error::Conflict(Code::KeyReused))?;
        return Ok(Posted { post, fresh: false });
    };
    add_mentions(tx, post.id, &rendered).await?;
    if !new.files.is_empty() {
        post.files = attachments::bind(tx, post.id, actor.person, &new.files).await?;
    }
    topic::Entity::update_many()
        .col_expr(topic::Column::LastNo, Expr::value(no))
        .col_expr(topic::Column::PostCount, Expr::col(topic::Column::PostCount).add(1))
        .col_expr(topic::Column::LastPostAt, Expr::value(tx.now()))
        .col_expr(topic::Column::LastPostBy, Expr::value(actor.person))
        .col_expr(topic::Column::Revision, Expr::col(topic::Column::Revision).add(1))
        .filter(topic::Column::Id.eq(topic))
        .exec(tx.db())
        .await?;
    watches::follow_by_writing(tx, actor, topic, place.level).await?;
    let at = scene(actor, &place);
    tx.emit(Event::PostCreated { at, post: post.id, no });
    tx.emit(Event::TopicBumped { at });
    Ok(Posted { post, fresh: true })
}

/// The row of a new post.
pub(crate) fn row(
    tx: &Tx,
    actor: &Actor,
    topic: &topic::Model,
    no: i32,
    new: &NewPost,
    rendered: &Rendered,
    print: String,
) -> post::Model {
    post::Model {
        id: tx.id(),
        topic_id: topic.id,
        no,
        author_id: actor.person,
        body: new.body.clone(),
        html: rendered.html.clone(),
        rendered_by: RENDERER,
        version: 1,
        reply_to_id: new.reply_to,
        client_key: new.key,
        client_print: new.key.is_some().then_some(print),
        useful: 0,
        apply: 0,
        thanks: 0,
        created_at: tx.now(),
        edited_at: None,
        deleted_at: None,
        deleted_by: None,
        delete_reason: None,
        files: 0,
    }
}

/// `None` when the author's key was used before. No error is raised, so the transaction lives on on both engines.
pub(crate) async fn insert(tx: &Tx, row: post::Model) -> Result<Option<post::Model>> {
    let inserted = post::Entity::insert(post::ActiveModel::from(row.clone()).reset_all())
        .on_conflict(OnConflict::columns([post::Column::AuthorId, post::Column::ClientKey]).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    Ok((inserted > 0).then_some(row))
}

/// The post of an earlier request with the same key.
async fn earlier(tx: &Tx, actor: &Actor, key: Option<Uuid>, print: &str) -> Result<Option<post::Model>> {
    let Some(key) = key else { return Ok(None) };
    let found = post::Entity::find()
        .filter(post::Column::AuthorId.eq(actor.person))
        .filter(post::Column::ClientKey.eq(key))
        .one(tx.db())
        .await?;
    match found {
        Some(post) if post.client_print.as_deref() == Some(print) => Ok(Some(post)),
        Some(_) => Err(Error::Conflict(Code::KeyReused)),
        None => Ok(None),
    }
}

async fn check_reply_target(tx: &Tx, place: &Place, target: PostId) -> Result<()> {
    let post = post::Entity::find_by_id(target).one(tx.db()).await?;
    match post {
        Some(post) if post.topic_id == place.topic.id && post.deleted_at.is_none() => Ok(()),
        _ => Err(Error::invalid("reply_to", "unknown")),
    }
}

pub(crate) async fn add_mentions(tx: &Tx, post: PostId, rendered: &Rendered) -> Result<()> {
    if rendered.mentions.is_empty() {
        return Ok(());
    }
    let rows =
        rendered.mentions.iter().map(|person| mention::ActiveModel { post_id: Set(post), person_id: Set(*person) });
    mention::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns([mention::Column::PostId, mention::Column::PersonId]).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// An edit on its way in.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The version the author saw.
    pub version: i32,
    pub body: String,
    pub reason: Option<String>,
    /// What is attached from now on; absent: as it was.
    pub files: Option<Vec<FileId>>,
}

/// Replaces the words. Editing a version that is no longer current answers the current one, so that nothing is lost.
pub async fn edit(tx: &mut Tx, actor: &Actor, id: PostId, edit: Edit) -> Result<post::Model> {
    check_body(&edit.body)?;
    attachments::check(edit.files.as_deref().unwrap_or(&[]))?;
    let (place, mut post, facts) = access::locked_post(tx.db(), actor, id).await?;
    place.seat().edit_post(place.facts(), facts).or_refuse()?;
    let reason = checked_reason(edit.reason, facts.author != actor.person)?;
    if post.version != edit.version {
        return Err(Error::Stale(serde_json::json!({ "version": post.version, "body": post.body })));
    }
    if let Some(files) = &edit.files {
        post.files = attachments::bind(tx, id, actor.person, files).await?;
    }
    if post.body == edit.body {
        if edit.files.is_some() {
            touch(tx, place.topic.id).await?;
            tx.emit(Event::PostEdited { at: scene(actor, &place), post: id, no: post.no });
        }
        return Ok(post);
    }
    let rendered = quoting::render(tx, &place.room.facts, &edit.body).await?;
    keep_versions(tx, actor, &post, &edit.body, reason).await?;
    mention::Entity::delete_many()
        .filter(mention::Column::PostId.eq(id))
        .filter(mention::Column::PersonId.is_not_in(rendered.mentions.iter().copied()))
        .exec(tx.db())
        .await?;
    add_mentions(tx, id, &rendered).await?;
    let changed = post::ActiveModel {
        id: Set(id),
        body: Set(edit.body),
        html: Set(rendered.html),
        rendered_by: Set(RENDERER),
        version: Set(post.version + 1),
        edited_at: Set(Some(tx.now())),
        ..Default::default()
    };
    let changed = changed.update(tx.db()).await?;
    touch(tx, place.topic.id).await?;
    if post.no == 1 {
        set_excerpt(tx, place.topic.id, rendered.excerpt).await?;
        tx.emit(Event::TopicListed { at: scene(actor, &place) });
    }
    tx.emit(Event::PostEdited { at: scene(actor, &place), post: id, no: post.no });
    Ok(changed)
}

/// A reason is required from whoever touches another's words.
pub(crate) fn checked_reason(reason: Option<String>, required: bool) -> Result<Option<String>> {
    let reason = reason.map(|r| r.trim().to_owned()).filter(|r| !r.is_empty());
    let mut checks = kernel::error::Checks::default();
    checks.require(!required || reason.is_some(), "reason", "required");
    checks.up_to(reason.as_deref().unwrap_or_default(), 500, "reason");
    checks.done()?;
    Ok(reason)
}

/// Versions are stored from the first edit on; an unedited post is its own version 1.
async fn keep_versions(tx: &Tx, actor: &Actor, old: &post::Model, body: &str, reason: Option<String>) -> Result<()> {
    let mut rows = Vec::new();
    if old.version == 1 {
        rows.push(post_version::Model {
            post_id: old.id,
            version: 1,
            body: old.body.clone(),
            edited_by: old.author_id,
            at: old.created_at,
            reason: None,
        });
    }
    rows.push(post_version::Model {
        post_id: old.id,
        version: old.version + 1,
        body: body.to_owned(),
        edited_by: actor.person,
        at: tx.now(),
        reason,
    });
    let rows = rows.into_iter().map(|row| post_version::ActiveModel::from(row).reset_all());
    post_version::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Something a projected page shows has changed.
pub(crate) async fn touch(tx: &Tx, topic: TopicId) -> Result<()> {
    topic::Entity::update_many()
        .col_expr(topic::Column::Revision, Expr::col(topic::Column::Revision).add(1))
        .filter(topic::Column::Id.eq(topic))
        .exec(tx.db())
        .await?;
    Ok(())
}

async fn set_excerpt(tx: &Tx, topic: TopicId, excerpt: String) -> Result<()> {
    topic::ActiveModel { id: Set(topic), excerpt: Set(excerpt), ..Default::default() }.update(tx.db()).await?;
    Ok(())
}

/// Takes a post away: its number stays, its words are shown to nobody but moderators.
pub async fn delete(tx: &mut Tx, actor: &Actor, id: PostId, reason: Option<String>) -> Result<()> {
    let (place, post, facts) = access::locked_post(tx.db(), actor, id).await?;
    place.seat().delete_post(place.facts(), facts).or_refuse()?;
    if facts.deleted.is_some() {
        return Ok(());
    }
    let reason = checked_reason(reason, facts.author != actor.person)?;
    let change = post::ActiveModel {
        id: Set(id),
        deleted_at: Set(Some(tx.now())),
        deleted_by: Set(Some(actor.person)),
        delete_reason: Set(reason),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    let at = scene(actor, &place);
    recount(tx, &place.topic).await?;
    if place.topic.accepted_post_id == Some(id) {
        crate::answers::take_off(tx, at).await?;
    }
    tx.emit(Event::PostDeleted { at, post: id, no: post.no });
    tx.emit(Event::TopicBumped { at });
    Ok(())
}

/// Brings a deleted post back.
pub async fn restore(tx: &mut Tx, actor: &Actor, id: PostId) -> Result<()> {
    let (place, post, facts) = access::locked_post(tx.db(), actor, id).await?;
    place.seat().restore_post(place.facts(), facts).or_refuse()?;
    if facts.deleted.is_none() {
        return Ok(());
    }
    let change = post::ActiveModel {
        id: Set(id),
        deleted_at: Set(None),
        deleted_by: Set(None),
        delete_reason: Set(None),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    recount(tx, &place.topic).await?;
    let at = scene(actor, &place);
    tx.emit(Event::PostRestored { at, post: id, no: post.no });
    tx.emit(Event::TopicBumped { at });
    Ok(())
}

/// Counters of a topic after a deletion or a restoration, from the rows.
async fn recount(tx: &Tx, topic: &topic::Model) -> Result<()> {
    use sea_orm::{QueryOrder, QuerySelect};
    let live =
        || post::Entity::find().filter(post::Column::TopicId.eq(topic.id)).filter(post::Column::DeletedAt.is_null());
    let count = live().count(tx.db()).await?;
    let last = live().order_by_desc(post::Column::No).limit(1).one(tx.db()).await?;
    let change = topic::ActiveModel {
        id: Set(topic.id),
        post_count: Set(i32::try_from(count).unwrap_or(i32::MAX)),
        last_post_at: Set(last.as_ref().map_or(topic.created_at, |p| p.created_at)),
        last_post_by: Set(last.map_or(topic.author_id, |p| p.author_id)),
        revision: Set(topic.revision + 1),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    Ok(())
}
