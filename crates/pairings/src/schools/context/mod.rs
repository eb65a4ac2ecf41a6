//! What is known of a school's intake, staff and place in a year.

mod form;
mod numbers;
mod view;

use std::collections::HashMap;

use kernel::{Actor, Error, OrgId, PersonId, Result, SchoolContextId};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};
use serde_json::json;

pub use form::{ContextForm, LevelForm, ShareForm};
pub use numbers::{NUMBERS, Number};
pub use view::{
    Cell, Completeness, LevelView, SMALL, SchoolContext, SchoolContextYear, ShareView, percent, small,
    years as year_views,
};

use super::{
    access::{self, CHUNK, Desk},
    years,
};
use crate::{
    codes,
    entity::schools::{school_context, school_context_level, school_context_share},
    event::schools::{Event, kind},
    kinds,
    policy::schools::{Act, Sight},
};

/// A row with its cells.
#[derive(Clone, Debug)]
pub struct Stored {
    pub row: school_context::Model,
    pub shares: Vec<school_context_share::Model>,
    pub levels: Vec<school_context_level::Model>,
}

/// Writes a year of a school, if nobody has written another meanwhile.
///
/// # Errors
/// `Stale` with the context as it is now; `Invalid` with every field that is wrong.
pub async fn save(tx: &mut Tx, actor: &Actor, school: OrgId, year: i32, form: ContextForm) -> Result<()> {
    let desk = access::locked(tx, actor, school).await?;
    desk.seat.may(Act::Fill, desk.place).or_refuse()?;
    years::check(year, years::current(tx.now(), &desk.school))?;
    let form = form.tidy();
    form.check()?;
    let there = find(tx.db(), school, year).await?;
    let known = there.as_ref().map_or(0, |there| there.row.revision);
    if form.revision != known {
        let now = view::shown(tx.db(), &desk.school, there, year, Sight::Whole).await?;
        return Err(Error::Stale(json!(now)));
    }
    put(tx, desk.actor.person, &desk, year, form, there).await
}

/// Writes over what is there. The school's row is locked and the form is checked.
pub(super) async fn put(
    tx: &mut Tx,
    by: PersonId,
    desk: &Desk,
    year: i32,
    form: ContextForm,
    there: Option<Stored>,
) -> Result<()> {
    let school = desk.school.id;
    let old = there.map(|there| there.row);
    let id = old.as_ref().map_or_else(|| tx.id(), |row| row.id);
    let row = school_context::Model {
        id,
        school_id: school,
        year,
        pupils: form.pupils,
        kind: form.kind,
        rural: form.rural,
        shifts: form.shifts,
        teachers: form.teachers,
        vacancies: form.vacancies,
        teachers_under_35: form.teachers_under_35,
        teachers_over_60: form.teachers_over_60,
        first_category: form.first_category,
        highest_category: form.highest_category,
        minutes_to_centre: form.minutes_to_centre,
        latitude: form.latitude.map(form::millionths),
        longitude: form.longitude.map(form::millionths),
        languages: form.languages.join(","),
        source_note: form.source_note,
        revision: old.as_ref().map_or(1, |row| row.revision + 1),
        filled_by: by,
        created_at: old.as_ref().map_or(tx.now(), |row| row.created_at),
        changed_at: tx.now(),
    };
    let row = school_context::ActiveModel::from(row).reset_all();
    if old.is_some() {
        row.update(tx.db()).await?;
    } else {
        let made = school_context::Entity::insert(row).exec_without_returning(tx.db()).await;
        made.map_err(|error| if is_unique_violation(&error) { Error::Stale(json!(null)) } else { error.into() })?;
    }
    cells(tx, id, form.shares, form.levels).await?;
    tx.emit(Event::of(kind::CONTEXT_SAVED, school, by).in_year(year));
    Ok(())
}

async fn cells(tx: &Tx, id: SchoolContextId, shares: Vec<ShareForm>, levels: Vec<LevelForm>) -> Result<()> {
    let of = school_context_share::Column::ContextId.eq(id);
    school_context_share::Entity::delete_many().filter(of).exec(tx.db()).await?;
    let of = school_context_level::Column::ContextId.eq(id);
    school_context_level::Entity::delete_many().filter(of).exec(tx.db()).await?;
    let shares = shares.into_iter().filter_map(|cell| {
        let (numerator, denominator) = cell.numerator.zip(cell.denominator)?;
        let row = school_context_share::Model { context_id: id, key: cell.key, numerator, denominator };
        Some(school_context_share::ActiveModel::from(row).reset_all())
    });
    let shares: Vec<_> = shares.collect();
    if !shares.is_empty() {
        school_context_share::Entity::insert_many(shares).exec_without_returning(tx.db()).await?;
    }
    let level = |cell: LevelForm| school_context_level::ActiveModel {
        context_id: Set(id),
        key: Set(cell.key),
        level: Set(cell.level),
        source: Set(cell.source),
    };
    if !levels.is_empty() {
        let levels = levels.into_iter().map(level);
        school_context_level::Entity::insert_many(levels).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// What is known of a school in a year.
pub async fn find<C: ConnectionTrait>(db: &C, school: OrgId, year: i32) -> Result<Option<Stored>> {
    let row = school_context::Entity::find()
        .filter(school_context::Column::SchoolId.eq(school))
        .filter(school_context::Column::Year.eq(year))
        .one(db)
        .await?;
    Ok(match row {
        Some(row) => with_cells(db, vec![row]).await?.pop(),
        None => None,
    })
}

/// Every year of a school, the newest first.
pub async fn of_school<C: ConnectionTrait>(db: &C, school: OrgId) -> Result<Vec<Stored>> {
    let rows = school_context::Entity::find()
        .filter(school_context::Column::SchoolId.eq(school))
        .order_by_desc(school_context::Column::Year);
    with_cells(db, rows.all(db).await?).await
}

/// These years of many schools.
pub async fn of_years<C: ConnectionTrait>(db: &C, schools: &[OrgId], years: &[i32]) -> Result<Vec<Stored>> {
    let mut found = Vec::new();
    for part in schools.chunks(CHUNK) {
        let rows = school_context::Entity::find()
            .filter(school_context::Column::Year.is_in(years.iter().copied()))
            .filter(school_context::Column::SchoolId.is_in(part.iter().copied()))
            .order_by_asc(school_context::Column::Id);
        found.extend(with_cells(db, rows.all(db).await?).await?);
    }
    Ok(found)
}

async fn with_cells<C: ConnectionTrait>(db: &C, rows: Vec<school_context::Model>) -> Result<Vec<Stored>> {
    let ids: Vec<SchoolContextId> = rows.iter().map(|row| row.id).collect();
    let mut shares: HashMap<SchoolContextId, Vec<school_context_share::Model>> = HashMap::new();
    let mut levels: HashMap<SchoolContextId, Vec<school_context_level::Model>> = HashMap::new();
    for part in ids.chunks(CHUNK) {
        let of = school_context_share::Column::ContextId.is_in(part.iter().copied());
        for row in school_context_share::Entity::find().filter(of).all(db).await? {
            shares.entry(row.context_id).or_default().push(row);
        }
        let of = school_context_level::Column::ContextId.is_in(part.iter().copied());
        for row in school_context_level::Entity::find().filter(of).all(db).await? {
            levels.entry(row.context_id).or_default().push(row);
        }
    }
    let stored = |row: school_context::Model| {
        let (mut shares, mut levels) =
            (shares.remove(&row.id).unwrap_or_default(), levels.remove(&row.id).unwrap_or_default());
        shares.sort_by_key(|cell| cell.key);
        levels.sort_by_key(|cell| cell.key);
        Stored { row, shares, levels }
    };
    Ok(rows.into_iter().map(stored).collect())
}

/// What the actor sees of a year.
///
/// # Errors
/// `Hidden` for whoever may not.
pub async fn shown<C: ConnectionTrait>(db: &C, desk: &Desk, year: i32, current: i32) -> Result<SchoolContext> {
    let sight = desk.seat.context(desk.place).ok_or(Error::Hidden)?;
    if !years::sane(year, current) {
        return Err(Error::Hidden);
    }
    let there = find(db, desk.school.id, year).await?;
    view::shown(db, &desk.school, there, year, sight).await
}

/// Languages a school teaches in, as the column keeps them.
pub fn languages(text: &str) -> Vec<String> {
    text.split(',').filter(|code| codes::is_language(code)).map(str::to_owned).collect()
}

/// The stored word of a key of a share or of a level.
pub(super) fn key<T: serde::Serialize>(key: T) -> String {
    kinds::word(&key)
}
