//! People and organisations in the index. Schools, municipalities and regions are found by anybody, as in the list one
//! registers with; people and everything else by those whom somebody vouched for.

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use kernel::{Actor, FeedEvent, OrgId, OrgKind, PersonId, Result};
use platform::{
    App,
    ports::{Audience, DocKey, Document, SearchCard, SearchSource},
};
use sea_orm::{ActiveEnum, QueryOrder, QuerySelect, entity::prelude::*};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    directory,
    entity::{organisation, person},
    event, names, policy, visible,
    words::PersonStatus,
};

const PERSON: &str = "person";
const ORGANISATION: &str = "organisation";

/// Databases bind a limited number of values.
const CHUNK: usize = 500;

pub struct Directory;

/// Any event that names whom it concerns.
#[derive(Deserialize)]
struct Concerns {
    person: Option<PersonId>,
    org: Option<OrgId>,
}

const fn is_public(kind: OrgKind) -> bool {
    matches!(kind, OrgKind::School | OrgKind::Municipality | OrgKind::Region)
}

#[async_trait]
impl SearchSource for Directory {
    fn kinds(&self) -> &'static [&'static str] {
        &[PERSON, ORGANISATION]
    }

    fn wants(&self, kind: &str) -> bool {
        kind.starts_with("accounts.person_")
            || kind.starts_with("accounts.organisation_")
            || matches!(
                kind,
                event::AFFILIATION_CONFIRMED | "accounts.affiliation_ended" | "accounts.consent_withdrawn"
            )
    }

    async fn touched(&self, app: &App, event: &FeedEvent) -> Result<Vec<DocKey>> {
        let Concerns { person, org } = event.body()?;
        let mut keys: Vec<DocKey> = person.map(|p| DocKey { kind: PERSON, id: p.0 }).into_iter().collect();
        if let (Some(org), true) = (org, event.kind.starts_with("accounts.organisation_")) {
            keys.push(DocKey { kind: ORGANISATION, id: org.0 });
            // Its name stands in the documents of its people.
            let people = directory::people_of(app.reader(), &[org]).await?;
            keys.extend(people.into_iter().map(|p| DocKey { kind: PERSON, id: p.0 }));
        }
        Ok(keys)
    }

    async fn load(&self, app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
        let mut documents = Vec::with_capacity(keys.len());
        for part in keys.chunks(CHUNK) {
            documents.extend(people(app, part).await?);
            documents.extend(organisations(app, part).await?);
        }
        Ok(documents)
    }

    async fn page(&self, app: &App, kind: &'static str, after: Option<Uuid>, limit: u64) -> Result<Vec<DocKey>> {
        let after = after.unwrap_or_default();
        let ids: Vec<Uuid> = if kind == PERSON {
            let rows = person::Entity::find().filter(person::Column::Id.gt(after)).order_by_asc(person::Column::Id);
            rows.select_only().column(person::Column::Id).limit(limit).into_tuple().all(app.reader()).await?
        } else {
            let rows = organisation::Entity::find().filter(organisation::Column::Id.gt(after));
            let rows = rows.order_by_asc(organisation::Column::Id).select_only().column(organisation::Column::Id);
            rows.limit(limit).into_tuple().all(app.reader()).await?
        };
        Ok(ids.into_iter().map(|id| DocKey { kind, id }).collect())
    }

    async fn audiences(&self, _: &App, reader: Option<&Actor>) -> Result<Vec<Audience>> {
        let mut all = vec![Audience::Everyone];
        if let Some(reader) = reader.filter(|r| r.may_write().is_ok()) {
            all.push(Audience::Network);
            all.push(Audience::Person(reader.person));
            all.extend(reader.orgs.iter().map(|org| Audience::Organisation(*org)));
        }
        Ok(all)
    }

    async fn cards(&self, app: &App, reader: Option<&Actor>, keys: &[DocKey]) -> Result<HashMap<DocKey, SearchCard>> {
        let mut cards = HashMap::new();
        for part in keys.chunks(CHUNK) {
            cards.extend(person_cards(app, reader, part).await?);
            cards.extend(organisation_cards(app, reader, part).await?);
        }
        Ok(cards)
    }
}

fn ids<T: From<Uuid>>(keys: &[DocKey], kind: &str) -> Vec<T> {
    keys.iter().filter(|k| k.kind == kind).map(|k| T::from(k.id)).collect()
}

fn full_name(person: &person::Model) -> String {
    let parts = [Some(person.surname.as_str()), Some(&person.given_name), person.patronymic.as_deref()];
    parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

fn grades(text: &str) -> Vec<i32> {
    text.split(',').filter_map(|grade| grade.trim().parse().ok()).collect()
}

async fn people(app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
    let wanted: Vec<PersonId> = ids(keys, PERSON);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows = person::Entity::find()
        .filter(person::Column::Id.is_in(wanted))
        .filter(person::Column::Status.eq(PersonStatus::Confirmed))
        .all(app.reader())
        .await?;
    let lines = directory::lines(app.reader(), rows.clone()).await?;
    let documents = rows.into_iter().zip(lines).map(|(row, line)| Document {
        key: DocKey { kind: PERSON, id: row.id.0 },
        title: full_name(&row),
        summary: row.position.clone().unwrap_or_default(),
        body: row.about.clone().unwrap_or_default(),
        keywords: Vec::new(),
        authors: Vec::new(),
        places: line.school.iter().map(|school| school.short_name.clone()).collect(),
        files: Vec::new(),
        subjects: line.subjects,
        grades: grades(&row.grades),
        form: None,
        skills: Vec::new(),
        school: line.school.map(|school| school.id),
        level: None,
        licence: None,
        at: row.created_at,
        quality: 0.3,
        uses: 0,
        audience: vec![Audience::Network],
    });
    Ok(documents.collect())
}

async fn organisations(app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
    let wanted: Vec<OrgId> = ids(keys, ORGANISATION);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(wanted))
        .filter(organisation::Column::ClosedAt.is_null())
        .all(app.reader())
        .await?;
    let parents = parents(app, &rows).await?;
    Ok(rows.into_iter().map(|row| organisation_document(row, &parents)).collect())
}

/// Short names of what each stands under.
async fn parents(app: &App, rows: &[organisation::Model]) -> Result<BTreeMap<OrgId, String>> {
    let ids: Vec<OrgId> = rows.iter().filter_map(|row| row.parent_id).collect();
    let lines = directory::org_refs(app.reader(), &ids).await?;
    Ok(lines.into_iter().map(|(id, line)| (id, line.short_name)).collect())
}

fn organisation_document(row: organisation::Model, parents: &BTreeMap<OrgId, String>) -> Document {
    let parent = row.parent_id.and_then(|id| parents.get(&id)).cloned();
    let audience = if is_public(row.kind) { Audience::Everyone } else { Audience::Network };
    Document {
        key: DocKey { kind: ORGANISATION, id: row.id.0 },
        // The key spells abbreviations out and abbreviates long names, so that «школа 12» and «оош 12» both find it.
        keywords: vec![names::org_key(&row.short_name, &row.legal_name, row.place.as_deref()).trim().to_owned()],
        title: row.short_name,
        summary: row.legal_name,
        body: row.about.unwrap_or_default(),
        authors: Vec::new(),
        places: row.place.into_iter().chain(parent).collect(),
        files: Vec::new(),
        subjects: row.subject.into_iter().collect(),
        grades: Vec::new(),
        form: Some(row.kind.to_value()),
        skills: Vec::new(),
        school: None,
        level: None,
        licence: None,
        at: row.created_at,
        quality: 0.3,
        uses: 0,
        audience: vec![audience],
    }
}

async fn person_cards(app: &App, reader: Option<&Actor>, keys: &[DocKey]) -> Result<Vec<(DocKey, SearchCard)>> {
    let wanted: Vec<PersonId> = ids(keys, PERSON);
    let Some(reader) = reader.filter(|r| !wanted.is_empty() && policy::browse_people(r).allowed()) else {
        return Ok(Vec::new());
    };
    let rows = person::Entity::find()
        .filter(person::Column::Id.is_in(wanted))
        .filter(person::Column::Status.eq(PersonStatus::Confirmed))
        .filter(visible::people(reader))
        .all(app.reader())
        .await?;
    let lines = directory::lines(app.reader(), rows.clone()).await?;
    let cards = rows.into_iter().zip(lines).map(|(row, line)| {
        let card = SearchCard {
            title: full_name(&row),
            summary: row.position.clone().unwrap_or_default(),
            path: format!("/people/{}", row.id),
            place: line.school.as_ref().map(|school| school.short_name.clone()),
            subjects: line.subjects.clone(),
            people: vec![line],
            grades: grades(&row.grades),
            form: None,
            skills: Vec::new(),
            level: None,
            at: row.created_at,
            uses: 0,
            answered: false,
        };
        (DocKey { kind: PERSON, id: row.id.0 }, card)
    });
    Ok(cards.collect())
}

async fn organisation_cards(app: &App, reader: Option<&Actor>, keys: &[DocKey]) -> Result<Vec<(DocKey, SearchCard)>> {
    let wanted: Vec<OrgId> = ids(keys, ORGANISATION);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(wanted))
        .filter(organisation::Column::ClosedAt.is_null())
        .all(app.reader())
        .await?;
    // Who has not agreed to the terms yet sees what a stranger sees.
    let reader = reader.filter(|r| r.consented);
    let seen: Vec<_> =
        rows.into_iter().filter(|row| policy::list_organisations(reader, Some(row.kind)).allowed()).collect();
    let parents = parents(app, &seen).await?;
    let cards = seen.into_iter().map(|row| {
        let card = SearchCard {
            place: row.place.or_else(|| row.parent_id.and_then(|id| parents.get(&id)).cloned()),
            title: row.short_name,
            summary: row.legal_name,
            path: format!("/organisations/{}", row.id),
            people: Vec::new(),
            subjects: row.subject.into_iter().collect(),
            grades: Vec::new(),
            form: Some(row.kind.to_value()),
            skills: Vec::new(),
            level: None,
            at: row.created_at,
            uses: 0,
            answered: false,
        };
        (DocKey { kind: ORGANISATION, id: row.id.0 }, card)
    });
    Ok(cards.collect())
}
