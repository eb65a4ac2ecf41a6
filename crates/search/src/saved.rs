//! Searches that people keep, and what is new for them. Whatever the index takes in is held against every kept search,
//! with the eyes of its owner; a find is stored once, in the transaction that tells of it.

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use kernel::{
    Actor, DateTime, Error, FeedEvent, NewEvent, NoticeId, PersonId, Result, SavedSearchId, Stream, Utc, error::Checks,
};
use platform::{
    App, Tx,
    ports::{Audience, Document, NewNotice, NoticeAbout, NoticeSource, NoticeText},
};
use sea_orm::{DatabaseTransaction, PaginatorTrait, QueryOrder, Set, entity::prelude::*, sea_query::OnConflict};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    answer::Ask,
    entity::{saved_match, saved_search},
    index::{Payload, Shelf, Sights},
    query::{self, Engine, Hit, Request},
    service::{self, ANALYSIS, Search},
};

/// Kept by one person.
const KEPT: u64 = 50;
const TITLE: usize = 200;
/// Something new was found; the stream is the owner's.
pub const MATCHED: &str = "search.matched";
const FOUND: &str = "found";

/// A search somebody keeps.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    pub title: String,
    pub ask: Ask,
    /// Tell of new results.
    pub notify: bool,
    pub created_at: DateTime<Utc>,
    /// Found since its owner looked last.
    pub fresh: u64,
}

/// A search to be kept.
#[derive(Debug)]
pub struct NewSaved {
    pub title: String,
    pub ask: Ask,
    pub notify: bool,
}

/// # Errors
/// `Invalid` for a title that is none, or one search too many.
pub async fn keep(app: &App, actor: &Actor, new: NewSaved) -> Result<SavedSearch> {
    actor.may_write()?;
    let mut checks = Checks::default();
    checks.text(&new.title, TITLE, "title").up_to(&new.ask.query, 400, "query");
    checks.done()?;
    let tx = app.begin().await?;
    let own = saved_search::Entity::find().filter(saved_search::Column::PersonId.eq(actor.person));
    if own.count(tx.db()).await? >= KEPT {
        return Err(Error::invalid("title", "too_many"));
    }
    let now = tx.now();
    let row = saved_search::ActiveModel {
        id: Set(tx.id()),
        person_id: Set(actor.person),
        title: Set(new.title.trim().to_owned()),
        ask: Set(serde_json::to_string(&new.ask)?),
        notify: Set(i32::from(new.notify)),
        created_at: Set(now),
        seen_at: Set(now),
    };
    let row = row.insert(tx.db()).await?;
    tx.commit().await?;
    shown(row, 0)
}

fn shown(row: saved_search::Model, fresh: u64) -> Result<SavedSearch> {
    Ok(SavedSearch {
        id: row.id,
        title: row.title,
        ask: serde_json::from_str(&row.ask)?,
        notify: row.notify != 0,
        created_at: row.created_at,
        fresh,
    })
}

/// A person's own, the newest first.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<SavedSearch>> {
    let rows = saved_search::Entity::find()
        .filter(saved_search::Column::PersonId.eq(actor.person))
        .order_by_desc(saved_search::Column::Id)
        .all(app.reader())
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let fresh = saved_match::Entity::find()
            .filter(saved_match::Column::SavedSearchId.eq(row.id))
            .filter(saved_match::Column::At.gt(row.seen_at))
            .count(app.reader())
            .await?;
        all.push(shown(row, fresh)?);
    }
    Ok(all)
}

/// Its owner's row, or nothing there.
async fn own(tx: &Tx, actor: &Actor, id: SavedSearchId) -> Result<saved_search::Model> {
    let row = saved_search::Entity::find_by_id(id).one(tx.db()).await?;
    row.filter(|row| row.person_id == actor.person).ok_or(Error::Hidden)
}

/// What is to change of a kept search.
#[derive(Debug, Default)]
pub struct SavedChange {
    pub title: Option<String>,
    pub notify: Option<bool>,
    /// Everything found so far was looked at.
    pub seen: bool,
}

/// # Errors
/// `Hidden` when it is not theirs.
pub async fn change(app: &App, actor: &Actor, id: SavedSearchId, change: SavedChange) -> Result<SavedSearch> {
    actor.may_write()?;
    if let Some(title) = &change.title {
        let mut checks = Checks::default();
        checks.text(title, TITLE, "title");
        checks.done()?;
    }
    let tx = app.begin().await?;
    let mut row: saved_search::ActiveModel = own(&tx, actor, id).await?.into();
    if let Some(title) = change.title {
        row.title = Set(title.trim().to_owned());
    }
    if let Some(notify) = change.notify {
        row.notify = Set(i32::from(notify));
    }
    if change.seen {
        row.seen_at = Set(tx.now());
    }
    // A row without changes is not written.
    let row = if row.is_changed() { row.update(tx.db()).await? } else { own(&tx, actor, id).await? };
    tx.commit().await?;
    shown(row, 0)
}

/// # Errors
/// `Hidden` when it is not theirs.
pub async fn forget(app: &App, actor: &Actor, id: SavedSearchId) -> Result<()> {
    let tx = app.begin().await?;
    own(&tx, actor, id).await?;
    saved_match::Entity::delete_many().filter(saved_match::Column::SavedSearchId.eq(id)).exec(tx.db()).await?;
    saved_search::Entity::delete_by_id(id).exec(tx.db()).await?;
    tx.commit().await?;
    Ok(())
}

/// Holds documents just taken in against every kept search.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub(crate) async fn percolate(app: &App, search: &Search, documents: Vec<Document>) -> Result<()> {
    let kept = saved_search::Entity::find().filter(saved_search::Column::Notify.eq(1)).all(app.reader()).await?;
    if kept.is_empty() || documents.is_empty() {
        return Ok(());
    }
    let mut owners: BTreeMap<PersonId, Option<Vec<Audience>>> = BTreeMap::new();
    for row in &kept {
        if let std::collections::btree_map::Entry::Vacant(empty) = owners.entry(row.person_id) {
            let actor = app.people()?.actor(app, row.person_id).await?.filter(|a| a.may_write().is_ok());
            empty.insert(match actor {
                Some(actor) => Some(service::audiences(app, Some(&actor)).await?),
                None => None,
            });
        }
    }
    let engine = search.engine().await?;
    let held = tokio::task::spawn_blocking(move || hold(&engine, &documents, kept, &owners)).await;
    let finds = held.map_err(anyhow::Error::from)??;
    if finds.is_empty() { Ok(()) } else { store(app, finds).await }
}

/// A search with what fits it.
struct Find {
    saved: saved_search::Model,
    hits: Vec<Hit>,
}

fn hold(
    engine: &Engine,
    documents: &[Document],
    kept: Vec<saved_search::Model>,
    owners: &BTreeMap<PersonId, Option<Vec<Audience>>>,
) -> Result<Vec<Find>> {
    let shelf = Shelf::in_memory(&ANALYSIS).map_err(anyhow::Error::from)?;
    let mut pen = shelf.pen(15_000_000).map_err(anyhow::Error::from)?;
    for document in documents {
        pen.add(document).map_err(anyhow::Error::from)?;
    }
    pen.commit(&Payload { seq: 0, fingerprint: String::new(), epoch: String::new() })?;
    shelf.reload().map_err(anyhow::Error::from)?;
    let ages: HashMap<Uuid, DateTime<Utc>> = documents.iter().map(|d| (d.key.id, d.at)).collect();
    let sights = Sights::default();
    let mut finds = Vec::new();
    for saved in kept {
        let Some(Some(audiences)) = owners.get(&saved.person_id) else { continue };
        let ask: Ask = serde_json::from_str(&saved.ask)?;
        let sight = sights.of(shelf.searcher(), shelf.fields, audiences).map_err(anyhow::Error::from)?;
        // Nothing is repaired against a handful of documents: as the owner typed it.
        let request = Request { query: ask.query, chosen: ask.chosen, fixed: true, limit: 100, ..Request::default() };
        let answer = query::run(engine, &sight, &request).map_err(anyhow::Error::from)?;
        let whole = answer.whole;
        let is_new = |hit: &Hit| hit.met >= whole && ages.get(&hit.id).is_some_and(|at| *at > saved.created_at);
        let hits: Vec<Hit> = answer.found.hits.into_iter().filter(is_new).collect();
        if !hits.is_empty() {
            finds.push(Find { saved, hits });
        }
    }
    Ok(finds)
}

async fn store(app: &App, finds: Vec<Find>) -> Result<()> {
    let mut tx = app.begin().await?;
    let now = tx.now();
    for find in finds {
        let rows = find.hits.into_iter().map(|hit| saved_match::ActiveModel {
            saved_search_id: Set(find.saved.id),
            kind: Set(hit.kind),
            document_id: Set(hit.id),
            at: Set(now),
        });
        let once = OnConflict::columns([
            saved_match::Column::SavedSearchId,
            saved_match::Column::Kind,
            saved_match::Column::DocumentId,
        ])
        .do_nothing()
        .to_owned();
        let written =
            saved_match::Entity::insert_many(rows).on_conflict(once).exec_with_returning_keys(tx.db()).await?;
        // Another node, or an earlier reading of the feed, was here before.
        if !written.is_empty() {
            tx.emit(NewEvent {
                kind: MATCHED,
                stream: Stream::user(find.saved.person_id),
                subject: find.saved.id.0,
                actor: None,
                body: json!({"found": written.len()}),
            });
        }
    }
    tx.commit().await?;
    Ok(())
}

/// One notice a day and person; it names the searches that have something new.
pub struct News;

#[async_trait]
impl NoticeSource for News {
    fn kinds(&self) -> &'static [&'static str] {
        &[FOUND]
    }

    fn wants(&self, kind: &str) -> bool {
        kind == MATCHED
    }

    async fn notices(&self, _: &App, tx: &DatabaseTransaction, event: &FeedEvent) -> Result<Vec<NewNotice>> {
        let row = saved_search::Entity::find_by_id(SavedSearchId(event.subject)).one(tx).await?;
        let notice = row.filter(|row| row.notify != 0).map(|row| NewNotice {
            person: row.person_id,
            actor: None,
            about: NoticeAbout { kind: FOUND.to_owned(), topic: None, post: None, space: None, org: None, thing: None },
            dedup: format!("{FOUND}:{}", event.at.format("%Y-%m-%d")),
        });
        Ok(notice.into_iter().collect())
    }

    async fn describe(
        &self,
        app: &App,
        reader: &Actor,
        notices: &[(NoticeId, NoticeAbout)],
    ) -> Result<HashMap<NoticeId, NoticeText>> {
        if !notices.iter().any(|(_, about)| about.kind == FOUND) {
            return Ok(HashMap::new());
        }
        let kept = list(app, reader).await?;
        let fresh: Vec<&str> = kept.iter().filter(|s| s.fresh > 0).map(|s| s.title.as_str()).collect();
        let seen = fresh.is_empty();
        let named: Vec<&str> = if seen { kept.iter().map(|s| s.title.as_str()).collect() } else { fresh };
        if named.is_empty() {
            return Ok(HashMap::new());
        }
        let text = NoticeText { title: named.join(", "), seen, ..NoticeText::default() };
        let ours = notices.iter().filter(|(_, about)| about.kind == FOUND);
        Ok(ours.map(|(id, _)| (*id, text.clone())).collect())
    }
}
