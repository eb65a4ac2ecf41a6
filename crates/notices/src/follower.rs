//! Follows the feed: writes notices, clears those whose place was read, and tells whoever's count may have changed.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{Arc, OnceLock},
};

use async_trait::async_trait;
use kernel::{FeedEvent, NoticeId, PersonId, Result, Timestamp};
use platform::{
    App, Tx,
    cursors::Follower,
    ports::{NewNotice, NoticeSource},
};
use sea_orm::{Condition, DatabaseTransaction, QuerySelect, Set, entity::prelude::*, sea_query::OnConflict};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    entity::notice::{ActiveModel, Column, Entity},
    event::Event,
    inbox::{self, NoticeKind},
};

/// The read mark of a person moved; the body names the place.
const READ: &str = "forums.read";
/// A post or topic, the subject, may have become visible or invisible.
const DOUBTED: [&str; 3] = ["forums.post_deleted", "forums.post_restored", "forums.topic_changed"];
const RIGHTS_CHANGED: &str = ".rights_changed";

/// Rows per statement.
const CHUNK: usize = 500;

/// Body of [`READ`]; without a topic everything in the space.
#[derive(Deserialize)]
struct Place {
    space: Option<Uuid>,
    topic: Option<Uuid>,
}

/// The follower `notices`.
#[derive(Default)]
pub struct Writing {
    /// Known from the first batch on, so that most events need no transaction.
    sources: OnceLock<Vec<Arc<dyn NoticeSource>>>,
}

#[async_trait]
impl Follower for Writing {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn wants(&self, kind: &str) -> bool {
        let asked = self.sources.get().is_none_or(|all| all.iter().any(|s| s.wants(kind)));
        asked || kind == READ || DOUBTED.contains(&kind) || kind.ends_with(RIGHTS_CHANGED)
    }

    async fn idle(&self, app: &App, events: &[FeedEvent]) -> Result<bool> {
        let view = app.db().snapshot().await?;
        let idle = self.is_idle(app, &view, events).await?;
        view.commit().await?;
        Ok(idle)
    }

    async fn handle(&self, tx: &mut Tx, events: &[FeedEvent]) -> Result<()> {
        let app = tx.app().clone();
        let lists = self.told(&app, tx.db(), events).await?;
        // Told once per person, however many events of the batch concern them.
        let mut changed = BTreeSet::new();
        let mut news = Vec::new();
        for (event, list) in events.iter().zip(lists) {
            news.extend(list.into_iter().map(|notice| (event.at, notice)));
            if !clears(event) {
                continue;
            }
            write(tx, std::mem::take(&mut news)).await?;
            match event.kind.as_str() {
                READ => changed.extend(read(tx, event).await?),
                _ => changed.extend(concerned(tx.db(), event).await?),
            }
        }
        write(tx, news).await?;
        for person in changed {
            tx.emit(Event::UnreadChanged { person });
        }
        Ok(())
    }
}

impl Writing {
    fn sources(&self, app: &App) -> &[Arc<dyn NoticeSource>] {
        self.sources.get_or_init(|| app.notice_sources().to_vec())
    }

    /// What there is to tell of each event.
    async fn told(&self, app: &App, db: &DatabaseTransaction, events: &[FeedEvent]) -> Result<Vec<Vec<NewNotice>>> {
        let mut lists: Vec<Vec<NewNotice>> = Vec::new();
        lists.resize_with(events.len(), Vec::new);
        for source in self.sources(app) {
            let heard = events.iter().zip(&mut lists).filter(|(event, _)| source.wants(&event.kind));
            let (heard, lists): (Vec<&FeedEvent>, Vec<_>) = heard.unzip();
            if heard.is_empty() {
                continue;
            }
            for (list, more) in lists.into_iter().zip(source.notices_of(app, db, &heard).await?) {
                list.extend(more);
            }
        }
        Ok(lists)
    }

    /// Nobody is told anything new, nothing is cleared, nobody's count is in doubt. One notice among them, and everything
    /// is done in order: a later event may clear what an earlier one writes.
    async fn is_idle(&self, app: &App, db: &DatabaseTransaction, events: &[FeedEvent]) -> Result<bool> {
        let news: Vec<NewNotice> = self.told(app, db, events).await?.into_iter().flatten().collect();
        if news.len() > CHUNK || !all_written(db, &news).await? {
            return Ok(false);
        }
        for event in events.iter().filter(|event| clears(event)) {
            if !concerned(db, event).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// May this event clear notices, or make their count doubtful?
fn clears(event: &FeedEvent) -> bool {
    event.kind == READ || DOUBTED.contains(&event.kind.as_str()) || event.kind.ends_with(RIGHTS_CHANGED)
}

/// Whose unread notices such an event is about.
async fn concerned(db: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<PersonId>> {
    if DOUBTED.contains(&event.kind.as_str()) {
        return readers(db, event.subject).await;
    }
    if event.stream.kind != "user" {
        return Ok(Vec::new());
    }
    let person = PersonId(event.stream.id);
    let mut unread = Entity::find().filter(Column::PersonId.eq(person)).filter(Column::ReadAt.is_null());
    if event.kind == READ {
        let Some(scope) = scope(event)? else { return Ok(Vec::new()) };
        unread = unread.filter(scope);
    }
    Ok(unread.one(db).await?.map(|_| person).into_iter().collect())
}

/// Are these stored already?
async fn all_written(db: &DatabaseTransaction, news: &[NewNotice]) -> Result<bool> {
    if news.is_empty() {
        return Ok(true);
    }
    let known: Vec<(PersonId, String)> = Entity::find()
        .select_only()
        .columns([Column::PersonId, Column::Dedup])
        .filter(Column::PersonId.is_in(news.iter().map(|notice| notice.person)))
        .filter(Column::Dedup.is_in(news.iter().map(|notice| notice.dedup.as_str())))
        .into_tuple()
        .all(db)
        .await?;
    let known: HashSet<(PersonId, String)> = known.into_iter().collect();
    Ok(news.iter().all(|notice| known.contains(&(notice.person, notice.dedup.clone()))))
}

/// Each with when it happened: a follower that was behind must not make old news look fresh.
async fn write(tx: &mut Tx, news: Vec<(Timestamp, NewNotice)>) -> Result<()> {
    for chunk in news.chunks(CHUNK) {
        let mut rows = Vec::with_capacity(chunk.len());
        let mut ids: Vec<(NoticeId, PersonId)> = Vec::with_capacity(chunk.len());
        for (at, notice) in chunk {
            if NoticeKind::parse(&notice.about.kind).is_none() {
                tracing::error!(kind = notice.about.kind, "a notice of an unknown kind was left out");
                continue;
            }
            let id = tx.id();
            ids.push((id, notice.person));
            rows.push(row(*at, id, notice));
        }
        let once = OnConflict::columns([Column::PersonId, Column::Dedup]).do_nothing().to_owned();
        let written = Entity::insert_many(rows).on_conflict(once).exec_with_returning_keys(tx.db()).await?;
        for (notice, person) in ids.into_iter().filter(|(id, _)| written.contains(id)) {
            tx.emit(Event::Created { person, notice });
        }
    }
    Ok(())
}

fn row(at: Timestamp, id: NoticeId, notice: &NewNotice) -> ActiveModel {
    ActiveModel {
        id: Set(id),
        person_id: Set(notice.person),
        kind: Set(notice.about.kind.clone()),
        actor_id: Set(notice.actor),
        topic_id: Set(notice.about.topic),
        post_id: Set(notice.about.post),
        space_id: Set(notice.about.space),
        organisation_id: Set(notice.about.org),
        thing_id: Set(notice.about.thing),
        dedup: Set(notice.dedup.clone()),
        created_at: Set(at),
        read_at: Set(None),
    }
}

/// Clears what the person has read; answers them when anything was cleared.
async fn read(tx: &Tx, event: &FeedEvent) -> Result<Option<PersonId>> {
    let person = PersonId(event.stream.id);
    let Some(scope) = scope(event)? else { return Ok(None) };
    Ok(inbox::clear_seen(tx, person, scope).await?.then_some(person))
}

/// The place that was read.
fn scope(event: &FeedEvent) -> Result<Option<Condition>> {
    let place: Place = event.body()?;
    Ok(match (place.topic, place.space) {
        (Some(topic), _) => Some(Condition::all().add(Column::TopicId.eq(topic))),
        (None, Some(space)) => Some(Condition::all().add(Column::SpaceId.eq(space))),
        (None, None) => None,
    })
}

/// Who has unread notices about a post or a topic.
async fn readers(db: &DatabaseTransaction, subject: Uuid) -> Result<Vec<PersonId>> {
    let about = Condition::any().add(Column::PostId.eq(subject)).add(Column::TopicId.eq(subject));
    let people = Entity::find()
        .select_only()
        .column(Column::PersonId)
        .distinct()
        .filter(Column::ReadAt.is_null())
        .filter(about)
        .into_tuple()
        .all(db)
        .await?;
    Ok(people)
}
