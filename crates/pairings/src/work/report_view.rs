//! Reports as lists and pages show them, and on paper.

use kernel::{Actor, DateTime, PairingId, PairingReportId, PersonRef, Result, Utc, russian_day};
use papers::pdf::{self, Breaks, Paper, Part};
use platform::{App, ports::Names, press::pressed};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    facts::Facts,
    reports::{self, hours},
    room::{self, Room},
    visit_view,
};
use crate::{
    codes,
    entity::work::pairing_report,
    kinds::{ReportState, Side},
    policy::work::Act,
};

const HOUSE: &str = "Учительская · пары школ";

/// What the reader may do with a report now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PairingReportCan {
    pub write: bool,
    pub submit: bool,
}

/// A half-year report of a pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingReport {
    pub id: PairingReportId,
    pub pairing_id: PairingId,
    /// In which the school year begins.
    pub year: i32,
    /// 1: September to December, 2: January to August.
    pub half: i32,
    pub state: ReportState,
    pub facts: Facts,
    /// Those named in the facts.
    pub people: Vec<PersonRef>,
    /// Markdown.
    pub text: String,
    pub by: PersonRef,
    pub submitted_by: Option<PersonRef>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub changed_at: DateTime<Utc>,
    /// Send it back with the next save.
    pub revision: i32,
    pub can: PairingReportCan,
}

/// Reports of a pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingReports {
    /// The newest first.
    pub items: Vec<PairingReport>,
    /// The reader may make one.
    pub can_make: bool,
}

pub async fn list(app: &App, actor: &Actor, pairing: PairingId) -> Result<PairingReports> {
    let room = room::enter(app.reader(), actor, pairing).await?;
    let mut items = Vec::new();
    for row in reports::of(app.reader(), pairing).await? {
        items.push(shown(app, &room, row).await?);
    }
    Ok(PairingReports { items, can_make: room.can(Act::Report) })
}

pub async fn one(app: &App, actor: &Actor, id: PairingReportId) -> Result<PairingReport> {
    let (row, room) = reports::one(app.reader(), actor, id).await?;
    shown(app, &room, row).await
}

async fn shown(app: &App, room: &Room, row: pairing_report::Model) -> Result<PairingReport> {
    let facts: Facts = serde_json::from_str(&row.facts)?;
    let mut ids: Vec<_> = facts.people.iter().map(|deed| deed.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let named = ids.iter().copied().chain([row.by_id]).chain(row.submitted_by_id).collect();
    let names = Names::load(app, named).await?;
    let draft = row.state == ReportState::Draft;
    Ok(PairingReport {
        id: row.id,
        pairing_id: row.pairing_id,
        year: row.year,
        half: row.half,
        state: row.state,
        facts,
        people: ids.into_iter().map(|id| names.of(id)).collect(),
        text: row.text,
        by: names.of(row.by_id),
        submitted_by: row.submitted_by_id.map(|id| names.of(id)),
        submitted_at: row.submitted_at,
        changed_at: row.changed_at,
        revision: row.revision,
        can: PairingReportCan { write: draft && room.can(Act::Report), submit: draft && room.can(Act::Submit) },
    })
}

/// The report on paper.
pub async fn paper(app: &App, actor: &Actor, id: PairingReportId) -> Result<Vec<u8>> {
    let (row, room) = reports::one(app.reader(), actor, id).await?;
    let orgs = accounts::directory::org_refs(app.reader(), &[room.row.mentor_id, room.row.mentee_id]).await?;
    let school = |side: Side| orgs.get(&room.school(side)).map(|org| org.short_name.clone()).unwrap_or_default();
    let (mentor, mentee) = (school(Side::Mentor), school(Side::Mentee));
    let report = shown(app, &room, row).await?;
    let paper = written(&report, &room, &mentor, &mentee);
    pressed(app, move || pdf::write(&paper)).await
}

fn written(report: &PairingReport, room: &Room, mentor: &str, mentee: &str) -> Paper {
    let facts = &report.facts;
    let fact = |name: &str, said: String| (name.to_owned(), said);
    let title = format!(
        "Отчёт пары № {} за {} полугодие {}/{}",
        room.row.number,
        report.half,
        report.year,
        { (report.year + 1) % 100 }
    );
    let handed = match (&report.submitted_by, report.submitted_at) {
        (Some(by), Some(at)) => format!("{}, {}", by.short_name(), russian_day(&at)),
        _ => "черновик".to_owned(),
    };
    let silence = if facts.silence > 0 { format!("{} дн.", facts.silence) } else { String::new() };
    let mut parts = vec![
        Part::Title(title.clone()),
        Part::Facts(vec![
            fact("Школа-наставник", mentor.to_owned()),
            fact("Подопечная школа", mentee.to_owned()),
            fact("Тема", codes::theme(room.row.theme_kind, &room.row.theme).to_owned()),
            fact("Период", format!("{} — {}", russian_day(&facts.since), russian_day(&facts.until))),
            fact(
                "Выполнено",
                facts.percent.map_or_else(
                    || "недостаточно данных".to_owned(),
                    |percent| format!("{} из {} ({percent} %)", facts.done, facts.total),
                ),
            ),
            fact("Часы наставника", hours(facts.mentor_minutes)),
            fact("Часы подопечной школы", hours(facts.mentee_minutes)),
            fact("Сообщений в комнате пары", facts.posts.map(|posts| posts.to_string()).unwrap_or_default()),
            fact("Самый долгий перерыв", silence),
            fact("Сдан", handed),
        ]),
        Part::Markdown(report.text.clone(), Breaks::Kept),
    ];
    if !facts.people.is_empty() {
        parts.push(Part::Heading("Кто что сделал".to_owned()));
        let line = |deed: &super::progress::PlanDeed| {
            let name = report.people.iter().find(|person| person.id == deed.person_id).map(PersonRef::short_name);
            let side = if deed.side == Side::Mentor { mentor } else { mentee };
            let said = format!("{side}: сделано {}, впереди {}, {}", deed.done, deed.planned, hours(deed.minutes));
            (name.unwrap_or_default(), said)
        };
        parts.push(Part::Facts(facts.people.iter().map(line).collect()));
    }
    Paper {
        title: title.clone(),
        head: title,
        foot: HOUSE.to_owned(),
        made: visit_view::made(report.submitted_at.unwrap_or(report.changed_at).date_naive()),
        parts,
        ..Paper::default()
    }
}
