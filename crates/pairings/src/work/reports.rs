//! Half-year reports of a pair: made of facts, finished by hand, handed in.

use chrono::NaiveDate;
use kernel::{Actor, Code, Error, PairingId, PairingReportId, Result, error::Checks, russian_day};
use platform::{App, Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};

use super::{
    facts::{self, Facts, ReportItem},
    items::Saved,
    room::{self, Room},
};
use crate::{
    codes,
    entity::work::pairing_report,
    event::{
        pair::PairEvent,
        work::{Detail, kind},
    },
    kinds::ReportState,
    life,
    policy::work::Act,
};

const MAX_BODY: usize = 30_000;

/// The half meant, cut to the life of the pair.
///
/// # Errors
/// `Invalid` of `half` when there is no such half, or the pair did not work in it yet.
fn within(room: &Room, year: i32, number: i32, today: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
    let invalid = || Error::invalid("half", "invalid");
    if !(2000..2100).contains(&year) {
        return Err(Error::invalid("year", "invalid"));
    }
    let (since, until) = facts::half(year, number).ok_or_else(invalid)?;
    let since = since.max(room.period.since);
    let until = room.row.until.map_or(until, |last| until.min(last));
    if since > until || since > today {
        return Err(invalid());
    }
    Ok((since, until))
}

/// Makes the report of a half, or counts anew what is in a draft. Words that somebody has changed stay as they are.
pub async fn make(
    app: &App,
    actor: &Actor,
    pairing: PairingId,
    (year, half): (i32, i32),
) -> Result<pairing_report::Model> {
    // Counted before the write is open: it takes many questions, and nothing in it is decided upon.
    let room = room::enter(app.reader(), actor, pairing).await?;
    room.allow(Act::Report)?;
    let period = within(&room, year, half, app.now().date_naive())?;
    let facts = facts::gather(app, &room, period).await?;
    let mut tx = app.begin().await?;
    let room = room::locked(&tx, actor, pairing, Act::Report).await?;
    let known = pairing_report::Entity::find()
        .filter(pairing_report::Column::PairingId.eq(pairing))
        .filter(pairing_report::Column::Year.eq(year))
        .filter(pairing_report::Column::Half.eq(half))
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    let row = match known {
        Some(row) if row.state == ReportState::Submitted => return Err(Error::Conflict(Code::WrongState)),
        Some(row) => again(&tx, &room, row, &facts).await?,
        None => first(&tx, actor, &room, (year, half), &facts).await?,
    };
    life::touch(&tx, pairing).await?;
    tell(&mut tx, kind::REPORT_CHANGED, &room, actor, row.id);
    tx.commit().await?;
    Ok(row)
}

async fn first(
    tx: &Tx,
    actor: &Actor,
    room: &Room,
    (year, half): (i32, i32),
    facts: &Facts,
) -> Result<pairing_report::Model> {
    let row = pairing_report::Model {
        id: tx.id(),
        pairing_id: room.row.id,
        year,
        half,
        state: ReportState::Draft,
        facts: serde_json::to_string(facts)?,
        text: text(room, facts),
        by_id: actor.person,
        submitted_by_id: None,
        submitted_at: None,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    let made = pairing_report::Entity::insert(pairing_report::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await;
    match made {
        Err(error) if is_unique_violation(&error) => Err(Error::Conflict(Code::AlreadyExists)),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(row),
    }
}

async fn again(tx: &Tx, room: &Room, row: pairing_report::Model, facts: &Facts) -> Result<pairing_report::Model> {
    let before: Facts = serde_json::from_str(&row.facts)?;
    let untouched = row.text == text(room, &before);
    let change = pairing_report::ActiveModel {
        id: Set(row.id),
        facts: Set(serde_json::to_string(facts)?),
        text: Set(if untouched { text(room, facts) } else { row.text }),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(change.update(tx.db()).await?)
}

/// The first words of a report. No names of people: those stand in a table that is made when somebody reads it.
pub fn text(room: &Room, facts: &Facts) -> String {
    let mut text = format!(
        "## Работа пары\n\nТема: {}. Период: {} — {}\n\n",
        codes::theme(room.row.theme_kind, &room.row.theme),
        russian_day(&facts.since),
        russian_day(&facts.until)
    );
    if facts.total + facts.cancelled == 0 {
        text.push_str("Мероприятий совместного плана в этом периоде не было.\n");
    } else {
        text.push_str(&format!("По плану {} из {}", facts.done, facts.total));
        if facts.cancelled > 0 {
            text.push_str(&format!(", отменено {}", facts.cancelled));
        }
        text.push_str(&format!(
            ". Часы: школа-наставник {}, подопечная школа {}.\n",
            hours(facts.mentor_minutes),
            hours(facts.mentee_minutes)
        ));
    }
    if facts.events > 0 {
        text.push_str(&format!("Событий: {}, участий в них: {}.\n", facts.events, facts.present));
    }
    let visits = facts.visits;
    if visits.held + visits.missed > 0 {
        text.push_str(&format!("Посещений: {}, из них подписано обеими школами {}", visits.held, visits.signed));
        if visits.missed > 0 {
            text.push_str(&format!(", не состоялось {}", visits.missed));
        }
        text.push_str(&format!(". Договорённостей: {}.\n", visits.agreements));
    }
    list(&mut text, "Что сделано", &facts.did);
    list(&mut text, "Что не успели", &facts.late);
    text.push_str("\n## Что изменилось\n\n\n## Что дало наставнику\n\n\n## Что дальше\n\n");
    text
}

fn list(text: &mut String, title: &str, items: &[ReportItem]) {
    if items.is_empty() {
        return;
    }
    text.push_str(&format!("\n## {title}\n\n"));
    for item in items {
        let day = item.day.map(|day| format!(", {}", russian_day(&day))).unwrap_or_default();
        let outcome = super::line(&item.outcome);
        let outcome = if outcome.is_empty() { outcome } else { format!(": {outcome}") };
        text.push_str(&format!("- {} «{}»{day}{outcome}\n", item.form.russian(), item.title));
    }
}

/// «3 ч 20 мин»
pub fn hours(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} мин"),
        (hours, 0) => format!("{hours} ч"),
        (hours, minutes) => format!("{hours} ч {minutes} мин"),
    }
}

async fn locked(tx: &Tx, actor: &Actor, id: PairingReportId, act: Act) -> Result<(pairing_report::Model, Room)> {
    let pairing = pairing_report::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?.pairing_id;
    let room = room::locked(tx, actor, pairing, act).await?;
    let row = pairing_report::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    Ok((row.ok_or(Error::Hidden)?, room))
}

/// One report, for whoever may know of its pair.
pub async fn one<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: PairingReportId,
) -> Result<(pairing_report::Model, Room)> {
    let row = pairing_report::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let room = room::enter(db, actor, row.pairing_id).await?;
    Ok((row, room))
}

/// Reports of a pair, the newest first.
pub async fn of<C: ConnectionTrait>(db: &C, pairing: PairingId) -> Result<Vec<pairing_report::Model>> {
    let rows = pairing_report::Entity::find()
        .filter(pairing_report::Column::PairingId.eq(pairing))
        .order_by_desc(pairing_report::Column::Year)
        .order_by_desc(pairing_report::Column::Half);
    Ok(rows.all(db).await?)
}

/// Saves the words of a draft over `revision`.
pub async fn write(
    tx: &mut Tx,
    actor: &Actor,
    id: PairingReportId,
    (revision, text): (i32, String),
) -> Result<Saved<pairing_report::Model>> {
    let (row, room) = locked(tx, actor, id, Act::Report).await?;
    if row.state == ReportState::Submitted {
        return Err(Error::Conflict(Code::WrongState));
    }
    if row.revision != revision {
        return Ok(Saved::Stale);
    }
    let mut checks = Checks::default();
    checks.text(&text, MAX_BODY, "text");
    checks.done()?;
    let change = pairing_report::ActiveModel {
        id: Set(id),
        text: Set(text),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, kind::REPORT_CHANGED, &room, actor, id);
    Ok(Saved::Done(row))
}

/// Hands it in: nothing changes in it any more.
pub async fn submit(
    tx: &mut Tx,
    actor: &Actor,
    id: PairingReportId,
    revision: i32,
) -> Result<Saved<pairing_report::Model>> {
    let (row, room) = locked(tx, actor, id, Act::Submit).await?;
    if row.state == ReportState::Submitted {
        return Err(Error::Conflict(Code::WrongState));
    }
    if row.revision != revision {
        return Ok(Saved::Stale);
    }
    let change = pairing_report::ActiveModel {
        id: Set(id),
        state: Set(ReportState::Submitted),
        submitted_by_id: Set(Some(actor.person)),
        submitted_at: Set(Some(tx.now())),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, kind::REPORT_SUBMITTED, &room, actor, id);
    Ok(Saved::Done(row))
}

fn tell(tx: &mut Tx, kind: &'static str, room: &Room, actor: &Actor, report: PairingReportId) {
    let detail = Detail { report: Some(report), side: room.hands.side(), ..Detail::default() };
    tx.emit(PairEvent::new(kind, room.row.id, actor.person).with(detail));
}
