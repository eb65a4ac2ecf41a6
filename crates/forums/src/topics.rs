//! Topics: started with their first post, changed, pinned, locked, moved between sections, deleted and brought back.

use kernel::{Actor, Code, Error, FileId, Result, SectionId, SkillId, SpaceId, TopicId, error::Checks, subject};
use platform::Tx;
use sea_orm::{
    ActiveValue::Set,
    QuerySelect,
    entity::prelude::*,
    sea_query::{LockType, OnConflict},
};
use serde::Serialize;

use crate::{
    access::{self, Place},
    attachments,
    entity::{section, space, topic, topic_grade, topic_tag},
    event::{Event, Scene},
    kinds::TopicKind,
    posts::{self, NewPost, checked_reason, scene},
    prints::print_of,
    quoting, tagging, watches, words,
};

const TITLE: std::ops::RangeInclusive<usize> = 3..=200;
const MAX_TAGS: usize = 8;
const MAX_TAG: usize = 40;

/// A topic on its way in.
#[derive(Clone, Debug, Serialize)]
pub struct NewTopic {
    pub space: SpaceId,
    pub section: Option<SectionId>,
    pub kind: TopicKind,
    pub title: String,
    /// Becomes post 1.
    pub body: String,
    pub subject: Option<String>,
    pub grades: Vec<i32>,
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
    /// Attached to post 1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileId>,
    #[serde(skip)]
    pub key: Option<Uuid>,
}

/// A topic that stands, and whether this call made it.
#[derive(Clone, Debug)]
pub struct Started {
    pub topic: topic::Model,
    pub fresh: bool,
}

/// Starts a topic. A repeated key answers the topic of the first time.
pub async fn create(tx: &mut Tx, actor: &Actor, new: NewTopic) -> Result<Started> {
    let tags = check(&new)?;
    attachments::check(&new.files)?;
    tagging::check(tx.db(), &new.skills).await?;
    // Sends of one key into one space queue up here, so that the second finds what the first made.
    space::Entity::find_by_id(new.space).lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let room = access::readable_room(tx.db(), actor, new.space).await?;
    let print = print_of(&new)?;
    if let Some(topic) = earlier(tx, actor, new.key, &print).await? {
        return Ok(Started { topic, fresh: false });
    }
    room.seat.start_topic(new.kind).or_refuse()?;
    check_section(tx, new.space, new.section).await?;
    let rendered = quoting::render(tx, &room.facts, &new.body).await?;
    let topic = row(tx, actor, &new, &tags, rendered.excerpt.clone(), print.clone());
    insert(tx, &topic).await?;
    set_tags(tx, topic.id, &tags).await?;
    set_grades(tx, topic.id, &new.grades).await?;
    tagging::set(tx, topic.id, &new.skills).await?;
    let first = NewPost { body: new.body, reply_to: None, files: Vec::new(), key: None };
    let post = posts::row(tx, actor, &topic, 1, &first, &rendered, print);
    let post = posts::insert(tx, post).await?.ok_or(Error::Conflict(Code::KeyReused))?;
    posts::add_mentions(tx, post.id, &rendered).await?;
    if !new.files.is_empty() {
        attachments::bind(tx, post.id, actor.person, &new.files).await?;
    }
    let level = watches::level_of(tx.db(), actor.person, &topic).await?;
    watches::follow_by_writing(tx, actor, topic.id, level).await?;
    let at = Scene { actor: actor.person, topic: topic.id, space: new.space };
    tx.emit(Event::TopicCreated { at });
    tx.emit(Event::PostCreated { at, post: post.id, no: 1 });
    Ok(Started { topic, fresh: true })
}

fn check(new: &NewTopic) -> Result<Vec<String>> {
    let tags = clean_tags(&new.tags);
    let mut checks = Checks::default();
    check_title(&mut checks, &new.title);
    checks.text(&new.body, crate::markdown::MAX_BODY, "body");
    check_words(&mut checks, new.subject.as_deref(), &new.grades, &tags);
    checks.done()?;
    Ok(tags)
}

fn check_title(checks: &mut Checks, title: &str) {
    let length = title.trim().chars().count();
    checks
        .require(length > 0, "title", "required")
        .require(length == 0 || length >= *TITLE.start(), "title", "too_short")
        .require(length <= *TITLE.end(), "title", "too_long");
}

fn check_words(checks: &mut Checks, subject: Option<&str>, grades: &[i32], tags: &[String]) {
    checks.require(subject.is_none_or(subject::is_known), "subject", "unknown");
    for (i, grade) in grades.iter().enumerate() {
        checks.require(subject::is_grade(*grade), &format!("grades[{i}]"), "invalid");
    }
    checks.require(grades.len() <= 12, "grades", "too_many");
    checks.require(tags.len() <= MAX_TAGS, "tags", "too_many");
    for (i, tag) in tags.iter().enumerate() {
        checks.require(tag.chars().count() <= MAX_TAG, &format!("tags[{i}]"), "too_long");
    }
}

/// Tags as written, once each, without the hash people put before them.
fn clean_tags(tags: &[String]) -> Vec<String> {
    let mut clean: Vec<String> = Vec::new();
    for tag in tags {
        let tag = tag.trim().trim_start_matches('#').split_whitespace().collect::<Vec<_>>().join(" ");
        let key = words::key(&tag);
        if !key.is_empty() && !clean.iter().any(|known| words::key(known) == key) {
            clean.push(tag);
        }
    }
    clean
}

fn search_key(title: &str, tags: &[String]) -> String {
    words::key(&format!("{title} {}", tags.join(" ")))
}

fn row(tx: &Tx, actor: &Actor, new: &NewTopic, tags: &[String], excerpt: String, print: String) -> topic::Model {
    let title = new.title.trim().to_owned();
    topic::Model {
        id: tx.id(),
        space_id: new.space,
        section_id: new.section,
        kind: new.kind,
        search_key: search_key(&title, tags),
        title,
        excerpt,
        author_id: actor.person,
        subject: new.subject.clone(),
        client_key: new.key,
        client_print: new.key.is_some().then_some(print),
        last_no: 1,
        post_count: 1,
        accepted_post_id: None,
        accepted_no: None,
        pinned_at: None,
        locked_at: None,
        deleted_at: None,
        deleted_by: None,
        delete_reason: None,
        created_at: tx.now(),
        last_post_at: tx.now(),
        last_post_by: actor.person,
        version: 1,
        revision: 1,
    }
}

async fn insert(tx: &Tx, topic: &topic::Model) -> Result<()> {
    let inserted = topic::Entity::insert(topic::ActiveModel::from(topic.clone()).reset_all())
        .on_conflict(OnConflict::columns([topic::Column::AuthorId, topic::Column::ClientKey]).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    // The same key in another space: a different request.
    if inserted == 0 { Err(Error::Conflict(Code::KeyReused)) } else { Ok(()) }
}

async fn earlier(tx: &Tx, actor: &Actor, key: Option<Uuid>, print: &str) -> Result<Option<topic::Model>> {
    let Some(key) = key else { return Ok(None) };
    let found = topic::Entity::find()
        .filter(topic::Column::AuthorId.eq(actor.person))
        .filter(topic::Column::ClientKey.eq(key))
        .one(tx.db())
        .await?;
    match found {
        Some(topic) if topic.client_print.as_deref() == Some(print) => Ok(Some(topic)),
        Some(_) => Err(Error::Conflict(Code::KeyReused)),
        None => Ok(None),
    }
}

pub(crate) async fn check_section(tx: &Tx, space: SpaceId, section: Option<SectionId>) -> Result<()> {
    let Some(id) = section else { return Ok(()) };
    // Held until the commit: a section with a topic on its way in is not deleted.
    match section::Entity::find_by_id(id).lock(LockType::KeyShare).one(tx.db()).await? {
        Some(section) if section.space_id == space => Ok(()),
        _ => Err(Error::invalid("section_id", "unknown")),
    }
}

async fn set_tags(tx: &Tx, topic: TopicId, tags: &[String]) -> Result<()> {
    topic_tag::Entity::delete_many().filter(topic_tag::Column::TopicId.eq(topic)).exec(tx.db()).await?;
    let rows = tags.iter().map(|tag| topic_tag::ActiveModel {
        topic_id: Set(topic),
        tag_key: Set(words::key(tag)),
        tag: Set(tag.clone()),
    });
    if !tags.is_empty() {
        topic_tag::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

async fn set_grades(tx: &Tx, topic: TopicId, grades: &[i32]) -> Result<()> {
    topic_grade::Entity::delete_many().filter(topic_grade::Column::TopicId.eq(topic)).exec(tx.db()).await?;
    let unique: std::collections::BTreeSet<i32> = grades.iter().copied().collect();
    if !unique.is_empty() {
        let rows = unique.into_iter().map(|grade| topic_grade::ActiveModel { topic_id: Set(topic), grade: Set(grade) });
        topic_grade::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Changes of a topic; what is absent stays. Pinning, locking and moving are for moderators.
#[derive(Clone, Debug, Default)]
pub struct TopicChange {
    pub version: i32,
    pub title: Option<String>,
    /// `Some(None)` moves the topic out of any section.
    pub section: Option<Option<SectionId>>,
    pub subject: Option<Option<String>>,
    pub grades: Option<Vec<i32>>,
    pub tags: Option<Vec<String>>,
    pub skills: Option<Vec<SkillId>>,
    pub pinned: Option<bool>,
    pub locked: Option<bool>,
}

impl TopicChange {
    fn of_moderators(&self) -> bool {
        self.section.is_some() || self.pinned.is_some() || self.locked.is_some()
    }

    fn of_authors(&self) -> bool {
        let about = self.subject.is_some() || self.grades.is_some() || self.tags.is_some();
        about || self.title.is_some() || self.skills.is_some()
    }
}

/// What a stale change is answered with is up to the caller: the current topic as that person sees it.
pub enum Changed {
    Done,
    Stale,
}

pub async fn change(tx: &mut Tx, actor: &Actor, id: TopicId, change: TopicChange) -> Result<Changed> {
    let place = access::locked_place(tx.db(), actor, id).await?;
    if change.of_moderators() {
        place.seat().moderate().or_refuse()?;
    }
    if change.of_authors() || !change.of_moderators() {
        place.seat().change_topic(place.facts()).or_refuse()?;
    }
    if place.topic.version != change.version {
        return Ok(Changed::Stale);
    }
    let tags = change.tags.as_deref().map(clean_tags);
    let mut checks = Checks::default();
    if let Some(title) = &change.title {
        check_title(&mut checks, title);
    }
    let subject = change.subject.clone().flatten();
    check_words(
        &mut checks,
        subject.as_deref(),
        change.grades.as_deref().unwrap_or(&[]),
        tags.as_deref().unwrap_or(&[]),
    );
    checks.done()?;
    tagging::check(tx.db(), change.skills.as_deref().unwrap_or(&[])).await?;
    if let Some(section) = change.section {
        check_section(tx, place.topic.space_id, section).await?;
    }
    store(tx, &place, change, tags).await?;
    let at = scene(actor, &place);
    tx.emit(Event::TopicChanged { at });
    tx.emit(Event::TopicListed { at });
    Ok(Changed::Done)
}

async fn store(tx: &Tx, place: &Place, change: TopicChange, tags: Option<Vec<String>>) -> Result<()> {
    let id = place.topic.id;
    if let Some(grades) = &change.grades {
        set_grades(tx, id, grades).await?;
    }
    if let Some(skills) = &change.skills {
        tagging::set(tx, id, skills).await?;
    }
    let title = change.title.map_or_else(|| place.topic.title.clone(), |t| t.trim().to_owned());
    let key_tags = match tags {
        Some(tags) => {
            set_tags(tx, id, &tags).await?;
            tags
        }
        None => {
            let rows = topic_tag::Entity::find().filter(topic_tag::Column::TopicId.eq(id)).all(tx.db()).await?;
            rows.into_iter().map(|row| row.tag).collect()
        }
    };
    let mut row = topic::ActiveModel {
        id: Set(id),
        search_key: Set(search_key(&title, &key_tags)),
        title: Set(title),
        version: Set(place.topic.version + 1),
        revision: Set(place.topic.revision + 1),
        ..Default::default()
    };
    if let Some(section) = change.section {
        row.section_id = Set(section);
    }
    if let Some(subject) = change.subject {
        row.subject = Set(subject);
    }
    if let Some(pinned) = change.pinned {
        row.pinned_at = Set(pinned.then(|| place.topic.pinned_at.unwrap_or(tx.now())));
    }
    if let Some(locked) = change.locked {
        row.locked_at = Set(locked.then(|| place.topic.locked_at.unwrap_or(tx.now())));
    }
    row.update(tx.db()).await?;
    Ok(())
}

/// Takes a topic away with everything in it; it keeps its address for moderators, who may bring it back.
pub async fn delete(tx: &mut Tx, actor: &Actor, id: TopicId, reason: Option<String>) -> Result<()> {
    let place = access::locked_place(tx.db(), actor, id).await?;
    place.seat().delete_topic(place.facts()).or_refuse()?;
    if place.topic.deleted_at.is_some() {
        return Ok(());
    }
    let reason = checked_reason(reason, place.topic.author_id != actor.person)?;
    set_deleted(tx, actor, &place, Some(reason)).await
}

pub async fn restore(tx: &mut Tx, actor: &Actor, id: TopicId) -> Result<()> {
    let place = access::locked_place(tx.db(), actor, id).await?;
    place.seat().moderate().or_refuse()?;
    if place.topic.deleted_at.is_none() {
        return Ok(());
    }
    set_deleted(tx, actor, &place, None).await
}

async fn set_deleted(tx: &mut Tx, actor: &Actor, place: &Place, deleted: Option<Option<String>>) -> Result<()> {
    let row = topic::ActiveModel {
        id: Set(place.topic.id),
        deleted_at: Set(deleted.is_some().then(|| tx.now())),
        deleted_by: Set(deleted.is_some().then_some(actor.person)),
        delete_reason: Set(deleted.flatten()),
        version: Set(place.topic.version + 1),
        revision: Set(place.topic.revision + 1),
        ..Default::default()
    };
    row.update(tx.db()).await?;
    let at = scene(actor, place);
    tx.emit(Event::TopicChanged { at });
    tx.emit(Event::TopicListed { at });
    Ok(())
}
