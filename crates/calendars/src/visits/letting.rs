//! Others read a signed sheet whom one of its two lets in.

use kernel::{Actor, Code, Error, PersonId, Result, VisitSheetId};
use platform::Tx;
use sea_orm::{entity::prelude::*, sea_query::OnConflict};

use super::locked;
use crate::{
    entity::{visit_sheet, visit_sheet_reader},
    event::{VisitEvent, kind},
};

const MOST: u64 = 20;

/// Signed, and the actor is one of its two.
async fn between(tx: &Tx, actor: &Actor, id: VisitSheetId) -> Result<visit_sheet::Model> {
    let row = locked(tx, actor, id).await?;
    if ![row.visitor_id, row.teacher_id].contains(&actor.person) {
        return Err(Error::Refused(Code::NotAuthor));
    }
    if row.visitor_signed_at.is_none() {
        return Err(Error::Conflict(Code::WrongState));
    }
    Ok(row)
}

pub async fn let_in(tx: &mut Tx, actor: &Actor, id: VisitSheetId, person: PersonId) -> Result<()> {
    let row = between(tx, actor, id).await?;
    let known = accounts::directory::names(tx.db(), &[person]).await?;
    if !known.contains_key(&person) || [row.visitor_id, row.teacher_id].contains(&person) {
        return Err(Error::invalid("person_id", "unknown"));
    }
    let readers = visit_sheet_reader::Entity::find().filter(visit_sheet_reader::Column::SheetId.eq(id));
    if readers.count(tx.db()).await? >= MOST {
        return Err(Error::invalid("person_id", "too_many"));
    }
    let reader =
        visit_sheet_reader::Model { sheet_id: id, person_id: person, by_id: actor.person, created_at: tx.now() };
    let once = OnConflict::columns([visit_sheet_reader::Column::SheetId, visit_sheet_reader::Column::PersonId])
        .do_nothing()
        .to_owned();
    visit_sheet_reader::Entity::insert(visit_sheet_reader::ActiveModel::from(reader).reset_all())
        .on_conflict(once)
        .exec_without_returning(tx.db())
        .await?;
    tx.emit(VisitEvent { kind: kind::VISIT_SHARED, sheet: id, actor: actor.person, person });
    Ok(())
}

pub async fn show_out(tx: &mut Tx, actor: &Actor, id: VisitSheetId, person: PersonId) -> Result<()> {
    between(tx, actor, id).await?;
    visit_sheet_reader::Entity::delete_by_id((id, person)).exec(tx.db()).await?;
    Ok(())
}
