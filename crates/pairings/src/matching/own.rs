//! What this room keeps about a person: what they decided. The words are the territory's; the person is an id.

use kernel::{PersonId, Result};
use platform::{App, ports::PersonalPart};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde_json::{Value, json};

use crate::entity::matching::{match_decision, match_weights, school_wish};

pub(crate) async fn export(app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
    let part = |name, contents| PersonalPart { name, contents };
    Ok(vec![
        part("match_weights", weights(app, person).await?),
        part("school_wishes", wishes(app, person).await?),
        part("match_decisions", decisions(app, person).await?),
    ])
}

async fn weights(app: &App, person: PersonId) -> Result<Value> {
    let rows = match_weights::Entity::find()
        .filter(match_weights::Column::ById.eq(person))
        .order_by_asc(match_weights::Column::Id);
    let line = |row: match_weights::Model| json!({ "territory": row.territory_id, "version": row.version, "note": row.note, "created_at": row.created_at });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn wishes(app: &App, person: PersonId) -> Result<Value> {
    let rows =
        school_wish::Entity::find().filter(school_wish::Column::ById.eq(person)).order_by_asc(school_wish::Column::Id);
    let line = |row: school_wish::Model| json!({ "school": row.school_id, "other": row.other_id, "rank": row.rank, "veto": row.veto, "reason": row.reason, "created_at": row.created_at });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn decisions(app: &App, person: PersonId) -> Result<Value> {
    let rows = match_decision::Entity::find()
        .filter(match_decision::Column::ById.eq(person))
        .order_by_asc(match_decision::Column::Id);
    let line = |row: match_decision::Model| json!({ "need": row.need_id, "mentor": row.mentor_id, "kind": row.kind, "reason": row.reason, "created_at": row.created_at });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}
