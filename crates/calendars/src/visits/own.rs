//! What sheets tell about one person: handed out, erased.

use kernel::{PersonId, Result, VisitSheetId};
use platform::{App, Tx};
use sea_orm::{Condition, QueryOrder, entity::prelude::*};
use serde_json::{Value, json};

use crate::entity::{visit_sheet, visit_sheet_reader};

pub(crate) async fn sheets(app: &App, person: PersonId) -> Result<Value> {
    let theirs = Condition::any().add(visit_sheet::Column::VisitorId.eq(person)).add(
        Condition::all()
            .add(visit_sheet::Column::TeacherId.eq(person))
            .add(visit_sheet::Column::VisitorSignedAt.is_not_null()),
    );
    let rows = visit_sheet::Entity::find().filter(theirs).order_by_asc(visit_sheet::Column::Id);
    let json_of = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let line = |row: visit_sheet::Model| {
        json!({ "id": row.id, "event": row.event_id, "visitor": row.visitor_id == person, "topic": row.topic,
            "held_on": row.held_on, "subject": row.subject, "grade": row.grade, "criteria": row.criteria,
            "marks": json_of(&row.marks), "notes": json_of(&row.notes), "strengths": row.strengths,
            "advice": row.advice, "remark": row.remark, "visitor_signed_at": row.visitor_signed_at,
            "teacher_signed_at": row.teacher_signed_at })
    };
    Ok(rows.all(app.reader()).await?.into_iter().map(line).collect())
}

/// Sheets about the person's own lessons go, and those nobody else has seen. What they wrote of a colleague stays the
/// colleague's.
pub(crate) async fn erase(tx: &Tx, person: PersonId) -> Result<()> {
    let gone = Condition::any().add(visit_sheet::Column::TeacherId.eq(person)).add(
        Condition::all()
            .add(visit_sheet::Column::VisitorId.eq(person))
            .add(visit_sheet::Column::VisitorSignedAt.is_null()),
    );
    let gone = visit_sheet::Entity::find().filter(gone).all(tx.db()).await?;
    let gone: Vec<VisitSheetId> = gone.into_iter().map(|row| row.id).collect();
    let readers = Condition::any()
        .add(visit_sheet_reader::Column::PersonId.eq(person))
        .add(visit_sheet_reader::Column::SheetId.is_in(gone.clone()));
    visit_sheet_reader::Entity::delete_many().filter(readers).exec(tx.db()).await?;
    visit_sheet::Entity::delete_many().filter(visit_sheet::Column::Id.is_in(gone)).exec(tx.db()).await?;
    Ok(())
}
