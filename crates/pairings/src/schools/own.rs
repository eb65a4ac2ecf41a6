//! What this room keeps about a person: which schools they told of. The words are the schools'; the person is an id.

use kernel::{PersonId, Result};
use platform::{App, ports::PersonalPart};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde_json::{Value, json};

use crate::entity::schools::{need, offer, school_context, school_status};

pub(crate) async fn export(app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
    let part = |name, contents| PersonalPart { name, contents };
    Ok(vec![
        part("school_contexts", contexts(app, person).await?),
        part("school_statuses", statuses(app, person).await?),
        part("school_needs", needs(app, person).await?),
        part("school_offers", offers(app, person).await?),
    ])
}

async fn contexts(app: &App, person: PersonId) -> Result<Value> {
    let rows = school_context::Entity::find()
        .filter(school_context::Column::FilledBy.eq(person))
        .order_by_asc(school_context::Column::Id);
    let line = |row: school_context::Model| json!({ "school": row.school_id, "year": row.year, "source_note": row.source_note, "changed_at": row.changed_at });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn statuses(app: &App, person: PersonId) -> Result<Value> {
    let rows = school_status::Entity::find()
        .filter(school_status::Column::ById.eq(person))
        .order_by_asc(school_status::Column::Id);
    let line = |row: school_status::Model| {
        json!({ "school": row.school_id, "kind": row.kind, "since": row.since, "order_number": row.order_number,
            "created_at": row.created_at })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn needs(app: &App, person: PersonId) -> Result<Value> {
    let rows = need::Entity::find().filter(need::Column::ById.eq(person)).order_by_asc(need::Column::Id);
    let line = |row: need::Model| {
        json!({ "school": row.school_id, "theme": row.theme, "note": row.note, "state": row.state,
            "close_reason": row.close_reason, "created_at": row.created_at })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn offers(app: &App, person: PersonId) -> Result<Value> {
    let rows = offer::Entity::find().filter(offer::Column::ById.eq(person)).order_by_asc(offer::Column::Id);
    let line = |row: offer::Model| json!({ "school": row.school_id, "note": row.note, "state": row.state, "created_at": row.created_at });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}
