//! «Применил(а) в классе»: what colleagues changed and what came of it. Honest reports that it did not help count too.

use kernel::{Actor, AdoptionId, Code, Error, PracticeId, Result, error::Checks};
use platform::Tx;
use sea_orm::{
    ActiveValue::Set,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};

use crate::{
    access,
    entity::{adoption, practice},
    event::{Detail, Event, kind},
    kinds::Outcome,
};

const MAX_TEXT: usize = 6_000;

/// A report on its way in.
#[derive(Clone, Debug)]
pub struct NewAdoption {
    /// Absent when it was used with adults.
    pub grade: Option<i32>,
    pub outcome: Outcome,
    pub text: String,
    /// Percent, both or none.
    pub before: Option<i32>,
    pub after: Option<i32>,
    /// Chosen by the client; the same key never makes a second report.
    pub key: Option<Uuid>,
}

impl NewAdoption {
    fn check(&self) -> Result<()> {
        let percent = |value: Option<i32>| value.is_none_or(|value| (0..=100).contains(&value));
        let mut checks = Checks::default();
        checks
            .require(self.grade.is_none_or(kernel::subject::is_grade), "grade", "invalid")
            .text(&self.text, MAX_TEXT, "text")
            .require(percent(self.before), "before", "invalid")
            .require(percent(self.after), "after", "invalid")
            .require(self.before.is_some() || self.after.is_none(), "before", "required")
            .require(self.after.is_some() || self.before.is_none(), "after", "required");
        checks.done()
    }
}

/// Reports a use.
pub async fn report(tx: &mut Tx, actor: &Actor, id: PracticeId, new: NewAdoption) -> Result<AdoptionId> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.adopt(&desk.facts).or_refuse()?;
    new.check()?;
    let shown = desk.shown(tx.db()).await?;
    let row = adoption::Model {
        id: tx.id(),
        practice_id: id,
        version_id: shown.id,
        person_id: actor.person,
        grade: new.grade,
        outcome: new.outcome,
        text: new.text.trim().to_owned(),
        before: new.before,
        after: new.after,
        client_key: new.key,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let report = row.id;
    let inserted = adoption::Entity::insert(adoption::ActiveModel::from(row).reset_all())
        .on_conflict(
            OnConflict::columns([adoption::Column::PersonId, adoption::Column::ClientKey]).do_nothing().to_owned(),
        )
        .exec_without_returning(tx.db())
        .await?;
    if inserted == 0 {
        return earlier(tx, actor, id, new.key).await;
    }
    count(tx, id, 1).await?;
    tx.emit(told(kind::ADOPTED, actor, id, report));
    Ok(report)
}

/// The report of an earlier request with the same key.
async fn earlier(tx: &Tx, actor: &Actor, practice: PracticeId, key: Option<Uuid>) -> Result<AdoptionId> {
    let row = adoption::Entity::find()
        .filter(adoption::Column::PersonId.eq(actor.person))
        .filter(adoption::Column::ClientKey.eq(key))
        .one(tx.db())
        .await?;
    match row {
        Some(row) if row.practice_id == practice => Ok(row.id),
        _ => Err(Error::Conflict(Code::KeyReused)),
    }
}

fn told(kind: &'static str, actor: &Actor, practice: PracticeId, report: AdoptionId) -> Event {
    Event::new(kind, practice, actor.person).with(Detail { adoption: Some(report), ..Detail::default() })
}

async fn count(tx: &Tx, id: PracticeId, by: i32) -> Result<()> {
    practice::Entity::update_many()
        .col_expr(practice::Column::Adoptions, Expr::col(practice::Column::Adoptions).add(by))
        .filter(practice::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The report and its practice, if the actor reads it.
async fn of(tx: &Tx, actor: &Actor, id: AdoptionId) -> Result<(access::Desk, adoption::Model)> {
    let row = adoption::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let desk = access::locked(tx, actor, row.practice_id).await?;
    desk.seat.read_shown(&desk.facts).or_refuse()?;
    let row = adoption::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    actor.may_write()?;
    Ok((desk, row))
}

/// Corrects one's own report.
pub async fn correct(tx: &mut Tx, actor: &Actor, id: AdoptionId, new: NewAdoption) -> Result<()> {
    let (desk, row) = of(tx, actor, id).await?;
    if row.person_id != actor.person {
        return Err(Error::Refused(Code::NotAuthor));
    }
    new.check()?;
    let change = adoption::ActiveModel {
        id: Set(id),
        grade: Set(new.grade),
        outcome: Set(new.outcome),
        text: Set(new.text.trim().to_owned()),
        before: Set(new.before),
        after: Set(new.after),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    tx.emit(told(kind::ADOPTION_CHANGED, actor, desk.row.id, id));
    Ok(())
}

/// Takes a report away: one's own, or as a coordinator. Authors cannot: an honest «не помогло» stays.
pub async fn remove(tx: &mut Tx, actor: &Actor, id: AdoptionId) -> Result<()> {
    let (desk, row) = of(tx, actor, id).await?;
    if row.person_id != actor.person && desk.seat.coordinates.is_none() {
        return Err(Error::Refused(Code::NotAuthor));
    }
    adoption::Entity::delete_by_id(id).exec(tx.db()).await?;
    count(tx, desk.row.id, -1).await?;
    tx.emit(told(kind::ADOPTION_REMOVED, actor, desk.row.id, id));
    Ok(())
}
