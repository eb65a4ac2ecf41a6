//! What the calendars keep about a person: handed out, erased.
//!
//! Events that others heard of stay, and so does the count of who took part: reports are made of it. Drafts go, places
//! that are still to come are given back, and what a guest's line says about a colleague is emptied.

use async_trait::async_trait;
use kernel::{PersonId, Result};
use platform::{
    App, Tx,
    ports::{PersonalData, PersonalPart},
};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde_json::{Value, json};

use crate::{
    after, certificates,
    entity::{calendar_feed, event, event_registration, event_reminder, event_speaker, event_template},
    events, feeds, reminders, seats, visits,
};

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let part = |name, contents| PersonalPart { name, contents };
        Ok(vec![
            part("events", begun(app, person).await?),
            part("event_registrations", registered(app, person).await?),
            part("event_talks", talks(app, person).await?),
            part("event_certificates", certificates::own::held(app, person).await?),
            part("event_opinions", after::own::said(app, person).await?),
            part("visit_sheets", visits::own::sheets(app, person).await?),
            part("calendar_feeds", calendars(app, person).await?),
            part("event_templates", templates(app, person).await?),
            part("event_reminders", json!(reminders::of(app.reader(), person).await?)),
        ])
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        for draft in events::drafts_of(tx.db(), person).await? {
            events::erase(tx, draft).await?;
        }
        seats::leave(tx, person).await?;
        event_speaker::Entity::update_many()
            .col_expr(event_speaker::Column::Name, Expr::value(""))
            .col_expr(event_speaker::Column::About, Expr::value(""))
            .filter(event_speaker::Column::PersonId.eq(person))
            .exec(tx.db())
            .await?;
        certificates::own::erase(tx, person).await?;
        after::own::erase(tx, person).await?;
        visits::own::erase(tx, person).await?;
        event_reminder::Entity::delete_by_id(person).exec(tx.db()).await?;
        calendar_feed::Entity::delete_many().filter(calendar_feed::Column::PersonId.eq(person)).exec(tx.db()).await?;
        Ok(())
    }
}

async fn begun(app: &App, person: PersonId) -> Result<Value> {
    let rows = event::Entity::find().filter(event::Column::OwnerId.eq(person)).order_by_asc(event::Column::Id);
    let mut found = Vec::new();
    for row in rows.all(app.reader()).await? {
        let plan = events::stored(app.reader(), &row).await?;
        found.push(json!({ "event": row.id, "state": row.state, "created_at": row.created_at, "plan": plan }));
    }
    Ok(found.into())
}

async fn registered(app: &App, person: PersonId) -> Result<Value> {
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::PersonId.eq(person))
        .order_by_asc(event_registration::Column::Id);
    let line = |row: event_registration::Model| {
        json!({ "event": row.event_id, "way": row.way, "state": row.state, "created_at": row.created_at,
            "changed_at": row.changed_at, "attended_at": row.attended_at, "minutes": row.minutes })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn talks(app: &App, person: PersonId) -> Result<Value> {
    let rows = event_speaker::Entity::find()
        .filter(event_speaker::Column::PersonId.eq(person))
        .order_by_asc(event_speaker::Column::EventId);
    let line = |row: event_speaker::Model| json!({ "event": row.event_id, "topic": row.topic });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn calendars(app: &App, person: PersonId) -> Result<Value> {
    let line = |row: calendar_feed::Model| json!({ "title": row.title, "scope": feeds::scope(&row), "created_at": row.created_at, "read_at": row.read_at });
    Ok(feeds::of(app, person).await?.into_iter().map(line).collect())
}

async fn templates(app: &App, person: PersonId) -> Result<Value> {
    let rows = event_template::Entity::find()
        .filter(event_template::Column::ById.eq(person))
        .order_by_asc(event_template::Column::Id);
    let line = |row: event_template::Model| json!({ "title": row.title, "created_at": row.created_at });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}
