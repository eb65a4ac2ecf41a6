//! Follows the feed: writes notices, clears those whose place was read, and tells whoever's count may have changed.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use async_trait::async_trait;
use kernel::{FeedEvent, NoticeId, PersonId, Result, Timestamp};
use platform::{
    Tx,
    cursors::Follower,
    ports::{NewNotice, NoticeSource},
};
use sea_orm::{Condition, QuerySelect, Set, entity::prelude::*, sea_query::OnConflict};
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

    async fn handle(&self, tx: &mut Tx, events: &[FeedEvent]) -> Result<()> {
        let app = tx.app().clone();
        let sources = self.sources.get_or_init(|| app.notice_sources().to_vec());
        // Told once per person, however many events of the batch concern them.
        let mut changed = BTreeSet::new();
        for event in events {
            for source in sources.iter().filter(|s| s.wants(&event.kind)) {
                let notices = source.notices(&app, tx.db(), event).await?;
                write(tx, event.at, notices).await?;
            }
            if event.kind == READ {
                changed.extend(read(tx, event).await?);
            } else if DOUBTED.contains(&event.kind.as_str()) {
                changed.extend(readers(tx, event.subject).await?);
            } else if event.kind.ends_with(RIGHTS_CHANGED) {
                changed.extend(has_unread(tx, event).await?);
            }
        }
        for person in changed {
            tx.emit(Event::UnreadChanged { person });
        }
        Ok(())
    }
}

/// `at` is when it happened: a follower that was behind must not make old news look fresh.
async fn write(tx: &mut Tx, at: Timestamp, notices: Vec<NewNotice>) -> Result<()> {
    for chunk in notices.chunks(CHUNK) {
        let mut rows = Vec::with_capacity(chunk.len());
        let mut ids: Vec<(NoticeId, PersonId)> = Vec::with_capacity(chunk.len());
        for notice in chunk {
            if NoticeKind::parse(&notice.about.kind).is_none() {
                tracing::error!(kind = notice.about.kind, "a notice of an unknown kind was left out");
                continue;
            }
            let id = tx.id();
            ids.push((id, notice.person));
            rows.push(row(at, id, notice));
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
    let place: Place = event.body()?;
    let scope = match (place.topic, place.space) {
        (Some(topic), _) => Condition::all().add(Column::TopicId.eq(topic)),
        (None, Some(space)) => Condition::all().add(Column::SpaceId.eq(space)),
        (None, None) => return Ok(None),
    };
    Ok(inbox::clear_seen(tx, person, scope).await?.then_some(person))
}

/// Who has unread notices about a post or a topic.
async fn readers(tx: &Tx, subject: Uuid) -> Result<Vec<PersonId>> {
    let about = Condition::any().add(Column::PostId.eq(subject)).add(Column::TopicId.eq(subject));
    let people = Entity::find()
        .select_only()
        .column(Column::PersonId)
        .distinct()
        .filter(Column::ReadAt.is_null())
        .filter(about)
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(people)
}

async fn has_unread(tx: &Tx, event: &FeedEvent) -> Result<Option<PersonId>> {
    if event.stream.kind != "user" {
        return Ok(None);
    }
    let person = PersonId(event.stream.id);
    let unread = Entity::find().filter(Column::PersonId.eq(person)).filter(Column::ReadAt.is_null());
    Ok(unread.one(tx.db()).await?.map(|_| person))
}
