//! Queries without an answer, for whoever looks after the words of the network. Kept as lemmas of the language only, in
//! the order of the alphabet: no names, no numbers, nothing that tells who asked.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use kernel::{Actor, DateTime, Result, Utc};
use platform::App;
use sea_orm::{
    QueryOrder, QuerySelect, Set,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};

use crate::{
    analysis::{Analysis, composed, words},
    entity::search_miss,
    query::{self, Request, fillers::FILLERS},
    service::{self, Search},
    table,
};

/// Queries shown, and looked through to find as many.
const SHOWN: usize = 100;
const LOOKED: u64 = 300;
/// Kept in memory until they are written.
const PENDING: usize = 500;

/// Misses of this process, not yet written.
#[derive(Default)]
pub struct Misses(Mutex<BTreeMap<String, i32>>);

impl Misses {
    /// Remembers a query that found nothing whole.
    pub fn note(&self, analysis: &Analysis, query: &str) {
        let text = composed(query);
        let mut lemmas: Vec<String> = words(&text)
            .iter()
            .filter(|w| analysis.knows(&w.text) && !FILLERS.contains(&w.text.as_str()))
            .filter_map(|w| analysis.lemmas(&w.text).first().cloned())
            .collect();
        lemmas.sort();
        lemmas.dedup();
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !lemmas.is_empty() && lemmas.len() <= 8 && pending.len() < PENDING {
            *pending.entry(lemmas.join(" ")).or_default() += 1;
        }
    }

    fn take(&self) -> BTreeMap<String, i32> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes what was remembered.
    ///
    /// # Errors
    /// `Internal` when the database is out of reach.
    pub(crate) async fn write(&self, app: &App, now: DateTime<Utc>) -> Result<()> {
        let misses = self.take();
        if misses.is_empty() {
            return Ok(());
        }
        let tx = app.begin().await?;
        for (query, asked) in misses {
            let row = search_miss::ActiveModel { query: Set(query), asked: Set(asked), day: Set(now.date_naive()) };
            let more = Expr::col((search_miss::Entity, search_miss::Column::Asked)).add(asked);
            let once = OnConflict::column(search_miss::Column::Query)
                .value(search_miss::Column::Asked, more)
                .update_column(search_miss::Column::Day)
                .to_owned();
            search_miss::Entity::insert(row).on_conflict(once).exec_without_returning(tx.db()).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The most asked that still find nothing whole: what a synonym or a new practice has answered since is left out.
///
/// # Errors
/// `Refused` for whoever does not look after the words.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<search_miss::Model>> {
    table::may_edit(actor)?;
    let search = Search::of(app);
    search.misses.write(app, app.now()).await?;
    let rows = search_miss::Entity::find()
        .order_by_desc(search_miss::Column::Asked)
        .order_by_asc(search_miss::Column::Query)
        .limit(LOOKED)
        .all(app.reader())
        .await?;
    let (engine, audiences) = (search.engine().await?, service::audiences(app, Some(actor)).await?);
    let now = app.now().timestamp();
    let look = move |search: &Search| -> tantivy::Result<Vec<search_miss::Model>> {
        let Some(sight) = search.sight(&audiences)? else { return Ok(rows) };
        let mut missing = Vec::new();
        for row in rows {
            let request = Request { query: row.query.clone(), limit: 1, now, fixed: true, ..Request::default() };
            if query::run(&engine, &sight, &request)?.found.exact == 0 {
                missing.push(row);
            }
            if missing.len() == SHOWN {
                break;
            }
        }
        Ok(missing)
    };
    search.look(look).await
}

/// Takes a query off the list; it comes back when somebody asks it again.
///
/// # Errors
/// `Refused` for whoever does not look after the words.
pub async fn settle(app: &App, actor: &Actor, query: &str) -> Result<()> {
    table::may_edit(actor)?;
    let tx = app.begin().await?;
    search_miss::Entity::delete_by_id(query.to_owned()).exec(tx.db()).await?;
    tx.commit().await?;
    Ok(())
}
