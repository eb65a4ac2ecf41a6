//! The table of synonyms as people of this installation changed it: the seed, less what was taken out, and what was
//! added. Changes need no new index: synonyms belong to queries.

use std::collections::BTreeSet;

use kernel::{Actor, Code, Error, NewEvent, Result, Role, Stream};
use platform::App;
use sea_orm::{QueryOrder, Set, entity::prelude::*, sea_query::OnConflict};
use serde_json::json;

use crate::{
    entity::synonym_line,
    query::synonyms::{self, Line},
};

/// The feed event after which every node reads the table again.
pub const CHANGED: &str = "search.synonyms_changed";
const LONGEST: usize = 300;

/// The lines in force.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn lines(app: &App) -> Result<Vec<Line>> {
    let table = now(app).await?;
    Ok(table.own.iter().chain(&table.seed).filter_map(|text| Line::parse(text).ok()).collect())
}

fn seed() -> impl Iterator<Item = &'static str> {
    synonyms::SEED.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The table as it stands.
pub struct Table {
    /// Added here, newest first.
    pub own: Vec<String>,
    /// Of the seed, what is in force.
    pub seed: Vec<String>,
    /// Taken out of the seed, latest first.
    pub removed: Vec<String>,
}

/// # Errors
/// `Internal` when the database is out of reach.
pub async fn now(app: &App) -> Result<Table> {
    let changes = synonym_line::Entity::find().order_by_desc(synonym_line::Column::At).all(app.reader()).await?;
    let (removed, own): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| change.removed != 0);
    let gone: BTreeSet<&str> = removed.iter().map(|change| change.line.as_str()).collect();
    let seed = seed().filter(|line| !gone.contains(line)).map(str::to_owned).collect();
    let line = |change: synonym_line::Model| change.line;
    // What another seed has thrown out itself cannot be brought back.
    let known = |line: &String| self::seed().any(|known| known == line);
    Ok(Table {
        own: own.into_iter().map(line).collect(),
        seed,
        removed: removed.into_iter().map(line).filter(known).collect(),
    })
}

/// Methodists and administrators look after the words of the network.
///
/// # Errors
/// `Refused` for everybody else.
pub fn may_edit(actor: &Actor) -> Result<()> {
    actor.may_write()?;
    let may = actor.is_administrator() || actor.holds(Role::Methodist);
    if may { Ok(()) } else { Err(Error::Refused(Code::Forbidden)) }
}

/// Adds a line, or takes one out.
///
/// # Errors
/// `Invalid` when the line is in no format we know.
pub async fn put(app: &App, actor: &Actor, line: &str, removed: bool) -> Result<()> {
    may_edit(actor)?;
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('ё', "е");
    if line.chars().count() > LONGEST {
        return Err(Error::invalid("line", "too_long"));
    }
    if Line::parse(&line).is_err() {
        return Err(Error::invalid("line", "invalid"));
    }
    let mut tx = app.begin().await?;
    let in_seed = seed().any(|known| known == line);
    if in_seed == removed {
        // A change of the seed: its line away, or an own line there.
        let row = synonym_line::ActiveModel {
            id: Set(tx.id()),
            line: Set(line),
            removed: Set(i32::from(removed)),
            person_id: Set(actor.person),
            at: Set(tx.now()),
        };
        let once = OnConflict::column(synonym_line::Column::Line)
            .update_columns([synonym_line::Column::Removed, synonym_line::Column::PersonId, synonym_line::Column::At])
            .to_owned();
        synonym_line::Entity::insert(row).on_conflict(once).exec_without_returning(tx.db()).await?;
    } else {
        // Back to what the seed says.
        synonym_line::Entity::delete_many().filter(synonym_line::Column::Line.eq(line)).exec(tx.db()).await?;
    }
    let id: Uuid = tx.id();
    tx.emit(NewEvent {
        kind: CHANGED,
        stream: Stream::internal(id),
        subject: id,
        actor: Some(actor.person),
        body: json!({}),
    });
    tx.commit().await?;
    Ok(())
}
