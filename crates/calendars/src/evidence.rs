//! How many events a school has held that worked on a skill.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use kernel::{EventId, OrgId, Result, SkillId};
use platform::{
    App,
    ports::{Evidence, Shown},
};
use sea_orm::{JoinType, QuerySelect, entity::prelude::*};

use crate::{
    entity::{event, event_host, event_skill},
    kinds::EventState,
};

/// Databases bind a limited number of values.
const CHUNK: usize = 300;
/// What took place.
const HELD: [EventState; 2] = [EventState::Held, EventState::Closed];

pub struct Held;

#[async_trait]
impl Evidence for Held {
    async fn shown(&self, app: &App, schools: &[OrgId], skills: &[SkillId]) -> Result<Vec<Shown>> {
        let mut events: BTreeMap<EventId, BTreeSet<SkillId>> = BTreeMap::new();
        for wanted in skills.chunks(CHUNK) {
            for (event, skill) in worked_on(app, wanted).await? {
                events.entry(event).or_default().insert(skill);
            }
        }
        let ids: Vec<EventId> = events.keys().copied().collect();
        let mut counts: BTreeMap<(OrgId, SkillId), i64> = BTreeMap::new();
        for part in ids.chunks(CHUNK) {
            for (event, school) in hosts(app, part).await? {
                if schools.contains(&school) {
                    for skill in events.get(&event).into_iter().flatten() {
                        *counts.entry((school, *skill)).or_default() += 1;
                    }
                }
            }
        }
        let one = |((school, skill), events)| Shown { school, skill, practices: 0, events };
        Ok(counts.into_iter().map(one).collect())
    }
}

async fn worked_on(app: &App, skills: &[SkillId]) -> Result<Vec<(EventId, SkillId)>> {
    let to_event =
        event_skill::Entity::belongs_to(event::Entity).from(event_skill::Column::EventId).to(event::Column::Id);
    let rows = event_skill::Entity::find()
        .select_only()
        .column(event_skill::Column::EventId)
        .column(event_skill::Column::SkillId)
        .join(JoinType::InnerJoin, to_event.into())
        .filter(event::Column::State.is_in(HELD))
        .filter(event_skill::Column::SkillId.is_in(skills.iter().copied()));
    Ok(rows.into_tuple().all(app.reader()).await?)
}

/// Who held each: the host, and those who held it together with it.
async fn hosts(app: &App, events: &[EventId]) -> Result<BTreeSet<(EventId, OrgId)>> {
    let own: Vec<(EventId, OrgId)> = event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .column(event::Column::HostId)
        .filter(event::Column::Id.is_in(events.iter().copied()))
        .into_tuple()
        .all(app.reader())
        .await?;
    let together: Vec<(EventId, OrgId)> = event_host::Entity::find()
        .select_only()
        .column(event_host::Column::EventId)
        .column(event_host::Column::OrgId)
        .filter(event_host::Column::EventId.is_in(events.iter().copied()))
        .into_tuple()
        .all(app.reader())
        .await?;
    Ok(own.into_iter().chain(together).collect())
}
