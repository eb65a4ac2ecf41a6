//! Events in the index: what was published and not called off, what is coming before what is over.

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{Actor, EventId, FeedEvent, Result};
use platform::ports::Names;
use platform::{
    App,
    ports::{Audience as Reach, DocKey, Document, SearchCard, SearchSource},
};
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    access,
    entity::event,
    event::kind,
    events,
    kinds::{EventAudience, EventState, word},
    plan::EventPlan,
    policy,
    view::{self, EventCard},
};

const KIND: &str = "event";

pub struct EventSearch;

fn key(id: EventId) -> DocKey {
    DocKey { kind: KIND, id: id.0 }
}

/// Events that somebody may find.
fn found() -> Condition {
    Condition::all().add(event::Column::State.is_not_in([EventState::Draft, EventState::Cancelled]))
}

async fn rows(app: &App, keys: &[DocKey], condition: Condition) -> Result<Vec<event::Model>> {
    let mut all = Vec::with_capacity(keys.len());
    for part in keys.chunks(200) {
        let ids = part.iter().filter(|k| k.kind == KIND).map(|k| EventId(k.id));
        let rows = event::Entity::find().filter(event::Column::Id.is_in(ids)).filter(found()).filter(condition.clone());
        all.extend(rows.all(app.reader()).await?);
    }
    Ok(all)
}

/// What one can still go to stands before what is over. `calendars.ended` brings it here again in time.
fn quality(app: &App, row: &event::Model) -> f32 {
    let coming = row.ends_at.is_none_or(|ends| ends > app.now());
    match row.state {
        EventState::Published if coming => 1.0,
        EventState::Postponed => 0.6,
        EventState::Published | EventState::Held | EventState::Closed => 0.2,
        EventState::Draft | EventState::Cancelled => 0.0,
    }
}

fn reach(row: &event::Model, plan: &EventPlan) -> Vec<Reach> {
    let mut reach: Vec<Reach> = match row.audience {
        EventAudience::Everyone => return vec![Reach::Everyone],
        EventAudience::Network => vec![Reach::Network],
        EventAudience::Association => row.association_id.map(Reach::Organisation).into_iter().collect(),
        EventAudience::Places => plan.places.iter().copied().map(Reach::Below).collect(),
    };
    reach.push(Reach::Organisation(row.host_id));
    reach.extend(plan.co_hosts.iter().copied().map(Reach::Organisation));
    reach.push(Reach::Person(row.owner_id));
    reach.extend(plan.speakers.iter().filter_map(|speaker| speaker.person_id).map(Reach::Person));
    reach
}

async fn document(app: &App, row: &event::Model, card: EventCard) -> Result<Document> {
    let plan = events::stored(app.reader(), row).await?;
    let names = Names::load(app, plan.speakers.iter().filter_map(|speaker| speaker.person_id).collect()).await?;
    let called = |speaker: &crate::plan::Speaker| match speaker.person_id {
        Some(id) => names.of(id).full_name(),
        None => speaker.name.clone(),
    };
    let mut body = vec![prose::plain(&row.body)];
    body.extend(plan.programme.iter().map(|item| format!("{} {}", item.title, item.who)));
    body.extend(plan.speakers.iter().map(|speaker| format!("{} {}", speaker.topic, speaker.about)));
    let orgs = [&card.host, &card.association];
    let mut places: Vec<String> = orgs.into_iter().flatten().map(|org| org.short_name.clone()).collect();
    places.push(row.place.clone());
    Ok(Document {
        key: key(row.id),
        audience: reach(row, &plan),
        title: card.title,
        summary: card.summary,
        body: body.join("\n"),
        keywords: vec![row.kind.russian().to_owned()],
        authors: plan.speakers.iter().map(called).collect(),
        places,
        files: Vec::new(),
        subjects: card.subjects,
        grades: card.grades,
        form: Some(word(&row.kind)),
        skills: plan.skills.clone(),
        school: Some(row.host_id),
        level: None,
        licence: None,
        at: row.starts_at.unwrap_or(row.changed_at),
        quality: quality(app, row),
        uses: 0,
    })
}

#[async_trait]
impl SearchSource for EventSearch {
    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            kind::PUBLISHED
                | kind::CHANGED
                | kind::MOVED
                | kind::POSTPONED
                | kind::CANCELLED
                | kind::HELD
                | kind::CLOSED
                | kind::ENDED
        )
    }

    async fn touched(&self, _: &App, event: &FeedEvent) -> Result<Vec<DocKey>> {
        Ok(vec![key(EventId(event.subject))])
    }

    async fn load(&self, app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
        let rows = rows(app, keys, Condition::all()).await?;
        let cards = view::cards(app, None, &rows).await?;
        let mut documents = Vec::with_capacity(rows.len());
        for (row, card) in rows.iter().zip(cards) {
            documents.push(document(app, row, card).await?);
        }
        Ok(documents)
    }

    async fn page(&self, app: &App, _: &'static str, after: Option<Uuid>, limit: u64) -> Result<Vec<DocKey>> {
        let mut query = event::Entity::find().select_only().column(event::Column::Id).filter(found());
        if let Some(id) = after {
            query = query.filter(event::Column::Id.gt(EventId(id)));
        }
        let ids: Vec<EventId> =
            query.order_by_asc(event::Column::Id).limit(limit).into_tuple().all(app.reader()).await?;
        Ok(ids.into_iter().map(key).collect())
    }

    async fn audiences(&self, _: &App, reader: Option<&Actor>) -> Result<Vec<Reach>> {
        let Some(actor) = reader else { return Ok(vec![Reach::Everyone]) };
        if !actor.consented {
            return Ok(Vec::new());
        }
        let mut reach = vec![Reach::Everyone, Reach::Person(actor.person)];
        if actor.confirmed {
            reach.push(Reach::Network);
            reach.extend(actor.orgs.iter().copied().map(Reach::Organisation));
            reach.extend(actor.circle.iter().copied().map(Reach::Below));
        }
        Ok(reach)
    }

    async fn cards(&self, app: &App, reader: Option<&Actor>, keys: &[DocKey]) -> Result<HashMap<DocKey, SearchCard>> {
        let rows = rows(app, keys, policy::visible(reader)).await?;
        let cards = view::cards(app, reader, &rows).await?;
        let mut shown = HashMap::with_capacity(rows.len());
        for (row, card) in rows.iter().zip(cards) {
            let speakers = access::facts(app.reader(), row).await?.speakers;
            let names = Names::load(app, speakers.clone()).await?;
            let card = SearchCard {
                title: card.title,
                summary: card.summary,
                path: card.path,
                people: speakers.into_iter().map(|id| names.of(id)).collect(),
                place: card.host.map(|org| org.short_name),
                subjects: card.subjects,
                grades: card.grades,
                form: Some(word(&row.kind)),
                skills: card.skills.into_iter().map(|skill| skill.id).collect(),
                level: None,
                at: row.starts_at.unwrap_or(row.changed_at),
                uses: 0,
                answered: false,
            };
            shown.insert(key(row.id), card);
        }
        Ok(shown)
    }
}
