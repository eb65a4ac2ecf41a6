//! Dated statuses of a school, each with the order that grants it.

use accounts::directory;
use chrono::NaiveDate;
use kernel::{Actor, Code, DateTime, Error, OrgId, PersonRef, Result, SchoolStatusId, Utc, error::Checks};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    access::{self, CHUNK, Desk},
    terms::{self, Terms},
};
use crate::{
    entity::schools::school_status,
    event::schools::{Detail, Event, kind},
    kinds::StatusKind,
    policy::schools::Act,
};

const MAX_TITLE: usize = 300;
const MAX_NUMBER: usize = 60;
const MAX_REASON: usize = 1_000;

/// A status on its way in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = GrantSchoolStatus)]
pub struct NewStatus {
    pub kind: StatusKind,
    pub since: NaiveDate,
    /// The last day of it; absent: until it is ended.
    pub until: Option<NaiveDate>,
    /// «Об утверждении перечня школ…»
    pub order_title: String,
    pub order_number: String,
    pub order_date: NaiveDate,
}

impl NewStatus {
    fn check(&self) -> Result<()> {
        let sane = |day: NaiveDate| (2000..2100).contains(&chrono::Datelike::year(&day));
        let mut checks = Checks::default();
        checks
            .require(sane(self.since), "since", "invalid")
            .require(self.until.is_none_or(|until| sane(until) && until >= self.since), "until", "invalid")
            .text(&self.order_title, MAX_TITLE, "order_title")
            .text(&self.order_number, MAX_NUMBER, "order_number")
            .require(sane(self.order_date), "order_date", "invalid");
        checks.done()
    }
}

/// How a status ends: on a day, or as never given.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = EndSchoolStatus)]
pub struct EndStatus {
    /// The last day of it. Absent: it was given by mistake and counts for no day.
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub reason: String,
}

/// A status as it is shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SchoolStatus)]
pub struct StatusView {
    pub id: SchoolStatusId,
    pub kind: StatusKind,
    /// What the territory calls it.
    pub term: String,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    pub order_title: String,
    pub order_number: String,
    pub order_date: NaiveDate,
    /// Counts today.
    pub current: bool,
    pub by: Option<PersonRef>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
}

/// Does it count on this day?
pub fn counts(row: &school_status::Model, day: NaiveDate) -> bool {
    row.revoked_at.is_none() && row.since <= day && row.until.is_none_or(|until| until >= day)
}

/// Gives a school a status.
///
/// # Errors
/// `AlreadyExists` where it has the same one on one of these days.
pub async fn give(tx: &mut Tx, actor: &Actor, school: OrgId, new: NewStatus) -> Result<SchoolStatusId> {
    let desk = access::locked(tx, actor, school).await?;
    desk.seat.may(Act::Grant, desk.place).or_refuse()?;
    new.check()?;
    let same = school_status::Entity::find()
        .filter(school_status::Column::SchoolId.eq(school))
        .filter(school_status::Column::Kind.eq(new.kind))
        .filter(school_status::Column::RevokedAt.is_null());
    let meets = |row: &school_status::Model| {
        row.until.is_none_or(|until| until >= new.since) && new.until.is_none_or(|until| row.since <= until)
    };
    if same.all(tx.db()).await?.iter().any(meets) {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    let id: SchoolStatusId = tx.id();
    let row = school_status::Model {
        id,
        school_id: school,
        kind: new.kind,
        since: new.since,
        until: new.until,
        order_title: new.order_title.trim().to_owned(),
        order_number: new.order_number.trim().to_owned(),
        order_date: new.order_date,
        by_id: desk.actor.person,
        created_at: tx.now(),
        revoked_at: None,
        revoke_reason: None,
    };
    let made = school_status::Entity::insert(school_status::ActiveModel::from(row).reset_all());
    made.exec_without_returning(tx.db()).await.map_err(|error| match is_unique_violation(&error) {
        true => Error::Conflict(Code::AlreadyExists),
        false => error.into(),
    })?;
    tx.emit(told(kind::STATUS_GIVEN, &desk, id));
    Ok(id)
}

fn told(kind: &'static str, desk: &Desk, id: SchoolStatusId) -> Event {
    Event::of(kind, desk.school.id, desk.actor.person).with(Detail { status: Some(id), ..Detail::default() })
}

/// Ends a status, or takes it back as given by mistake.
///
/// # Errors
/// `WrongState` for one that was taken back; `Invalid` for a day before it began.
pub async fn end(tx: &mut Tx, actor: &Actor, id: SchoolStatusId, end: EndStatus) -> Result<OrgId> {
    let found = school_status::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let desk = access::locked(tx, actor, found.school_id).await?;
    desk.seat.may(Act::EndStatus, desk.place).or_refuse()?;
    // As it is now that the school is locked.
    let row = school_status::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    if row.revoked_at.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    let reason = end.reason.trim();
    let mut checks = Checks::default();
    let sane = |until: NaiveDate| until >= row.since && row.until.is_none_or(|known| until <= known);
    checks.require(end.until.is_none_or(sane), "until", "invalid").up_to(reason, MAX_REASON, "reason").require(
        end.until.is_some() || !reason.is_empty(),
        "reason",
        "required",
    );
    checks.done()?;
    let change = school_status::ActiveModel {
        id: Set(id),
        until: end.until.map_or(sea_orm::ActiveValue::NotSet, |until| Set(Some(until))),
        revoked_at: if end.until.is_none() { Set(Some(tx.now())) } else { sea_orm::ActiveValue::NotSet },
        revoke_reason: Set(Some(reason.to_owned()).filter(|reason| !reason.is_empty())),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    tx.emit(told(kind::STATUS_ENDED, &desk, id));
    Ok(desk.school.id)
}

/// Statuses of a school, the newest first.
///
/// # Errors
/// `Hidden` for whoever may not know of them.
pub async fn of_school<C: ConnectionTrait>(db: &C, desk: &Desk, today: NaiveDate) -> Result<Vec<StatusView>> {
    desk.seat.overview(desk.place).or_refuse()?;
    let rows = school_status::Entity::find()
        .filter(school_status::Column::SchoolId.eq(desk.school.id))
        .order_by_desc(school_status::Column::Since)
        .order_by_desc(school_status::Column::Id)
        .all(db)
        .await?;
    let terms = terms::over(db, desk.school.id).await?;
    views(db, rows, &terms, today).await
}

/// Statuses of many schools that count today.
pub async fn current<C: ConnectionTrait>(
    db: &C,
    schools: &[OrgId],
    today: NaiveDate,
) -> Result<Vec<school_status::Model>> {
    let mut found = Vec::new();
    for part in schools.chunks(CHUNK) {
        let rows = school_status::Entity::find()
            .filter(school_status::Column::SchoolId.is_in(part.iter().copied()))
            .filter(school_status::Column::RevokedAt.is_null())
            .filter(school_status::Column::Since.lte(today))
            .order_by_asc(school_status::Column::Since)
            .order_by_asc(school_status::Column::Id);
        found.extend(rows.all(db).await?.into_iter().filter(|row| counts(row, today)));
    }
    Ok(found)
}

/// Rows as they are shown.
pub async fn views<C: ConnectionTrait>(
    db: &C,
    rows: Vec<school_status::Model>,
    terms: &Terms,
    today: NaiveDate,
) -> Result<Vec<StatusView>> {
    let people: Vec<_> = rows.iter().map(|row| row.by_id).collect();
    let names = directory::names(db, &people).await?;
    let view = |row: school_status::Model| StatusView {
        current: counts(&row, today),
        term: terms.of(row.kind).to_owned(),
        by: names.get(&row.by_id).cloned(),
        id: row.id,
        kind: row.kind,
        since: row.since,
        until: row.until,
        order_title: row.order_title,
        order_number: row.order_number,
        order_date: row.order_date,
        revoked_at: row.revoked_at,
        reason: row.revoke_reason,
    };
    Ok(rows.into_iter().map(view).collect())
}
