//! What the work of pairs tells about one person: handed out, erased.
//!
//! What two schools have planned, signed and reported stays: it is theirs. What somebody thought of it goes with them, and
//! so does their name, which no text of ours holds.

use kernel::{PersonId, Result};
use platform::{App, Tx, ports::PersonalPart};
use sea_orm::{Condition, QueryOrder, entity::prelude::*};
use serde_json::{Value, json};

use crate::entity::work::{pairing_report, pairing_survey_answer, pairing_visit, plan_item, plan_template};

pub(crate) async fn export(app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
    let part = |name, contents| PersonalPart { name, contents };
    Ok(vec![
        part("pairing_items", items(app, person).await?),
        part("pairing_visits", visits(app, person).await?),
        part("pairing_reports", reports(app, person).await?),
        part("pairing_surveys", surveys(app, person).await?),
        part("pairing_templates", templates(app, person).await?),
    ])
}

async fn items(app: &App, person: PersonId) -> Result<Value> {
    let theirs = Condition::any()
        .add(plan_item::Column::MentorPersonId.eq(person))
        .add(plan_item::Column::MenteePersonId.eq(person))
        .add(plan_item::Column::ById.eq(person))
        .add(plan_item::Column::DoneById.eq(person));
    let rows = plan_item::Entity::find().filter(theirs).order_by_asc(plan_item::Column::Id);
    let line = |row: plan_item::Model| {
        json!({ "id": row.id, "pairing": row.pairing_id, "form": row.form, "title": row.title, "goal": row.goal,
            "due": row.due, "state": row.state, "done_on": row.done_on, "minutes": row.minutes,
            "outcome": row.outcome, "written_by_you": row.by_id == person,
            "done_by_you": row.mentor_person_id == Some(person) || row.mentee_person_id == Some(person) })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn visits(app: &App, person: PersonId) -> Result<Value> {
    let theirs = Condition::any()
        .add(pairing_visit::Column::ById.eq(person))
        .add(pairing_visit::Column::MentorSignedById.eq(person))
        .add(pairing_visit::Column::MenteeSignedById.eq(person));
    let rows = pairing_visit::Entity::find().filter(theirs).order_by_asc(pairing_visit::Column::Id);
    let line = |row: pairing_visit::Model| {
        json!({ "id": row.id, "pairing": row.pairing_id, "planned_on": row.planned_on, "held_on": row.held_on,
            "state": row.state, "signed_by_you": row.mentor_signed_by_id == Some(person)
                || row.mentee_signed_by_id == Some(person) })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn reports(app: &App, person: PersonId) -> Result<Value> {
    let theirs = Condition::any()
        .add(pairing_report::Column::ById.eq(person))
        .add(pairing_report::Column::SubmittedById.eq(person));
    let rows = pairing_report::Entity::find().filter(theirs).order_by_asc(pairing_report::Column::Id);
    let line = |row: pairing_report::Model| {
        json!({ "id": row.id, "pairing": row.pairing_id, "year": row.year, "half": row.half, "state": row.state,
            "text": row.text, "submitted_at": row.submitted_at })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn surveys(app: &App, person: PersonId) -> Result<Value> {
    let rows = pairing_survey_answer::Entity::find()
        .filter(pairing_survey_answer::Column::PersonId.eq(person))
        .order_by_asc(pairing_survey_answer::Column::PairingId)
        .order_by_asc(pairing_survey_answer::Column::Round);
    let line = |row: pairing_survey_answer::Model| {
        let answers: Value = serde_json::from_str(&row.answers).unwrap_or_default();
        json!({ "pairing": row.pairing_id, "round": row.round, "side": row.side, "answers": answers,
            "benefit": row.benefit, "answered_at": row.answered_at })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

async fn templates(app: &App, person: PersonId) -> Result<Value> {
    let rows = plan_template::Entity::find()
        .filter(plan_template::Column::ById.eq(person))
        .order_by_asc(plan_template::Column::Id);
    let line =
        |row: plan_template::Model| json!({ "title": row.title, "about": row.about, "created_at": row.created_at });
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

/// What they thought goes; from what is still to be done they are taken off.
pub(crate) async fn erase(tx: &Tx, person: PersonId) -> Result<()> {
    pairing_survey_answer::Entity::delete_many()
        .filter(pairing_survey_answer::Column::PersonId.eq(person))
        .exec(tx.db())
        .await?;
    for column in [plan_item::Column::MentorPersonId, plan_item::Column::MenteePersonId] {
        plan_item::Entity::update_many()
            .col_expr(column, Expr::value(Option::<PersonId>::None))
            .filter(column.eq(person))
            .filter(plan_item::Column::State.eq(crate::kinds::PlanState::Planned))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}
