//! Who asks, answered from memory and never out of date for longer than [`LAG`].
//!
//! Facts about people are kept in memory together with the feed position they were read at. One look at the feed,
//! shared by all requests, notes for whom rights changed since; whatever was read before such a change is read again.
//! The look is taken at once when this process committed something, and at the latest every [`LAG`] for what other
//! processes did. There is no background task: without requests nothing is asked.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Actor, Code, Error, PersonId, PersonRef, Result, SessionId, Timestamp};
use moka::sync::Cache;
use platform::{App, feed, ports::People};
use sea_orm::{QueryOrder, entity::prelude::*};

use crate::{
    directory,
    entity::session,
    event::{ORGANISATION_CHANGED, PERSON_CHANGED, RIGHTS_CHANGED, SESSION_ENDED},
    facts,
    keys::{self, Ring},
};

/// How long this process may not know what another one did.
const LAG: Duration = Duration::from_millis(400);
/// Grants begin and end at midnight of a person's zone; nothing is believed for longer than this.
const BELIEVED: TimeDelta = TimeDelta::minutes(1);

/// The port `People` with what this process remembers.
pub struct Authority {
    ring: Ring,
    seen: RwLock<Seen>,
    /// One reader of the feed at a time.
    looking: tokio::sync::Mutex<()>,
    actors: Cache<PersonId, Read<Option<Actor>>>,
    sessions: Cache<SessionId, Read<Option<PersonId>>>,
    names: Cache<PersonId, Read<PersonRef>>,
}

/// What the feed said so far.
#[derive(Default)]
struct Seen {
    position: i64,
    at: Option<Instant>,
    /// Last change of rights, sessions or names of a person.
    changed: HashMap<PersonId, i64>,
    /// Last change of any organisation: everybody's line may show its name.
    renamed: i64,
}

/// A fact with the feed position and the moment it was read at.
#[derive(Clone)]
struct Read<T> {
    value: T,
    position: i64,
    at: Timestamp,
}

impl Default for Authority {
    fn default() -> Self {
        Self {
            ring: Ring::default(),
            seen: RwLock::default(),
            looking: tokio::sync::Mutex::default(),
            actors: Cache::new(20_000),
            sessions: Cache::new(50_000),
            names: Cache::new(50_000),
        }
    }
}

#[async_trait]
impl People for Authority {
    async fn authenticate(&self, app: &App, token: &str) -> Result<Actor> {
        let claims = self.ring.read(app, token).await?;
        let ended = || Error::Unauthenticated(Code::SessionEnded);
        self.look(app).await?;
        let owner = self.owner(app, claims.sid, claims.sub).await?.ok_or_else(ended)?;
        if owner != claims.sub {
            return Err(ended());
        }
        let actor = self.facts(app, owner).await?.ok_or_else(ended)?;
        Ok(Actor { session: claims.sid, ..actor })
    }

    fn runs_until(&self, token: &str) -> Option<Timestamp> {
        keys::end_of(token)
    }

    async fn actor(&self, app: &App, person: PersonId) -> Result<Option<Actor>> {
        self.look(app).await?;
        self.facts(app, person).await
    }

    async fn names(&self, app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonRef>> {
        self.look(app).await?;
        let mut found = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        for id in ids {
            match self.names.get(id).filter(|read| self.holds(read, *id, true)) {
                Some(read) => {
                    found.insert(*id, read.value);
                }
                None => missing.push(*id),
            }
        }
        if !missing.is_empty() {
            let (position, at) = (self.position(), app.now());
            for (id, value) in directory::names(app.reader(), &missing).await? {
                self.names.insert(id, Read { value: value.clone(), position, at });
                found.insert(id, value);
            }
        }
        Ok(found)
    }
}

impl Authority {
    /// The person of a session that still runs.
    async fn owner(&self, app: &App, id: SessionId, person: PersonId) -> Result<Option<PersonId>> {
        if let Some(read) = self.sessions.get(&id)
            && self.holds(&read, person, false)
            && is_recent(&read, app.now())
        {
            return Ok(read.value);
        }
        let (position, at) = (self.position(), app.now());
        let row = session::Entity::find_by_id(id).one(app.reader()).await?;
        let value = row.filter(|s| s.revoked_at.is_none() && s.expires_at > at).map(|s| s.person_id);
        self.sessions.insert(id, Read { value, position, at });
        Ok(value)
    }

    async fn facts(&self, app: &App, person: PersonId) -> Result<Option<Actor>> {
        if let Some(read) = self.actors.get(&person)
            && self.holds(&read, person, false)
            && is_recent(&read, app.now())
        {
            return Ok(read.value);
        }
        let (position, at) = (self.position(), app.now());
        let value = facts::load(app.reader(), person, at).await?;
        self.actors.insert(person, Read { value: value.clone(), position, at });
        Ok(value)
    }

    /// Has nothing happened to this person since the fact was read?
    fn holds<T>(&self, read: &Read<T>, person: PersonId, shows_org: bool) -> bool {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        // A position beyond what was seen belongs to a feed that was restored from a backup since.
        read.position <= seen.position
            && seen.changed.get(&person).is_none_or(|changed| *changed <= read.position)
            && (!shows_org || seen.renamed <= read.position)
    }

    fn position(&self) -> i64 {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).position
    }

    fn is_current(&self, head: i64) -> bool {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        seen.position >= head && seen.at.is_some_and(|at| at.elapsed() < LAG)
    }

    /// Takes note of what happened since the last look.
    async fn look(&self, app: &App) -> Result<()> {
        let head = *app.bus().watch().borrow();
        if self.is_current(head) {
            return Ok(());
        }
        let _one = self.looking.lock().await;
        if self.is_current(head) {
            return Ok(());
        }
        let from = self.position();
        let first = self.seen.read().unwrap_or_else(PoisonError::into_inner).at.is_none();
        // The clock before the entries: every entry up to it is committed and will be seen by the second query.
        let until = feed::head(app.reader()).await?;
        // Nothing was read before the first look, so nothing can be out of date.
        let events = if until > from && !first { changes(app, from, until).await? } else { Vec::new() };
        if until < from {
            // The database was restored from a backup under a running process.
            self.actors.invalidate_all();
            self.sessions.invalidate_all();
            self.names.invalidate_all();
        }
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if until < from {
            *seen = Seen::default();
        }
        for event in events {
            seen.note(&event);
        }
        seen.position = until;
        seen.at = Some(Instant::now());
        Ok(())
    }
}

impl Seen {
    fn note(&mut self, event: &feed::entity::Model) {
        if event.kind == ORGANISATION_CHANGED {
            self.renamed = event.seq;
            return;
        }
        let person = match event.stream.split_once(':') {
            Some(("user", id)) => id.parse().ok(),
            _ => Some(PersonId(event.subject)),
        };
        if let Some(person) = person {
            self.changed.insert(person, event.seq);
        }
    }
}

async fn changes(app: &App, from: i64, until: i64) -> Result<Vec<feed::entity::Model>> {
    Ok(feed::entity::Entity::find()
        .filter(feed::entity::Column::Seq.gt(from))
        .filter(feed::entity::Column::Seq.lte(until))
        .filter(feed::entity::Column::Kind.is_in([RIGHTS_CHANGED, SESSION_ENDED, PERSON_CHANGED, ORGANISATION_CHANGED]))
        .order_by_asc(feed::entity::Column::Seq)
        .all(app.reader())
        .await?)
}

/// A clock that jumped back makes nothing eternal.
fn is_recent<T>(read: &Read<T>, now: Timestamp) -> bool {
    (TimeDelta::zero()..BELIEVED).contains(&(now - read.at))
}
