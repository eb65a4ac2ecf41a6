//! What the life of pairs keeps about a person: handed out, erased. What two schools have agreed and signed stays; who they
//! were is told by the directory, which forgets it.

use kernel::{PersonId, Result};
use platform::{App, Tx, ports::PersonalPart};
use sea_orm::{Condition, QueryOrder, entity::prelude::*};
use serde_json::{Value, json};

use super::people;
use crate::entity::life::{agreement, pairing_person, pairing_step, school_curator};

pub(crate) async fn export(app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
    Ok(vec![
        PersonalPart { name: "pairings", contents: taken_part(app, person).await? },
        PersonalPart { name: "agreements_signed", contents: signed(app, person).await? },
        PersonalPart { name: "schools_looked_after", contents: looked_after(app, person).await? },
    ])
}

async fn taken_part(app: &App, person: PersonId) -> Result<Value> {
    let rows = pairing_person::Entity::find()
        .filter(pairing_person::Column::PersonId.eq(person))
        .order_by_asc(pairing_person::Column::Id);
    let part = |row: pairing_person::Model| json!({ "pairing": row.pairing_id, "side": row.side, "duty": row.duty, "since": row.since, "until": row.until });
    let steps = pairing_step::Entity::find()
        .filter(pairing_step::Column::ById.eq(person))
        .order_by_asc(pairing_step::Column::Id);
    let step = |row: pairing_step::Model| {
        json!({ "pairing": row.pairing_id, "at": row.at, "from": row.from_state, "to": row.to_state,
            "reason": row.reason })
    };
    let parts: Vec<Value> = rows.all(app.reader()).await?.into_iter().map(part).collect();
    let steps: Vec<Value> = steps.all(app.reader()).await?.into_iter().map(step).collect();
    Ok(json!({ "taken_part": parts, "steps": steps }))
}

async fn signed(app: &App, person: PersonId) -> Result<Value> {
    let mine = Condition::any()
        .add(agreement::Column::MentorSignedBy.eq(person))
        .add(agreement::Column::MenteeSignedBy.eq(person));
    let rows = agreement::Entity::find().filter(mine).order_by_asc(agreement::Column::Id);
    let line = |row: agreement::Model| {
        let at = if row.mentor_signed_by == Some(person) { row.mentor_signed_at } else { row.mentee_signed_at };
        json!({ "agreement": row.id, "pairing": row.pairing_id, "number": row.number, "signed_at": at })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn looked_after(app: &App, person: PersonId) -> Result<Value> {
    let rows = school_curator::Entity::find()
        .filter(school_curator::Column::PersonId.eq(person))
        .order_by_asc(school_curator::Column::Id);
    let line = |row: school_curator::Model| json!({ "school": row.school_id, "since": row.since, "until": row.until, "ended_at": row.ended_at });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

/// Whoever leaves for good is of no pair and looks after no school.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<()> {
    people::left(tx, person, None).await?;
    school_curator::Entity::update_many()
        .col_expr(school_curator::Column::EndedAt, Expr::value(tx.now()))
        .filter(school_curator::Column::PersonId.eq(person))
        .filter(school_curator::Column::EndedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}
