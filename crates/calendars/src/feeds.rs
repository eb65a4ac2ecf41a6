//! Calendars that people read from programs of their own, under an address that is a secret and can be taken back.
//!
//! Whoever holds the address reads what its person may read now: rights are asked with every reading.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use kernel::{Actor, CalendarFeedId, Error, EventId, OrgId, PersonId, Result, SkillId, error::Checks};
use platform::{
    App, Tx,
    db::{Gathered, gathering},
};
use sea_orm::{
    ActiveValue::Set, Condition, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*, sea_query::ExprTrait,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::{
    entity::{calendar_feed, event, event_host, event_registration, event_skill, event_subject},
    ical::{self, COLUMNS, Entry, Told},
    kinds::{EventKind, EventState, RegistrationState},
    policy, view,
};

const MAX_TITLE: usize = 100;
/// Feeds of one person.
const MAX_FEEDS: u64 = 30;
const BACK: TimeDelta = TimeDelta::days(180);
const AHEAD: TimeDelta = TimeDelta::days(400);

/// Which events a feed holds: those that meet everything named here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = CalendarFeedScope)]
pub struct FeedScope {
    /// Only where its person has a place, waits for one, speaks or is the host.
    pub mine: bool,
    pub host: Option<OrgId>,
    pub association: Option<OrgId>,
    pub subject: Option<String>,
    pub skill: Option<SkillId>,
    pub kind: Option<EventKind>,
}

/// Makes a feed; answers its row and the secret, which nobody is told again.
pub async fn create(
    tx: &mut Tx,
    actor: &Actor,
    title: &str,
    scope: &FeedScope,
) -> Result<(calendar_feed::Model, String)> {
    let mut checks = Checks::default();
    checks.text(title, MAX_TITLE, "title");
    let known = scope.subject.as_deref().is_none_or(kernel::subject::is_known);
    checks.require(known, "scope.subject", "unknown");
    checks.done()?;
    let mine = calendar_feed::Entity::find()
        .filter(calendar_feed::Column::PersonId.eq(actor.person))
        .filter(calendar_feed::Column::RevokedAt.is_null());
    if mine.count(tx.db()).await? >= MAX_FEEDS {
        return Err(Error::invalid("title", "too_many"));
    }
    let secret: [u8; 32] = rand::random();
    let token: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let row = calendar_feed::Model {
        id: tx.id(),
        person_id: actor.person,
        token_hash: hash(&token),
        title: title.trim().to_owned(),
        scope: serde_json::to_string(scope)?,
        created_at: tx.now(),
        read_at: None,
        revoked_at: None,
    };
    calendar_feed::Entity::insert(calendar_feed::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    Ok((row, token))
}

/// Takes the address back: it answers nobody any more.
pub async fn revoke(tx: &mut Tx, actor: &Actor, id: CalendarFeedId) -> Result<()> {
    let row = calendar_feed::Entity::find_by_id(id).one(tx.db()).await?;
    let row = row.filter(|row| row.person_id == actor.person && row.revoked_at.is_none()).ok_or(Error::Hidden)?;
    let change = calendar_feed::ActiveModel { id: Set(row.id), revoked_at: Set(Some(tx.now())), ..Default::default() };
    change.update(tx.db()).await?;
    Ok(())
}

/// Feeds of a person that still answer.
pub async fn of(app: &App, person: PersonId) -> Result<Vec<calendar_feed::Model>> {
    let rows = calendar_feed::Entity::find()
        .filter(calendar_feed::Column::PersonId.eq(person))
        .filter(calendar_feed::Column::RevokedAt.is_null())
        .order_by_asc(calendar_feed::Column::Id);
    Ok(rows.all(app.reader()).await?)
}

/// A scope as it is stored.
pub fn scope(row: &calendar_feed::Model) -> FeedScope {
    serde_json::from_str(&row.scope).unwrap_or_default()
}

fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Remembers the day on which a program last read it: people see which of their addresses are in use.
pub async fn noticed(app: &App, held: &Held) -> Result<()> {
    let today = app.now().date_naive();
    if held.row.read_at.is_some_and(|at| at.date_naive() == today) {
        return Ok(());
    }
    let tx = app.begin().await?;
    let read_at = Set(Some(tx.now()));
    let change = calendar_feed::ActiveModel { id: Set(held.row.id), read_at, ..Default::default() };
    change.update(tx.db()).await?;
    tx.commit().await?;
    Ok(())
}

/// A feed as somebody holds it.
pub struct Held {
    row: calendar_feed::Model,
    actor: Actor,
}

/// The feed behind an address, unless it was taken back or its person has gone.
pub async fn held(app: &App, token: &str) -> Result<Option<Held>> {
    if token.len() != 64 {
        return Ok(None);
    }
    let row = calendar_feed::Entity::find()
        .filter(calendar_feed::Column::TokenHash.eq(hash(token)))
        .filter(calendar_feed::Column::RevokedAt.is_null())
        .one(app.reader())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let actor = app.people()?.actor(app, row.person_id).await?;
    Ok(actor.map(|actor| Held { row, actor }))
}

impl Held {
    fn events(&self, app: &App) -> Select<event::Entity> {
        let (scope, actor, now) = (scope(&self.row), &self.actor, app.now());
        let mut found = event::Entity::find()
            .filter(policy::visible(Some(actor)))
            .filter(event::Column::State.ne(EventState::Draft))
            .filter(event::Column::EndsAt.gt(now - BACK))
            .filter(event::Column::StartsAt.lt(now + AHEAD));
        if scope.mine {
            let any = Condition::any()
                .add(policy::registered(actor, RegistrationState::LIVE))
                .add(policy::speaking(actor))
                .add(policy::hosting(actor));
            found = found.filter(any);
        }
        if let Some(kind) = scope.kind {
            found = found.filter(event::Column::Kind.eq(kind));
        }
        if let Some(association) = scope.association {
            found = found.filter(event::Column::AssociationId.eq(association));
        }
        let among = |ids| Expr::col((event::Entity, event::Column::Id)).in_subquery(ids);
        if let Some(host) = scope.host {
            let with = event_host::Entity::find().select_only().column(event_host::Column::EventId);
            let with = with.filter(event_host::Column::OrgId.eq(host)).into_query();
            found = found.filter(Condition::any().add(event::Column::HostId.eq(host)).add(among(with)));
        }
        if let Some(subject) = &scope.subject {
            let ids = event_subject::Entity::find().select_only().column(event_subject::Column::EventId);
            found = found.filter(among(ids.filter(event_subject::Column::Subject.eq(subject.as_str())).into_query()));
        }
        if let Some(skill) = scope.skill {
            let ids = event_skill::Entity::find().select_only().column(event_skill::Column::EventId);
            found = found.filter(among(ids.filter(event_skill::Column::SkillId.eq(skill)).into_query()));
        }
        found
    }

    /// Columns of the events it holds now, as one text.
    async fn gathered(&self, app: &App, columns: &[Gathered], order: &str) -> Result<String> {
        let all = Expr::cust(gathering(app.reader().get_database_backend(), columns, order));
        let row = self.events(app).select_only().expr_as(all, "held").into_tuple().one(app.reader()).await?;
        Ok(row.unwrap_or_default())
    }

    /// Events where its person has a place.
    async fn confirmed(&self, app: &App) -> Result<BTreeSet<EventId>> {
        let rows = event_registration::Entity::find()
            .select_only()
            .column(event_registration::Column::EventId)
            .filter(event_registration::Column::PersonId.eq(self.actor.person))
            .filter(event_registration::Column::State.eq(RegistrationState::Confirmed));
        let ids: Vec<EventId> = rows.into_tuple().all(app.reader()).await?;
        Ok(ids.into_iter().collect())
    }

    /// Names what the feed holds now, without writing it.
    pub async fn tag(&self, app: &App) -> Result<String> {
        let columns = [Gathered::Id("event.id"), Gathered::Plain("event.revision")];
        let held = self.gathered(app, &columns, "ORDER BY event.id").await?;
        let mut digest = Sha256::new();
        digest.update(app.config().http.public_url.as_bytes());
        digest.update(held.as_bytes());
        self.confirmed(app).await?.iter().for_each(|id| digest.update(id.0.as_bytes()));
        Ok(digest.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The calendar as text.
    pub async fn calendar(&self, app: &App) -> Result<String> {
        let rows: Vec<Told> =
            serde_json::from_str(&self.gathered(app, &COLUMNS, "ORDER BY event.starts_at, event.id").await?)?;
        let confirmed = self.confirmed(app).await?;
        let orgs: Vec<OrgId> = rows.iter().map(|row| row.host_id).collect();
        let orgs = accounts::directory::org_refs(app.reader(), &orgs).await?;
        let entries: Vec<Entry<'_>> = rows
            .into_iter()
            .map(|row| Entry {
                url: app.address(&view::path_of(row.id, row.number)),
                host: orgs.get(&row.host_id).map(|org| org.short_name.as_str()),
                connects: confirmed.contains(&row.id),
                row,
            })
            .collect();
        Ok(ical::calendar(&self.row.title, &entries))
    }
}
