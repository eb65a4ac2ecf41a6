//! Records of the bank in Dublin Core, for other libraries.

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{PracticeId, PracticeVersionId, Result, Timestamp};
use platform::{
    App,
    ports::{Harvest, HarvestQuery, HarvestRecord},
};
use sea_orm::{Condition, QueryOrder, QuerySelect, Select, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    access,
    entity::{practice, practice_record},
    passport::list,
    records,
    view::{self, load},
};

/// How records of the bank begin.
const LOCAL: &str = "practice/";
/// Databases bind a limited number of values.
const CHUNK: usize = 300;

type Elements = Vec<(&'static str, String)>;

pub struct Catalogue;

#[async_trait]
impl Harvest for Catalogue {
    async fn record(&self, app: &App, local: &str) -> Result<Option<HarvestRecord>> {
        let Some(number) = local.strip_prefix(LOCAL).and_then(access::number) else { return Ok(None) };
        let row = practice::Entity::find().filter(practice::Column::Number.eq(number)).one(app.reader()).await?;
        let Some(row) = row else { return Ok(None) };
        let record = practice_record::Entity::find_by_id(row.id).one(app.reader()).await?;
        Ok(told(app, record.into_iter().collect(), true).await?.pop())
    }

    async fn records(&self, app: &App, query: &HarvestQuery) -> Result<Vec<HarvestRecord>> {
        let mut found = wanted(query);
        if let Some((at, id)) = query.after {
            let id = PracticeId(id);
            let same = Condition::all()
                .add(practice_record::Column::ChangedAt.eq(at))
                .add(practice_record::Column::PracticeId.gt(id));
            found = found.filter(Condition::any().add(practice_record::Column::ChangedAt.gt(at)).add(same));
        }
        let rows = found
            .order_by_asc(practice_record::Column::ChangedAt)
            .order_by_asc(practice_record::Column::PracticeId)
            .limit(query.limit)
            .all(app.reader())
            .await?;
        told(app, rows, query.full).await
    }

    async fn count(&self, app: &App, query: &HarvestQuery) -> Result<u64> {
        Ok(wanted(query).count(app.reader()).await?)
    }

    async fn earliest(&self, app: &App) -> Result<Option<Timestamp>> {
        let first = practice_record::Entity::find()
            .order_by_asc(practice_record::Column::ChangedAt)
            .limit(1)
            .one(app.reader())
            .await?;
        Ok(first.map(|row| row.changed_at))
    }
}

fn wanted(query: &HarvestQuery) -> Select<practice_record::Entity> {
    let mut found = practice_record::Entity::find();
    if let Some(from) = query.from {
        found = found.filter(practice_record::Column::ChangedAt.gte(from));
    }
    if let Some(before) = query.before {
        found = found.filter(practice_record::Column::ChangedAt.lt(before));
    }
    if let Some(set) = &query.set {
        let within = platform::db::contains(&format!(",{set},"));
        found = found.filter(practice_record::Column::Subjects.into_expr().like(within));
    }
    found
}

/// Records in their order. What is no longer open is told as taken away, even before the follower has noticed.
async fn told(app: &App, records: Vec<practice_record::Model>, full: bool) -> Result<Vec<HarvestRecord>> {
    let mut rows: HashMap<PracticeId, practice::Model> = HashMap::new();
    for part in records.chunks(CHUNK) {
        let ids = part.iter().map(|record| record.practice_id);
        let found = practice::Entity::find().filter(practice::Column::Id.is_in(ids)).all(app.reader()).await?;
        rows.extend(found.into_iter().map(|row| (row.id, row)));
    }
    let open: Vec<practice::Model> = records
        .iter()
        .filter(|record| record.open)
        .filter_map(|record| rows.get(&record.practice_id))
        .filter(|row| records::listed(row))
        .cloned()
        .collect();
    let mut said = if full { elements(app, &open).await? } else { HashMap::new() };
    let still: Vec<PracticeId> = open.iter().map(|row| row.id).collect();
    let record = |record: practice_record::Model| {
        let number = rows.get(&record.practice_id)?.number?;
        let elements =
            still.contains(&record.practice_id).then(|| said.remove(&record.practice_id).unwrap_or_default());
        Some(HarvestRecord {
            id: record.practice_id.0,
            local: format!("{LOCAL}{number}"),
            changed: record.changed_at,
            sets: record.subjects.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            elements,
        })
    };
    Ok(records.into_iter().filter_map(record).collect())
}

async fn elements(app: &App, open: &[practice::Model]) -> Result<HashMap<PracticeId, Elements>> {
    let mut said = HashMap::with_capacity(open.len());
    for part in open.chunks(CHUNK) {
        let shown: Vec<PracticeVersionId> = part.iter().filter_map(|row| row.shown_id).collect();
        let around = load(app, part, &shown).await?;
        let authors: Vec<_> = around.authors.values().flatten().copied().collect();
        let named = app.people()?.public_names(app, &authors).await?;
        for row in part {
            let Some(version) = row.shown_id.and_then(|id| around.versions.get(&id)) else { continue };
            let names = around.authors.get(&row.id).map_or(&[][..], Vec::as_slice);
            let creators: Vec<String> = match row.credit_author.as_ref().or(row.credit_school.as_ref()) {
                Some(credit) => vec![credit.clone()],
                None => names.iter().filter_map(|id| named.get(id)).map(kernel::PersonRef::full_name).collect(),
            };
            let subjects = around.subjects.get(&version.id).map_or(&[][..], Vec::as_slice);
            let mut all: Elements = vec![("title", version.title.clone())];
            all.extend(creators.into_iter().map(|name| ("creator", name)));
            all.extend(subjects.iter().map(|code| ("subject", kernel::subject::russian(code).to_owned())));
            all.extend(list::<String>(&version.keywords).into_iter().map(|word| ("subject", word)));
            all.push(("description", version.summary.clone()));
            all.push(("publisher", "Учительская".to_owned()));
            all.extend(row.published_at.map(|at| ("date", at.format("%Y-%m-%d").to_string())));
            all.push(("type", "Text".to_owned()));
            all.push(("type", version.kind.russian().to_owned()));
            all.push(("format", "text/html".to_owned()));
            all.push(("identifier", app.address(&view::path(row))));
            all.push(("language", "ru".to_owned()));
            all.extend(version.licence.address().map(|address| ("rights", address.to_owned())));
            all.retain(|(_, text)| !text.trim().is_empty());
            said.insert(row.id, all);
        }
    }
    Ok(said)
}
