//! Practices in the index: what is shown and not archived, with the texts of its files.

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, PersonId, PracticeId, PracticeVersionId, Result};
use platform::{
    App,
    ports::{Audience as Reach, DocKey, Document, DocumentText, FileText, SearchCard, SearchSource},
};
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};
use serde::Deserialize;

use crate::{
    attached,
    entity::{practice, practice_author, practice_version},
    event::kind,
    kinds::{Audience, Level, word},
    passport::list,
    policy,
    view::{self, PracticeCard},
};

const KIND: &str = "practice";
/// Told by the file store when the text of a file was read: `{kind, id}` of its owner.
const TEXT_READY: &str = "files.text_ready";
/// A practice that only lives somewhere, in the words of the index.
const COMMUNITY: &str = "community";

pub struct PracticeSearch;

fn key(id: PracticeId) -> DocKey {
    DocKey { kind: KIND, id: id.0 }
}

/// Practices that somebody may find.
fn found() -> Condition {
    Condition::all().add(practice::Column::ShownId.is_not_null()).add(practice::Column::ArchivedAt.is_null())
}

async fn rows(app: &App, keys: &[DocKey], condition: Condition) -> Result<Vec<practice::Model>> {
    let mut all = Vec::with_capacity(keys.len());
    for part in keys.chunks(200) {
        let ids = part.iter().filter(|k| k.kind == KIND).map(|k| PracticeId(k.id));
        let rows =
            practice::Entity::find().filter(practice::Column::Id.is_in(ids)).filter(found()).filter(condition.clone());
        all.extend(rows.all(app.reader()).await?);
    }
    Ok(all)
}

/// 0 to 1: how far it is recommended, and how well the experts thought of it.
#[expect(clippy::cast_precision_loss, reason = "at most 500 tenths")]
fn quality(row: &practice::Model) -> f32 {
    let level = match row.level {
        Some(Level::Regional) => 1.0,
        Some(Level::Municipal) => 0.8,
        Some(Level::School) => 0.6,
        None => return 0.3,
    };
    let score = row.score.map_or(0.6, |tenths| tenths as f32 / 500.0);
    (0.6 * level + 0.4 * score).clamp(0.0, 1.0)
}

/// A report of use says more than a click.
fn uses(row: &practice::Model) -> u32 {
    let counted = row.adoptions.saturating_mul(5) + row.downloads + row.citations + row.useful + row.apply + row.thanks;
    u32::try_from(counted).unwrap_or(0)
}

fn reach(row: &practice::Model, authors: &[PersonId]) -> Vec<Reach> {
    let mut reach: Vec<Reach> = match row.audience {
        Audience::Everyone => vec![Reach::Everyone],
        Audience::Network => vec![Reach::Network],
        Audience::Place => row.place_id.map(Reach::Organisation).into_iter().collect(),
        Audience::Authors => Vec::new(),
    };
    if row.audience != Audience::Everyone {
        reach.extend(authors.iter().copied().map(Reach::Person));
    }
    reach
}

/// Everything a version says, without markup.
fn body(version: &practice_version::Model) -> String {
    [
        version.problem.as_str(),
        &version.goal,
        &prose::plain(&version.body),
        &version.resources,
        &version.conditions,
        &version.risks,
        &version.result_before,
        &version.result_after,
        &version.result_how,
    ]
    .join("\n")
}

/// Versions shown.
async fn shown(app: &App, rows: &[practice::Model]) -> Result<Vec<practice_version::Model>> {
    let ids = rows.iter().filter_map(|row| row.shown_id);
    let versions = practice_version::Entity::find().filter(practice_version::Column::Id.is_in(ids));
    Ok(versions.all(app.reader()).await?)
}

fn document(
    row: &practice::Model,
    card: PracticeCard,
    version: &practice_version::Model,
    files: Vec<FileText>,
) -> Document {
    let authors: Vec<PersonId> = card.authors.iter().map(|author| author.id).collect();
    Document {
        key: key(row.id),
        audience: reach(row, &authors),
        summary: version.summary.clone(),
        body: body(version),
        keywords: list(&version.keywords),
        authors: match &row.credit_author {
            Some(credited) => vec![credited.clone()],
            None => card.authors.iter().map(full_name).collect(),
        },
        places: places(row, &card),
        files,
        subjects: card.subjects,
        grades: card.grades,
        form: Some(word(&card.kind)),
        skills: card.skills.iter().map(|skill| skill.id).collect(),
        school: row.home_id,
        level: Some(row.level.map_or(COMMUNITY, Level::word).to_owned()),
        licence: Some(version.licence.word().to_owned()),
        at: version.decided_at.unwrap_or(row.touched_at),
        quality: quality(row),
        uses: uses(row),
        title: card.title,
    }
}

/// What was imported belongs where it came from, not where its importer works.
fn places(row: &practice::Model, card: &PracticeCard) -> Vec<String> {
    if row.credit_author.is_some() || row.credit_school.is_some() {
        return row.credit_school.clone().into_iter().collect();
    }
    [&card.school, &card.place].into_iter().flatten().map(|org| org.short_name.clone()).collect()
}

fn full_name(person: &kernel::PersonRef) -> String {
    let patronymic = person.patronymic.as_deref().unwrap_or_default();
    format!("{} {} {patronymic}", person.surname, person.given_name).trim().to_owned()
}

/// What the file store says of an owner.
#[derive(Deserialize)]
struct Owned {
    kind: String,
    id: Uuid,
}

#[async_trait]
impl SearchSource for PracticeSearch {
    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            kind::PUBLISHED
                | kind::SHARED
                | kind::ARCHIVED
                | kind::RESTORED
                | kind::AUTHORS_CHANGED
                | kind::ADOPTED
                | kind::ADOPTION_REMOVED
                | kind::REACTED
                | kind::USED
                | TEXT_READY
                | accounts::event::PERSON_CHANGED
        )
    }

    async fn touched(&self, app: &App, event: &FeedEvent) -> Result<Vec<DocKey>> {
        let db = app.reader();
        match event.kind.as_str() {
            TEXT_READY => {
                let Ok(owner) = event.body::<Owned>() else { return Ok(Vec::new()) };
                if owner.kind != attached::KIND {
                    return Ok(Vec::new());
                }
                let version = practice_version::Entity::find_by_id(PracticeVersionId(owner.id)).one(db).await?;
                Ok(version.map(|version| key(version.practice_id)).into_iter().collect())
            }
            accounts::event::PERSON_CHANGED => {
                let written = practice_author::Entity::find()
                    .filter(practice_author::Column::PersonId.eq(PersonId(event.subject)))
                    .all(db)
                    .await?;
                Ok(written.into_iter().map(|row| key(row.practice_id)).collect())
            }
            _ => Ok(vec![key(PracticeId(event.subject))]),
        }
    }

    async fn load(&self, app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
        let rows = rows(app, keys, Condition::all()).await?;
        let versions: HashMap<_, _> = shown(app, &rows).await?.into_iter().map(|v| (v.id, v)).collect();
        let ids: Vec<PracticeVersionId> = versions.keys().copied().collect();
        let mut texts = attached::texts(app, &ids).await?;
        let cards = view::cards(app, None, rows.clone()).await?;
        let mut cards: HashMap<PracticeId, PracticeCard> = cards.into_iter().map(|card| (card.id, card)).collect();
        Ok(rows
            .iter()
            .filter_map(|row| {
                let version = versions.get(&row.shown_id?)?;
                let card = cards.remove(&row.id)?;
                Some(document(row, card, version, texts.remove(&version.id).unwrap_or_default()))
            })
            .collect())
    }

    async fn page(&self, app: &App, _: &'static str, after: Option<Uuid>, limit: u64) -> Result<Vec<DocKey>> {
        let mut query = practice::Entity::find().select_only().column(practice::Column::Id).filter(found());
        if let Some(id) = after {
            query = query.filter(practice::Column::Id.gt(PracticeId(id)));
        }
        let ids: Vec<PracticeId> =
            query.order_by_asc(practice::Column::Id).limit(limit).into_tuple().all(app.reader()).await?;
        Ok(ids.into_iter().map(key).collect())
    }

    async fn audiences(&self, _: &App, reader: Option<&Actor>) -> Result<Vec<Reach>> {
        let Some(actor) = reader else { return Ok(vec![Reach::Everyone]) };
        if !actor.consented {
            return Ok(Vec::new());
        }
        let mut reach = vec![Reach::Everyone, Reach::Person(actor.person)];
        if actor.confirmed {
            reach.push(Reach::Network);
            reach.extend(actor.orgs.iter().copied().map(Reach::Organisation));
        }
        Ok(reach)
    }

    async fn cards(&self, app: &App, reader: Option<&Actor>, keys: &[DocKey]) -> Result<HashMap<DocKey, SearchCard>> {
        let rows = rows(app, keys, policy::shown(reader)).await?;
        let at: HashMap<PracticeId, _> =
            rows.iter().map(|row| (row.id, (row.touched_at, u32::try_from(row.adoptions).unwrap_or(0)))).collect();
        let cards = view::cards(app, reader, rows).await?;
        Ok(cards
            .into_iter()
            .filter_map(|card| {
                let (touched, uses) = *at.get(&card.id)?;
                let place = card.place.or(card.school).map(|org| org.short_name);
                let shown = SearchCard {
                    title: card.title,
                    summary: card.summary,
                    path: card.path,
                    people: card.authors,
                    place,
                    subjects: card.subjects,
                    grades: card.grades,
                    form: Some(word(&card.kind)),
                    skills: card.skills.into_iter().map(|skill| skill.id).collect(),
                    level: Some(card.level.map_or(COMMUNITY, Level::word).to_owned()),
                    at: card.published_at.unwrap_or(touched),
                    uses,
                    answered: false,
                };
                Some((key(card.id), shown))
            })
            .collect())
    }

    /// Without the cards around them, which a search reads anyway.
    async fn texts(&self, app: &App, keys: &[DocKey]) -> Result<HashMap<DocKey, DocumentText>> {
        let rows = rows(app, keys, Condition::all()).await?;
        let versions = shown(app, &rows).await?;
        let ids: Vec<PracticeVersionId> = versions.iter().map(|version| version.id).collect();
        let mut files = attached::texts(app, &ids).await?;
        let text = |version: practice_version::Model| {
            let text = format!("{}\n{}", version.summary, body(&version));
            let files = files.remove(&version.id).unwrap_or_default();
            (key(version.practice_id), DocumentText { text, files })
        };
        Ok(versions.into_iter().map(text).collect())
    }
}
