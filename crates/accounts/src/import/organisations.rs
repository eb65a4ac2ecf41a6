//! Lists of organisations: parents before children, whatever the order of the rows.

use std::collections::HashMap;

use kernel::{OrgId, OrgKind, Result};
use platform::{App, Tx};
use sea_orm::{Set, entity::prelude::*};

use super::{
    Order,
    bodies::Body,
    columns::{Column, Headings},
    links::Observer,
    places::{self, Places},
    record,
    remark::Report,
    table::Table,
};
use crate::{
    entity::organisation,
    organisations::{self, Change, NewOrganisation},
};

/// Rows of one transaction.
const ROWS: usize = 200;

/// Under what an organisation of the file stands.
#[derive(Clone, Copy)]
enum Parent {
    Nothing,
    Known(OrgId),
    /// Another row of the file.
    Row(usize),
}

/// What is to be done for one row.
enum Step {
    Found(Parent),
    /// One that is there, perhaps without this key yet.
    Change {
        id: OrgId,
        change: Box<Change>,
        adopt: bool,
    },
    Leave(OrgId),
}

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
    let bodies: Vec<Body> = records.iter().map(|record| Body::read(record, report)).collect();
    if bodies.is_empty() && report.errors.is_empty() {
        report.refuse("под заголовками нет ни одной организации");
    }
    let parents = parents(&bodies, &mut places, report);
    let sequence = sequence(&bodies, &parents, report);
    let mut steps = HashMap::new();
    for index in &sequence {
        steps.insert(*index, decide(*index, &bodies, &parents, &places, report));
    }
    if !report.errors.is_empty() || order.dry_run {
        return Ok(());
    }
    (report.created, report.changed) = (0, 0);
    let mut made: HashMap<usize, OrgId> = HashMap::new();
    let mut done = 0;
    for part in sequence.chunks(ROWS) {
        if let Err(error) = store(app, order, part, &bodies, &steps, &mut made, report).await {
            tracing::error!(%error, "import broke off");
            report.broken = Some(format!("запись прервалась: {error}"));
            return Ok(());
        }
        done += part.len();
        observer.progress(done, sequence.len());
    }
    Ok(())
}

fn parents(bodies: &[Body], places: &mut Places, report: &mut Report) -> Vec<Parent> {
    let rows: HashMap<&str, usize> = bodies.iter().enumerate().map(|(i, body)| (body.key.as_str(), i)).collect();
    let mut found = Vec::with_capacity(bodies.len());
    for body in bodies {
        let Some(text) = &body.parent else {
            found.push(Parent::Nothing);
            continue;
        };
        let key = super::spelling::key(text);
        // A row of the file that is known already is known: its own row decides nothing about its place.
        let known = places.by_key(&key).map(|org| org.id);
        let parent = match (known, rows.get(key.as_str())) {
            (Some(id), _) => Ok(Parent::Known(id)),
            (None, Some(row)) => Ok(Parent::Row(*row)),
            (None, None) => places.find(text, false).map(Parent::Known),
        };
        found.push(parent.unwrap_or_else(|wrong| {
            report.error(body.row, Column::Parent, wrong);
            Parent::Nothing
        }));
    }
    found
}

/// Rows in an order in which every parent comes first.
fn sequence(bodies: &[Body], parents: &[Parent], report: &mut Report) -> Vec<usize> {
    let depth = |start: usize| {
        let (mut depth, mut at) = (0, start);
        while let Parent::Row(next) = parents[at] {
            depth += 1;
            at = next;
            if depth > bodies.len() || at == start {
                return None;
            }
        }
        Some(depth)
    };
    let mut placed = Vec::with_capacity(bodies.len());
    for (index, body) in bodies.iter().enumerate() {
        match depth(index) {
            Some(depth) => placed.push((depth, index)),
            None => report.error(body.row, Column::Parent, "организации входят друг в друга по кругу: исправьте ключи"),
        }
    }
    placed.sort_unstable();
    placed.into_iter().map(|(_, index)| index).collect()
}

fn decide(index: usize, bodies: &[Body], parents: &[Parent], places: &Places, report: &mut Report) -> Step {
    let body = &bodies[index];
    let parent = match parents[index] {
        Parent::Known(id) => Some(id),
        _ => None,
    };
    if let Some(known) = places.by_key(&body.key) {
        return compare(body, known, parent, false, places, report);
    }
    if let Some(kind) = body.kind
        && !matches!(parents[index], Parent::Row(_))
    {
        let same: Vec<_> = places.all().filter(|org| body.is_same(org, kind, parent)).collect();
        if let [known] = same[..] {
            return compare(body, known, parent, true, places, report);
        }
    }
    let parent_kind = match parents[index] {
        Parent::Nothing => None,
        Parent::Known(id) => places.get(id).map(|org| org.kind),
        Parent::Row(row) => bodies[row].kind,
    };
    // What is wrong with the parent's own row, or with a name nobody knows, is said already.
    let parent_unclear = matches!(parents[index], Parent::Row(_)) && parent_kind.is_none();
    let named_in_vain = matches!(parents[index], Parent::Nothing) && body.parent.is_some();
    if !parent_unclear && !named_in_vain {
        body.check_new(body.kind, parent_kind, report);
    }
    let name = body.names().map(|(_, short)| short.as_str()).unwrap_or_default();
    report.step(body.row, format!("новая организация: {name}"));
    report.created += 1;
    Step::Found(parents[index])
}

fn compare(
    body: &Body,
    known: &organisation::Model,
    parent: Option<OrgId>,
    adopt: bool,
    places: &Places,
    report: &mut Report,
) -> Step {
    let (change, mut said) = body.compare(known, parent, places, report);
    if adopt {
        said.insert(0, format!("{} узнана по названию и получает ключ «{}»", places::named(known), body.key));
    }
    if said.is_empty() {
        report.same += 1;
        return Step::Leave(known.id);
    }
    report.step(body.row, said.join("; "));
    report.changed += 1;
    Step::Change { id: known.id, change: Box::new(change), adopt }
}

/// Writes some rows in one transaction.
async fn store(
    app: &App,
    order: &Order,
    part: &[usize],
    bodies: &[Body],
    steps: &HashMap<usize, Step>,
    made: &mut HashMap<usize, OrgId>,
    report: &mut Report,
) -> Result<()> {
    let mut tx = app.begin().await?;
    let (mut created, mut changed) = (0, 0);
    for index in part {
        let body = &bodies[*index];
        let written = match steps.get(index) {
            Some(Step::Found(parent)) => {
                created += 1;
                found(&mut tx, order, body, *parent, made).await
            }
            Some(Step::Change { id, change, adopt }) => {
                changed += 1;
                rewrite(&mut tx, order, body, *id, change, *adopt).await
            }
            Some(Step::Leave(id)) => Ok(*id),
            None => continue,
        };
        let id = written.map_err(|error| anyhow::anyhow!("строка {}: {error}", body.row))?;
        made.insert(*index, id);
    }
    tx.commit().await?;
    report.created += created;
    report.changed += changed;
    Ok(())
}

async fn found(tx: &mut Tx, order: &Order, body: &Body, parent: Parent, made: &HashMap<usize, OrgId>) -> Result<OrgId> {
    let parent_id = match parent {
        Parent::Nothing => None,
        Parent::Known(id) => Some(id),
        Parent::Row(row) => made.get(&row).copied(),
    };
    let Some((legal, short)) = body.names() else {
        return Err(anyhow::anyhow!("нет наименования").into());
    };
    let new = NewOrganisation {
        kind: body.kind.unwrap_or(OrgKind::School),
        parent_id,
        legal_name: legal.clone(),
        short_name: short.clone(),
        place: body.place.clone(),
        school_type: body.school_type.clone(),
        time_zone: body.time_zone.clone(),
        code: body.code.clone(),
        subject: body.subject.clone(),
        level: body.level,
        about: None,
        external_key: Some(body.key.clone()),
    };
    Ok(organisations::found(tx, order.by, new).await?.id)
}

async fn rewrite(tx: &mut Tx, order: &Order, body: &Body, id: OrgId, change: &Change, adopt: bool) -> Result<OrgId> {
    let row = organisations::lock(tx, id).await?;
    if row.version != change.version {
        return Err(anyhow::anyhow!("организацию только что изменили в приложении: запустите импорт ещё раз").into());
    }
    let row = organisations::rewrite(tx, order.by, row, change.clone()).await?;
    if adopt {
        let mut keyed: organisation::ActiveModel = row.into();
        keyed.external_key = Set(Some(body.key.clone()));
        keyed.update(tx.db()).await?;
    }
    Ok(id)
}
