//! Skills in the index: found by everybody.

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, Result, SkillId};
use platform::{
    App,
    ports::{Audience, DocKey, Document, SearchCard, SearchSource},
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

use crate::{entity::skill, event::kind, query};

const KIND: &str = "skill";
/// More than any catalogue holds.
const ALL: u64 = 20_000;

pub struct SkillSearch;

fn key(id: SkillId) -> DocKey {
    DocKey { kind: KIND, id: id.0 }
}

async fn rows(app: &App, keys: &[DocKey]) -> Result<Vec<skill::Model>> {
    let mut found = Vec::with_capacity(keys.len());
    for part in keys.chunks(500) {
        let ids = part.iter().filter(|k| k.kind == KIND).map(|k| SkillId(k.id));
        let rows = skill::Entity::find().filter(skill::Column::Id.is_in(ids)).filter(skill::Column::Archived.eq(false));
        found.extend(rows.all(app.reader()).await?);
    }
    Ok(found)
}

fn document(row: skill::Model, synonyms: Vec<String>) -> Document {
    Document {
        key: key(row.id),
        title: row.short,
        summary: row.text,
        body: row.block,
        keywords: synonyms,
        authors: Vec::new(),
        places: Vec::new(),
        files: Vec::new(),
        subjects: vec![row.subject],
        grades: vec![row.grade],
        form: None,
        skills: vec![row.id],
        school: None,
        level: None,
        licence: None,
        at: row.updated_at,
        quality: 0.5,
        uses: 0,
        audience: vec![Audience::Everyone],
    }
}

fn card(row: skill::Model) -> SearchCard {
    SearchCard {
        title: row.short,
        summary: row.text,
        path: format!("/skills/{}", row.id),
        people: Vec::new(),
        place: None,
        subjects: vec![row.subject],
        grades: vec![row.grade],
        form: None,
        skills: vec![row.id],
        level: None,
        at: row.updated_at,
        uses: 0,
        answered: false,
    }
}

#[async_trait]
impl SearchSource for SkillSearch {
    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn wants(&self, event: &str) -> bool {
        matches!(event, kind::SKILL_CHANGED | kind::CATALOGUE_LOADED)
    }

    async fn touched(&self, app: &App, event: &FeedEvent) -> Result<Vec<DocKey>> {
        match event.kind.as_str() {
            kind::CATALOGUE_LOADED => self.page(app, KIND, None, ALL).await,
            _ => Ok(vec![key(SkillId(event.subject))]),
        }
    }

    async fn load(&self, app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
        let rows = rows(app, keys).await?;
        let ids: Vec<SkillId> = rows.iter().map(|row| row.id).collect();
        let mut synonyms = query::synonyms(app.reader(), &ids).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let words = synonyms.remove(&row.id).unwrap_or_default();
                document(row, words)
            })
            .collect())
    }

    async fn page(&self, app: &App, _: &'static str, after: Option<uuid::Uuid>, limit: u64) -> Result<Vec<DocKey>> {
        let mut found = skill::Entity::find().filter(skill::Column::Archived.eq(false));
        if let Some(id) = after {
            found = found.filter(skill::Column::Id.gt(SkillId(id)));
        }
        let rows = found.order_by_asc(skill::Column::Id).limit(limit).all(app.reader()).await?;
        Ok(rows.into_iter().map(|row| key(row.id)).collect())
    }

    async fn audiences(&self, _: &App, _: Option<&Actor>) -> Result<Vec<Audience>> {
        Ok(vec![Audience::Everyone])
    }

    async fn cards(&self, app: &App, _: Option<&Actor>, keys: &[DocKey]) -> Result<HashMap<DocKey, SearchCard>> {
        Ok(rows(app, keys).await?.into_iter().map(|row| (key(row.id), card(row))).collect())
    }
}
