//! What the time after events tells about one person: handed out, erased. Anonymous answers are nobody's.

use kernel::{EventId, PersonId, RegistrationId, Result};
use platform::{App, Tx};
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde_json::{Value, json};

use crate::entity::{
    event_certificate_form, event_decision, event_feedback, event_feedback_form, event_follow_up, event_outcome,
    event_registration, visit_sheet,
};

async fn entries<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<RegistrationId>> {
    let rows = event_registration::Entity::find().filter(event_registration::Column::PersonId.eq(person));
    Ok(rows.all(db).await?.into_iter().map(|row| row.id).collect())
}

pub(crate) async fn said(app: &App, person: PersonId) -> Result<Value> {
    let db = app.reader();
    let mine = entries(db, person).await?;
    let rated = event_feedback::Entity::find().filter(event_feedback::Column::RegistrationId.is_in(mine.clone()));
    let rated = rated.all(db).await?.into_iter().map(|row| {
        let answers: Value = serde_json::from_str(&row.answers).unwrap_or_default();
        json!({ "event": row.event_id, "rating": row.rating, "answers": answers })
    });
    let told = event_outcome::Entity::find().filter(event_outcome::Column::RegistrationId.is_in(mine));
    let told = told.all(db).await?.into_iter().map(|row| {
        json!({ "event": row.event_id, "changed": row.changed, "text": row.words, "skill": row.skill_id,
            "answered_at": row.answered_at })
    });
    Ok(rated.chain(told).collect())
}

/// What a draft may have: choices for the time after it, and nothing that anybody said.
pub(crate) async fn forget(tx: &Tx, id: EventId) -> Result<()> {
    event_certificate_form::Entity::delete_by_id(id).exec(tx.db()).await?;
    event_feedback_form::Entity::delete_by_id(id).exec(tx.db()).await?;
    event_follow_up::Entity::delete_by_id(id).exec(tx.db()).await?;
    // A sheet is between two people and outlives the plan it was begun from.
    visit_sheet::Entity::update_many()
        .col_expr(visit_sheet::Column::EventId, Expr::value(Option::<EventId>::None))
        .filter(visit_sheet::Column::EventId.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Named answers and words go; in minutes the decision stays without the name.
pub(crate) async fn erase(tx: &Tx, person: PersonId) -> Result<()> {
    let mine = entries(tx.db(), person).await?;
    event_feedback::Entity::delete_many()
        .filter(event_feedback::Column::RegistrationId.is_in(mine.clone()))
        .exec(tx.db())
        .await?;
    event_outcome::Entity::delete_many()
        .filter(event_outcome::Column::RegistrationId.is_in(mine))
        .exec(tx.db())
        .await?;
    event_decision::Entity::update_many()
        .col_expr(event_decision::Column::PersonId, Expr::value(Option::<PersonId>::None))
        .filter(event_decision::Column::PersonId.eq(person))
        .exec(tx.db())
        .await?;
    Ok(())
}
