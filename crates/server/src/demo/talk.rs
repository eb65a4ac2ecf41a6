//! Spaces and conversations of the demo network, each act by the person who did it and at its own time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::Context;
use chrono::TimeDelta;
use forums::{answers, entity::post, members, posts, reactions, reading, sections, spaces, topics};
use kernel::{Actor, FixedClock, PostId, SectionId, SpaceId, Timestamp, TopicId};
use notices::inbox;
use platform::{App, Tx};
use sea_orm::entity::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    files::{self, Space},
    load::Names,
    parse,
    plan::{self, Planned},
};

/// What is younger than this is news on a first visit.
const NEWS: TimeDelta = TimeDelta::days(4);

/// A loaded space.
pub struct Place {
    pub id: SpaceId,
    pub sections: HashMap<String, SectionId>,
    /// Somebody who moderates it.
    pub keeper: String,
}

pub type Places = HashMap<String, Place>;

pub async fn spaces(app: &App, names: &Names) -> anyhow::Result<Places> {
    let mut places = Places::new();
    for file in files::spaces()? {
        let place = space(app, names, &file).await.with_context(|| format!("demo/spaces.toml: {}", file.key))?;
        places.insert(file.key, place);
    }
    Ok(places)
}

async fn space(app: &App, names: &Names, file: &Space) -> anyhow::Result<Place> {
    let keeper = match file.kind.as_str() {
        "group" => file.moderators.first().cloned().context("a group needs a moderator")?,
        _ => administrator(names)?,
    };
    let actor = names.actor(&keeper)?;
    let known = spaces::by_external_key(app.reader(), &file.key).await?;
    let id = match known {
        Some(known) => known.id,
        None => {
            let mut tx = app.begin().await?;
            let new = spaces::NewSpace {
                kind: word(&file.kind)?,
                title: file.title.clone(),
                about: file.about.clone(),
                join: word(file.join.as_deref().unwrap_or("auto"))?,
                organisation: file.org.as_deref().map(|key| names.org(key)).transpose()?,
                external_key: Some(file.key.clone()),
            };
            let id = spaces::create(&mut tx, actor, new).await?.id;
            tx.commit().await?;
            id
        }
    };
    let keeper = seat(app, names, file, id, keeper).await?;
    let mut sections = HashMap::new();
    let stored = forums::entity::section::Entity::find()
        .filter(forums::entity::section::Column::SpaceId.eq(id))
        .all(app.reader())
        .await?;
    for section in &file.sections {
        let known = stored.iter().find(|s| s.title == section.title).map(|s| s.id);
        let known = match known {
            Some(known) => known,
            None => {
                let mut tx = app.begin().await?;
                let new = sections::NewSection { title: section.title.clone(), about: section.about.clone() };
                let made = sections::create(&mut tx, names.actor(&keeper)?, id, new).await?.id;
                tx.commit().await?;
                made
            }
        };
        sections.insert(section.key.clone(), known);
    }
    Ok(Place { id, sections, keeper })
}

/// Seats moderators and members; answers who keeps the space from now on.
async fn seat(app: &App, names: &Names, file: &Space, id: SpaceId, keeper: String) -> anyhow::Result<String> {
    let mut tx = app.begin().await?;
    let group = file.kind == "group";
    for (people, role) in [(&file.moderators, "moderator"), (&file.members, "member")] {
        for key in people.iter().filter(|key| **key != keeper && (group || role == "moderator")) {
            if role == "member" && file.moderators.contains(key) {
                continue;
            }
            let by = administrating(names, file, &keeper)?;
            members::set(&mut tx, by, id, names.person(key)?, word(role)?, word("member")?)
                .await
                .with_context(|| format!("{key} as {role}"))?;
        }
    }
    tx.commit().await?;
    Ok(file.moderators.first().cloned().unwrap_or(keeper))
}

/// Open spaces are kept by the administrator; those of an organisation by whoever runs it.
fn administrating<'a>(names: &'a Names, file: &Space, keeper: &str) -> anyhow::Result<&'a Actor> {
    let Some(org) = file.org.as_deref().map(|key| names.org(key)).transpose()? else { return names.actor(keeper) };
    let runs = |actor: &&Actor| {
        actor.grants.iter().any(|g| {
            g.scope == Some(org)
                && matches!(
                    g.role,
                    kernel::Role::AssociationLeader | kernel::Role::SchoolHead | kernel::Role::MunicipalCoordinator
                )
        })
    };
    names.actors.values().find(runs).with_context(|| format!("nobody runs the organisation of {}", file.key))
}

fn administrator(names: &Names) -> anyhow::Result<String> {
    let found = names.actors.iter().find(|(_, actor)| actor.is_administrator());
    found.map(|(key, _)| key.clone()).context("demo: there is no administrator")
}

/// Loads every conversation; answers the number of posts.
pub async fn topics(
    app: &App,
    clock: &FixedClock,
    names: &Names,
    places: &Places,
    today: Timestamp,
) -> anyhow::Result<usize> {
    let mut planned = Vec::new();
    for (space, slug, text) in files::topics()? {
        let topic = parse::topic(&text).with_context(|| format!("demo/topics/{space}/{slug}.md"))?;
        planned.push(Planned::new(space, slug, topic, today));
    }
    let spaces = files::spaces()?;
    let writers = |space: &str| writers(names, &planned, space);
    let small = plan::small_talk(files::small_talk()?, &spaces, &writers, today);
    planned.extend(small);
    let mut acts: Vec<(Timestamp, usize, usize)> = Vec::new();
    for (index, topic) in planned.iter().enumerate() {
        acts.extend((0..topic.topic.posts.len()).map(|post| (topic.at(post), index, post)));
    }
    acts.sort_unstable();
    let readers = planned.iter().flat_map(|p| p.topic.posts.iter().map(|post| post.author.clone())).collect();
    let mut caught_up = false;
    let mut told: HashMap<usize, Told> = HashMap::new();
    for (at, index, number) in &acts {
        if !caught_up && *at > today - NEWS {
            clock.set(today - NEWS);
            catch_up(app, names, places, &readers).await?;
            caught_up = true;
        }
        clock.set(*at);
        let planned = &planned[*index];
        let place = places.get(&planned.space).with_context(|| format!("demo: no space {}", planned.space))?;
        let told = told.entry(*index).or_default();
        say(app, clock, names, place, planned, *number, told)
            .await
            .with_context(|| format!("demo/topics/{}/{}: post {}", planned.space, planned.slug, number + 1))?;
    }
    Ok(acts.len())
}

/// People who write in a space's long discussions also take part in its small talk.
fn writers(names: &Names, planned: &[Planned], space: &str) -> Vec<String> {
    let mut found: BTreeMap<&str, ()> = BTreeMap::new();
    for topic in planned.iter().filter(|p| p.space == space) {
        found.extend(topic.topic.posts.iter().map(|p| (p.author.as_str(), ())));
    }
    found.into_keys().filter(|key| names.people.contains_key(*key)).map(str::to_owned).collect()
}

/// What a conversation has come to so far.
#[derive(Default)]
struct Told {
    topic: Option<TopicId>,
    posts: Vec<PostId>,
}

async fn say(
    app: &App,
    clock: &FixedClock,
    names: &Names,
    place: &Place,
    planned: &Planned,
    number: usize,
    told: &mut Told,
) -> anyhow::Result<()> {
    let post = &planned.topic.posts[number];
    let author = names.actor(&post.author)?;
    let body = written(&post.text, names, &told.posts);
    let key = Some(key(&planned.space, &planned.slug, number));
    let mut tx = app.begin().await?;
    let (id, fresh) = match told.topic {
        None => {
            let (topic, id, fresh) = begin(&mut tx, author, place, planned, body, key).await?;
            told.topic = Some(topic);
            (id, fresh)
        }
        Some(topic) => {
            let reply_to = post.reply_to.and_then(|n| told.posts.get(n - 1)).copied();
            let posted =
                posts::create(&mut tx, author, topic, posts::NewPost { body, reply_to, files: Vec::new(), key })
                    .await?;
            (posted.post.id, posted.fresh)
        }
    };
    told.posts.push(id);
    // After an interrupted load a post that stands has had its edits and reactions already, or goes without.
    if fresh {
        afterwards(&mut tx, names, post, id).await?;
    }
    tx.commit().await?;
    if fresh {
        edits(app, clock, names, post, &told.posts).await?;
    }
    let last = number + 1 == planned.topic.posts.len();
    if last && fresh {
        conclude(app, names, place, planned, told).await?;
    }
    Ok(())
}

async fn begin(
    tx: &mut Tx,
    author: &Actor,
    place: &Place,
    planned: &Planned,
    body: String,
    key: Option<Uuid>,
) -> anyhow::Result<(TopicId, PostId, bool)> {
    let front = &planned.topic.front;
    let section = match &front.section {
        Some(section) => Some(*place.sections.get(section).with_context(|| format!("no section {section}"))?),
        None => None,
    };
    let new = topics::NewTopic {
        space: place.id,
        section,
        kind: word(&front.kind)?,
        title: front.title.clone(),
        body,
        subject: front.subject.clone(),
        grades: front.grades.clone(),
        tags: front.tags.clone(),
        skills: weak_spots(tx, &front.skills).await?,
        files: Vec::new(),
        key,
    };
    let started = topics::create(tx, author, new).await?;
    let first = post::Entity::find().filter(post::Column::TopicId.eq(started.topic.id)).filter(post::Column::No.eq(1));
    let first = first.one(tx.db()).await?.context("a topic without its first post")?;
    Ok((started.topic.id, first.id, started.fresh))
}

async fn weak_spots(tx: &Tx, keys: &[String]) -> anyhow::Result<Vec<kernel::SkillId>> {
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        found.push(skills::by_key(tx.db(), key).await?.with_context(|| format!("no skill {key}"))?);
    }
    Ok(found)
}

/// Second thoughts about the newest post, each at its own time.
async fn edits(
    app: &App,
    clock: &FixedClock,
    names: &Names,
    file: &parse::Post,
    told: &[PostId],
) -> anyhow::Result<()> {
    let Some(id) = told.last() else { return Ok(()) };
    for (version, edit) in (1..).zip(&file.edits) {
        clock.advance(edit.after);
        let body = written(&edit.text, names, told);
        let mut tx = app.begin().await?;
        let edit = posts::Edit { version, body, reason: edit.reason.clone(), files: None };
        posts::edit(&mut tx, names.actor(&file.author)?, *id, edit).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Reactions and deletion of one post.
async fn afterwards(tx: &mut Tx, names: &Names, file: &parse::Post, id: PostId) -> anyhow::Result<()> {
    let author = names.actor(&file.author)?;
    for (kind, who) in &file.reactions {
        for key in who.iter().filter(|key| **key != file.author) {
            reactions::set(tx, names.actor(key)?, id, word(kind)?, true)
                .await
                .with_context(|| format!("{kind} by {key}"))?;
        }
    }
    if let Some(reason) = &file.deleted {
        posts::delete(tx, author, id, Some(reason.clone())).await?;
    }
    Ok(())
}

/// Accepts the answer, pins and locks, when everything has been said.
async fn conclude(app: &App, names: &Names, place: &Place, planned: &Planned, told: &Told) -> anyhow::Result<()> {
    let front = &planned.topic.front;
    let Some(topic) = told.topic else { return Ok(()) };
    let mut tx = app.begin().await?;
    if let Some(answer) = front.accepted.and_then(|n| told.posts.get(n - 1)) {
        answers::accept(&mut tx, names.actor(&front.author)?, topic, Some(*answer)).await?;
    }
    if front.pinned || front.locked {
        let version = forums::entity::topic::Entity::find_by_id(topic).one(tx.db()).await?.map_or(1, |t| t.version);
        let change = topics::TopicChange {
            version,
            pinned: front.pinned.then_some(true),
            locked: front.locked.then_some(true),
            ..topics::TopicChange::default()
        };
        topics::change(&mut tx, names.actor(&place.keeper)?, topic, change).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whoever writes here has read everything so far, so that counters of a first visit tell of the last days only.
async fn catch_up(app: &App, names: &Names, places: &Places, people: &BTreeSet<String>) -> anyhow::Result<()> {
    app.settle().await?;
    // Talk about practices has a space of its own, made when the first one was published.
    let bank = spaces::by_external_key(app.reader(), forums::discussions::BANK).await?.map(|space| space.id);
    for key in people {
        let actor = names.actor(key)?;
        let mut tx = app.begin().await?;
        for id in places.values().map(|place| place.id).chain(bank) {
            match reading::read_all(&mut tx, actor, id).await {
                Ok(()) | Err(kernel::Error::Hidden) => {}
                Err(error) => return Err(error.into()),
            }
        }
        tx.commit().await?;
        inbox::mark_read(app, actor, &inbox::Which { all: true, ..inbox::Which::default() }).await?;
    }
    Ok(())
}

/// Repeating the load must find what it wrote: the key is a digest of the place in the files.
pub fn key(space: &str, slug: &str, number: usize) -> Uuid {
    let digest = Sha256::digest(format!("demo/{space}/{slug}/{number}").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

pub fn word<T: serde::de::DeserializeOwned>(text: &str) -> anyhow::Result<T> {
    serde_json::from_value(text.into()).with_context(|| format!("{text} is no word of the list"))
}

/// `@key` and `> [quote N] …` as the product stores them.
fn written(text: &str, names: &Names, posts: &[PostId]) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("> [quote ").and_then(|rest| rest.split_once(']')) {
            Some((number, rest)) => {
                let quoted = number.trim().parse::<usize>().ok().and_then(|n| posts.get(n - 1));
                if let Some(id) = quoted {
                    lines.push(format!("> [!quote post={id}]"));
                }
                lines.push(format!("> {}", rest.trim()));
            }
            None => lines.push(mentions(line, names)),
        }
    }
    lines.join("\n")
}

pub fn mentions(line: &str, names: &Names) -> String {
    let mut parts = line.split('@');
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(part.len());
        let (key, rest) = part.split_at(end);
        match (names.people.get(key), names.short.get(key)) {
            (Some(id), Some(name)) => written.push_str(&format!("@[{name}](person:{id}){rest}")),
            _ => written.push_str(&format!("@{part}")),
        }
    }
    written
}
