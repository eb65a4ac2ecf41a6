//! What certificates tell about one person: handed out, emptied.

use kernel::{PersonId, Result};
use platform::{App, Tx};
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};
use serde_json::{Value, json};

use crate::entity::{event_certificate, event_certificate_name, event_registration};

pub(crate) async fn held(app: &App, person: PersonId) -> Result<Value> {
    let rows = event_certificate::Entity::find()
        .filter(event_certificate::Column::PersonId.eq(person))
        .order_by_asc(event_certificate::Column::Id);
    let line = |row: event_certificate::Model| {
        json!({ "number": row.number, "name": row.name, "title": row.title, "held_on": row.held_on,
            "minutes": row.minutes, "issued_at": row.issued_at, "revoked_at": row.revoked_at, "reason": row.reason })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

/// The number stays and says that it was given; to whom nobody reads any more.
pub(crate) async fn erase(tx: &Tx, person: PersonId) -> Result<()> {
    event_certificate::Entity::update_many()
        .col_expr(event_certificate::Column::Name, Expr::value(""))
        .col_expr(event_certificate::Column::Holder, Expr::value(""))
        .filter(event_certificate::Column::PersonId.eq(person))
        .exec(tx.db())
        .await?;
    let theirs = event_registration::Entity::find()
        .select_only()
        .column(event_registration::Column::Id)
        .filter(event_registration::Column::PersonId.eq(person))
        .into_query();
    event_certificate_name::Entity::delete_many()
        .filter(event_certificate_name::Column::RegistrationId.in_subquery(theirs))
        .exec(tx.db())
        .await?;
    Ok(())
}
