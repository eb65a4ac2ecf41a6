//! Events that come out of other features: drafts of what a pair of schools has planned, and what became of them.

use std::collections::{BTreeMap, HashMap};

use accounts::entity::organisation;
use async_trait::async_trait;
use chrono::NaiveDate;
use kernel::{Actor, Error, EventId, OrgId, Result};
use platform::{
    App, Tx,
    ports::{Gathering, GatheringKind, GatheringState, Gatherings, NewGathering},
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    access,
    entity::{event, event_host, event_registration},
    events,
    kinds::{EventAudience, EventKind, EventLevel, EventState, RegistrationState},
    plan::EventPlan,
    policy, view,
};

/// Longest of what lists show.
const SUMMARY: usize = 600;
const TITLE: usize = 200;
/// Databases bind a limited number of values.
const CHUNK: usize = 500;
/// More two schools never have before them.
const AHEAD: u64 = 200;

pub struct Drafts;

#[async_trait]
impl Gatherings for Drafts {
    async fn draft(&self, tx: &mut Tx, actor: &Actor, new: NewGathering) -> Result<EventId> {
        let address = tx.app().address(&new.path);
        let host = organisation::Entity::find_by_id(new.host).one(tx.db()).await?;
        let mut plan = plan(new, &address);
        if let Some(host) = host {
            plan.time_zone = host.time_zone;
        }
        events::create(tx, actor, plan).await
    }

    async fn knows(&self, app: &App, actor: &Actor, event: EventId) -> Result<bool> {
        match access::desk(app.reader(), actor, event).await {
            Ok(_) => Ok(true),
            Err(Error::Hidden | Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn ahead(&self, app: &App, actor: &Actor, hosts: &[OrgId]) -> Result<Vec<(EventId, Gathering)>> {
        let rows = event::Entity::find()
            .filter(policy::visible(Some(actor)))
            .filter(policy::held_by(hosts.iter().copied().collect()))
            .filter(event::Column::State.is_in([EventState::Draft, EventState::Published, EventState::Postponed]))
            .order_by_desc(event::Column::Id)
            .limit(AHEAD)
            .all(app.reader())
            .await?;
        let ids: Vec<EventId> = rows.into_iter().map(|row| row.id).collect();
        let mut found: Vec<(EventId, Gathering)> = self.look(app, &ids).await?.into_iter().collect();
        found.sort_by_key(|(id, one)| (one.starts_at.is_none(), one.starts_at, *id));
        Ok(found)
    }

    async fn look(&self, app: &App, events: &[EventId]) -> Result<HashMap<EventId, Gathering>> {
        let db = app.reader();
        let mut found = HashMap::new();
        for part in events.chunks(CHUNK) {
            let ids = || part.iter().copied();
            let hosts = event_host::Entity::find()
                .filter(event_host::Column::EventId.is_in(ids()))
                .order_by_asc(event_host::Column::OrgId)
                .all(db)
                .await?;
            let came = event_registration::Entity::find()
                .filter(event_registration::Column::EventId.is_in(ids()))
                .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
                .filter(event_registration::Column::AttendedAt.is_not_null())
                .all(db)
                .await?;
            for row in event::Entity::find().filter(event::Column::Id.is_in(ids())).all(db).await? {
                let co_hosts = hosts.iter().filter(|host| host.event_id == row.id).map(|host| host.org_id);
                let hosts = std::iter::once(row.host_id).chain(co_hosts).collect();
                let mut present: BTreeMap<Option<OrgId>, i32> = BTreeMap::new();
                for one in came.iter().filter(|one| one.event_id == row.id) {
                    *present.entry(one.org_id).or_default() += 1;
                }
                found.insert(row.id, shown(&row, hosts, present.into_iter().collect()));
            }
        }
        Ok(found)
    }
}

fn shown(row: &event::Model, hosts: Vec<OrgId>, present: Vec<(Option<OrgId>, i32)>) -> Gathering {
    let length = row.starts_at.zip(row.ends_at).map(|(starts, ends)| (ends - starts).num_minutes());
    Gathering {
        state: match row.state {
            EventState::Draft => GatheringState::Draft,
            EventState::Published => GatheringState::Published,
            EventState::Postponed => GatheringState::Postponed,
            EventState::Held | EventState::Closed => GatheringState::Held,
            EventState::Cancelled => GatheringState::Cancelled,
        },
        title: row.title.clone(),
        path: view::path(row),
        hosts,
        starts_at: row.starts_at,
        day: row.starts_wall.map(|wall| wall.date()),
        minutes: length.and_then(|minutes| i32::try_from(minutes).ok()),
        present,
    }
}

fn plan(new: NewGathering, address: &str) -> EventPlan {
    EventPlan {
        kind: kind(new.kind),
        title: new.title.chars().take(TITLE).collect(),
        summary: new.goal.chars().take(SUMMARY).collect(),
        body: format!("{}\n\n[Из плана пары школ]({address})", new.goal).trim().to_owned(),
        host: Some(new.host),
        co_hosts: new.co_hosts,
        subjects: new.subject.into_iter().collect(),
        grades: new.grades,
        skills: new.skills,
        month: new.due.map(|due: NaiveDate| due.format("%Y-%m").to_string()),
        level: EventLevel::School,
        audience: EventAudience::Places,
        places: new.audience,
        ..EventPlan::default()
    }
}

fn kind(kind: GatheringKind) -> EventKind {
    match kind {
        GatheringKind::Council => EventKind::Council,
        GatheringKind::Seminar => EventKind::Seminar,
        GatheringKind::MasterClass => EventKind::MasterClass,
        GatheringKind::OpenLesson => EventKind::OpenLesson,
        GatheringKind::LessonVisit => EventKind::LessonVisit,
        GatheringKind::Consultation => EventKind::Consultation,
    }
}
