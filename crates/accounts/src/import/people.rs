//! Lists of people: checked as a whole, then written in parts through the same use cases as everything else.

use std::collections::{HashMap, HashSet};

use kernel::{OrgId, PersonId, Result, Timestamp};
use platform::{App, Tx};
use sea_orm::{ConnectionTrait, JoinType, QuerySelect, entity::prelude::*};

use super::{
    Order,
    columns::{Column, Headings},
    decide::{Step, decide},
    draft::Draft,
    known::{self, CHUNK},
    links::{Link, Observer},
    places::Places,
    record,
    remark::Report,
    table::Table,
    write,
};
use crate::{entity::affiliation, entity::person, names};

/// Rows of one transaction, unless they are heavy.
const ROWS: usize = 200;
/// Memberships, roles and rows of one transaction: others wait for the lock meanwhile.
const WEIGHT: usize = 800;

pub async fn run(
    app: &App,
    order: &Order,
    table: &Table,
    headings: &Headings,
    report: &mut Report,
    observer: &mut dyn Observer,
) -> Result<()> {
    let mut places = Places::load(app.reader()).await?;
    let records = record::records(table, headings, report);
    let drafts: Vec<Draft> = records.iter().map(|record| Draft::read(record, &mut places, report)).collect();
    if drafts.is_empty() && report.errors.is_empty() {
        report.refuse("под заголовками нет ни одного человека");
    }
    shared_addresses(&drafts, report);
    let steps = check(app, order, &drafts, &places, report).await?;
    if !report.errors.is_empty() || order.dry_run {
        return Ok(());
    }
    let busy: Vec<Draft> =
        drafts.into_iter().zip(&steps).filter(|(_, step)| !step.is_idle()).map(|(draft, _)| draft).collect();
    (report.created, report.changed, report.links) = (0, 0, 0);
    let mut rest = &busy[..];
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(batch_size(rest));
        if let Err(error) = store(app, order, batch, &places, report, observer).await {
            tracing::error!(%error, "import broke off");
            let row = batch.first().map_or(0, |draft| draft.row);
            report.broken = Some(format!("запись прервалась на строках с {row}: {error}"));
            return Ok(());
        }
        rest = later;
        observer.progress(busy.len() - rest.len(), busy.len());
    }
    Ok(())
}

fn batch_size(drafts: &[Draft]) -> usize {
    let mut weight = 0;
    let fits = |draft: &&Draft| {
        weight += 1 + draft.places().count() + draft.roles.len();
        weight <= WEIGHT
    };
    drafts.iter().take(ROWS).take_while(fits).count().max(1)
}

/// Decides every row without writing anything.
async fn check(app: &App, order: &Order, drafts: &[Draft], places: &Places, report: &mut Report) -> Result<Vec<Step>> {
    let now = app.now();
    let mut steps = Vec::with_capacity(drafts.len());
    let mut newcomers = Vec::new();
    for part in drafts.chunks(CHUNK) {
        let keys: Vec<&str> = part.iter().map(|d| d.key.as_str()).collect();
        let known = known::load(app.reader(), &keys, now, false).await?;
        for draft in part {
            match decide(draft, known.get(&draft.key), places, order, now) {
                Ok(step) => {
                    if step.person.is_none() {
                        newcomers.push(draft);
                    }
                    tell(draft, &step, report);
                    steps.push(step);
                }
                Err(wrong) => {
                    wrong.into_iter().for_each(|(column, text)| report.error(draft.row, column, text));
                    steps.push(Step { skipped: true, ..Step::default() });
                }
            }
        }
    }
    namesakes(app.reader(), &newcomers, places, report).await?;
    Ok(steps)
}

fn tell(draft: &Draft, step: &Step, report: &mut Report) {
    step.cautions.iter().for_each(|caution| report.row_warning(draft.row, caution.clone()));
    if step.changes() && !step.skipped {
        report.step(draft.row, step.said.join("; "));
    }
    count(step, report);
    match step {
        Step { skipped: true, .. } => report.skipped += 1,
        step if !step.changes() => report.same += 1,
        _ => {}
    }
}

fn count(step: &Step, report: &mut Report) {
    report.links += usize::from(step.link.is_some() && !step.skipped);
    match step {
        Step { skipped: true, .. } => {}
        Step { person: None, .. } => report.created += 1,
        step if step.changes() => report.changed += 1,
        _ => {}
    }
}

/// Writes some rows in one transaction.
async fn store(
    app: &App,
    order: &Order,
    batch: &[Draft],
    places: &Places,
    report: &mut Report,
    observer: &mut dyn Observer,
) -> Result<()> {
    let mut tx = app.begin().await?;
    let now = tx.now();
    let keys: Vec<&str> = batch.iter().map(|d| d.key.as_str()).collect();
    let known = known::load(tx.db(), &keys, now, true).await?;
    let mut links = Vec::new();
    let mut done = Vec::with_capacity(batch.len());
    for draft in batch {
        let known = known.get(&draft.key);
        // The record may have changed since it was looked at without a lock.
        let step = decide(draft, known, places, order, now).map_err(|wrong| changed_meanwhile(draft, &wrong))?;
        if !step.is_idle() {
            links.extend(row(&mut tx, order, draft, known, &step, places).await?);
        }
        done.push(step);
    }
    observer.keep(&links).map_err(anyhow::Error::from)?;
    if let Err(error) = tx.commit().await {
        observer.take_back();
        return Err(error);
    }
    done.iter().for_each(|step| count(step, report));
    Ok(())
}

async fn row(
    tx: &mut Tx,
    order: &Order,
    draft: &Draft,
    known: Option<&known::Known>,
    step: &Step,
    places: &Places,
) -> Result<Option<Link>> {
    let written = write::person(tx, order, draft, known, step, places).await;
    written.map_err(|error| anyhow::anyhow!("строка {}: {error}", draft.row).into())
}

fn changed_meanwhile(draft: &Draft, wrong: &[(Column, String)]) -> kernel::Error {
    let said: Vec<&str> = wrong.iter().map(|(_, text)| text.as_str()).collect();
    anyhow::anyhow!("строка {}: {}", draft.row, said.join("; ")).into()
}

/// One address belongs to one person; schools like to write their own.
fn shared_addresses(drafts: &[Draft], report: &mut Report) {
    let mut first: HashMap<&str, u32> = HashMap::new();
    for draft in drafts {
        let Some(email) = draft.email.as_deref() else { continue };
        match first.get(email) {
            Some(row) => {
                let said =
                    format!("почта «{email}» уже стоит в строке {row}: подтвердить её сможет только один человек");
                report.warn(draft.row, Column::Email, said);
            }
            None => {
                first.insert(email, draft.row);
            }
        }
    }
}

/// Warns of people who seem to be there already under another key, or without one.
async fn namesakes<C: ConnectionTrait>(db: &C, drafts: &[&Draft], places: &Places, report: &mut Report) -> Result<()> {
    let mut there: HashSet<(String, OrgId)> = HashSet::new();
    for part in drafts.chunks(CHUNK) {
        let found: Vec<(PersonId, String, OrgId)> = affiliation::Entity::find()
            .select_only()
            .column(affiliation::Column::PersonId)
            .column(person::Column::SearchKey)
            .column(affiliation::Column::OrganisationId)
            .join(JoinType::InnerJoin, affiliation::Relation::Person.def())
            .filter(person::Column::SearchKey.is_in(part.iter().map(|d| name_key(d))))
            .filter(affiliation::Column::EndedAt.is_null())
            .into_tuple()
            .all(db)
            .await?;
        there.extend(found.into_iter().map(|(_, name, org)| (name, org)));
    }
    for draft in drafts {
        for id in &draft.work {
            if !there.insert((name_key(draft), *id)) {
                let org = places.get(*id).map(|org| org.short_name.as_str()).unwrap_or_default();
                let said = format!("в «{org}» уже есть человек с таким именем: если это он же, поставьте прежний ключ");
                report.row_warning(draft.row, said);
            }
        }
    }
    Ok(())
}

fn name_key(draft: &Draft) -> String {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    names::person_key(&text(&draft.surname), &text(&draft.given_name), draft.patronymic.as_deref())
}

/// The last day of something, by the calendar of a zone.
pub fn last_day(at: Timestamp, zone: &str) -> String {
    crate::facts::day(at, zone).format("%d.%m.%Y").to_string()
}
