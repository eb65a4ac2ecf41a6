//! Who asks, answered from memory and never out of date for longer than [`platform::seen::LAG`].
//!
//! Facts about people are kept in memory together with the feed position they were read at; whatever was read before
//! a change that concerns it is read again ([`platform::seen`]).

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Actor, Code, Error, FeedEvent, PersonId, PersonRef, Result, SessionId, Timestamp};
use moka::sync::Cache;
use platform::{App, ports::People, seen::Seen};
use sea_orm::entity::prelude::*;

use crate::{
    consents, directory,
    entity::session,
    event::{ORGANISATION_CHANGED, PERSON_CHANGED, RIGHTS_CHANGED, SESSION_ENDED},
    facts,
    keys::{self, Ring},
};

/// Grants begin and end at midnight of a person's zone; nothing is believed for longer than this.
const BELIEVED: TimeDelta = TimeDelta::minutes(1);

/// The port `People` with what this process remembers.
pub struct Authority {
    ring: Ring,
    seen: Seen<About>,
    actors: Cache<PersonId, Read<Option<Actor>>>,
    sessions: Cache<SessionId, Read<Option<PersonId>>>,
    names: Cache<PersonId, Read<PersonRef>>,
}

/// What a change concerns.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum About {
    /// Rights, sessions or names of a person.
    Person(PersonId),
    /// Any organisation: everybody's line may show its name.
    Organisations,
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
            seen: Seen::new(&[RIGHTS_CHANGED, SESSION_ENDED, PERSON_CHANGED, ORGANISATION_CHANGED], about),
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
        self.seen.look(app).await?;
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
        self.seen.look(app).await?;
        self.facts(app, person).await
    }

    async fn names(&self, app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonRef>> {
        self.seen.look(app).await?;
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
            let (position, at) = (self.seen.position(), app.now());
            for (id, value) in directory::names(app.reader(), &missing).await? {
                self.names.insert(id, Read { value: value.clone(), position, at });
                found.insert(id, value);
            }
        }
        Ok(found)
    }

    async fn public_names(&self, app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonRef>> {
        // Never from memory: who takes the consent back is hidden with the next page.
        let named: Vec<PersonId> = consents::public(app.reader(), ids).await?.into_iter().collect();
        if named.is_empty() { Ok(HashMap::new()) } else { self.names(app, &named).await }
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
        let (position, at) = (self.seen.position(), app.now());
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
        let (position, at) = (self.seen.position(), app.now());
        let value = facts::load(app.reader(), person, at).await?;
        self.actors.insert(person, Read { value: value.clone(), position, at });
        Ok(value)
    }

    /// Has nothing happened to this person since the fact was read?
    fn holds<T>(&self, read: &Read<T>, person: PersonId, shows_org: bool) -> bool {
        let shown = shows_org.then_some(&About::Organisations);
        self.seen.holds(read.position, [&About::Person(person)].into_iter().chain(shown))
    }
}

fn about(event: &FeedEvent) -> Option<About> {
    if event.kind == ORGANISATION_CHANGED {
        return Some(About::Organisations);
    }
    let person = if event.stream.kind == "user" { event.stream.id } else { event.subject };
    Some(About::Person(PersonId(person)))
}

/// A clock that jumped back makes nothing eternal.
fn is_recent<T>(read: &Read<T>, now: Timestamp) -> bool {
    (TimeDelta::zero()..BELIEVED).contains(&(now - read.at))
}
