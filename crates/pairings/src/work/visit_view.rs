//! Visits as lists and pages show them, and on paper.

use chrono::{Datelike, NaiveDate};
use kernel::{
    Actor, DateTime, OrgRef, PairingId, PairingVisitId, PersonId, PersonRef, PlanItemId, Result, Timestamp, Utc,
    russian_day,
};
use papers::pdf::{self, Paper, Part};
use platform::{App, ports::Names, press::pressed};
use serde::Serialize;
use utoipa::ToSchema;

use super::{room, room::Room, visits};
use crate::{
    codes,
    entity::work::{pairing_visit, pairing_visit_agreement},
    kinds::{PlanForm, Side, VisitState},
    policy::work::Act,
};

const HOUSE: &str = "Учительская · пары школ";

/// Something agreed upon at a visit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingVisitAgreement {
    pub text: String,
    pub form: PlanForm,
    pub due: Option<NaiveDate>,
}

/// A signature of one side.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingVisitSignature {
    pub by: PersonRef,
    pub at: DateTime<Utc>,
}

/// What the reader may do with a visit now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PairingVisitCan {
    pub write: bool,
    pub hold: bool,
    pub miss: bool,
    pub sign: bool,
}

/// A visit of one school of a pair to the other.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingVisit {
    pub id: PairingVisitId,
    pub pairing_id: PairingId,
    pub item_id: Option<PlanItemId>,
    /// Who goes to whom.
    pub by_side: Side,
    pub planned_on: NaiveDate,
    pub held_on: Option<NaiveDate>,
    pub minutes: Option<i32>,
    pub state: VisitState,
    /// Whom they met.
    pub met: String,
    pub findings: String,
    /// Items of the plan once both have signed.
    pub agreements: Vec<PairingVisitAgreement>,
    /// Why it was missed.
    pub reason: String,
    pub mentor_signed: Option<PairingVisitSignature>,
    pub mentee_signed: Option<PairingVisitSignature>,
    /// Sign with it what you see.
    pub revision: i32,
    pub can: PairingVisitCan,
}

/// Visits of a pair, the newest first.
pub async fn list(app: &App, actor: &Actor, pairing: PairingId) -> Result<Vec<PairingVisit>> {
    let room = room::enter(app.reader(), actor, pairing).await?;
    let rows = visits::of(app.reader(), pairing).await?;
    shown(app, actor, &room, rows).await
}

/// One visit, for whoever may know of its pair.
pub async fn one(app: &App, actor: &Actor, id: PairingVisitId) -> Result<PairingVisit> {
    let (row, room) = visits::one(app.reader(), actor, id).await?;
    shown(app, actor, &room, vec![row]).await?.pop().ok_or(kernel::Error::Hidden)
}

async fn shown(app: &App, actor: &Actor, room: &Room, rows: Vec<pairing_visit::Model>) -> Result<Vec<PairingVisit>> {
    let ids: Vec<PairingVisitId> = rows.iter().map(|row| row.id).collect();
    let agreed = visits::agreements(app.reader(), &ids).await?;
    let people = rows.iter().flat_map(|row| [row.mentor_signed_by_id, row.mentee_signed_by_id]);
    let names = Names::load(app, people.flatten().collect()).await?;
    let mine = |id: PairingVisitId| agreed.iter().filter(move |one| one.visit_id == id);
    Ok(rows.into_iter().map(|row| line(actor, room, &names, mine(row.id), row)).collect())
}

fn line<'a>(
    actor: &Actor,
    room: &Room,
    names: &Names,
    agreed: impl Iterator<Item = &'a pairing_visit_agreement::Model>,
    row: pairing_visit::Model,
) -> PairingVisit {
    let signature =
        |by: Option<PersonId>, at: Option<Timestamp>| Some(PairingVisitSignature { by: names.of(by?), at: at? });
    let agreement = |one: &pairing_visit_agreement::Model| PairingVisitAgreement {
        text: one.text.clone(),
        form: one.form,
        due: one.due,
    };
    PairingVisit {
        can: can(actor, room, &row),
        agreements: agreed.map(agreement).collect(),
        mentor_signed: signature(row.mentor_signed_by_id, row.mentor_signed_at),
        mentee_signed: signature(row.mentee_signed_by_id, row.mentee_signed_at),
        id: row.id,
        pairing_id: row.pairing_id,
        item_id: row.item_id,
        by_side: row.by_side,
        planned_on: row.planned_on,
        held_on: row.held_on,
        minutes: row.minutes,
        state: row.state,
        met: row.met,
        findings: row.findings,
        reason: row.reason,
        revision: row.revision,
    }
}

fn can(actor: &Actor, room: &Room, row: &pairing_visit::Model) -> PairingVisitCan {
    let work = room.can(Act::Work);
    let free = |side: Side, by: Option<PersonId>| room.hands.on(side) && by.is_none();
    let others = [row.mentor_signed_by_id, row.mentee_signed_by_id].iter().flatten().all(|by| *by != actor.person);
    let own = free(Side::Mentor, row.mentor_signed_by_id) || free(Side::Mentee, row.mentee_signed_by_id);
    PairingVisitCan {
        write: work && matches!(row.state, VisitState::Planned | VisitState::Held),
        hold: work && row.state == VisitState::Planned,
        miss: work && row.state == VisitState::Planned,
        sign: work && row.state == VisitState::Held && own && others,
    }
}

/// The visit on paper.
pub async fn paper(app: &App, actor: &Actor, id: PairingVisitId) -> Result<Vec<u8>> {
    let (row, room) = visits::one(app.reader(), actor, id).await?;
    let visit = one(app, actor, row.id).await?;
    let orgs = accounts::directory::org_refs(app.reader(), &[room.row.mentor_id, room.row.mentee_id]).await?;
    let school = |side: Side| orgs.get(&room.school(side)).map(name).unwrap_or_default();
    let paper = written(&visit, &room, &school(Side::Mentor), &school(Side::Mentee));
    pressed(app, move || pdf::write(&paper)).await
}

fn name(org: &OrgRef) -> String {
    org.short_name.clone()
}

fn written(visit: &PairingVisit, room: &Room, mentor: &str, mentee: &str) -> Paper {
    let fact = |name: &str, said: String| (name.to_owned(), said);
    let (from, to) = match visit.by_side {
        Side::Mentor => (mentor, mentee),
        Side::Mentee => (mentee, mentor),
    };
    let day = |day: Option<NaiveDate>| day.map(|day| russian_day(&day)).unwrap_or_default();
    let mut parts = vec![
        Part::Title("Лист посещения".to_owned()),
        Part::Byline(format!("Пара № {}: {}", room.row.number, codes::theme(room.row.theme_kind, &room.row.theme))),
        Part::Facts(vec![
            fact("Кто посетил", from.to_owned()),
            fact("Кого посетили", to.to_owned()),
            fact("По плану", russian_day(&visit.planned_on)),
            fact("Состоялось", day(visit.held_on)),
            fact("Не состоялось", visit.reason.clone()),
        ]),
    ];
    for (title, text) in [("С кем встретились", &visit.met), ("Что увидели", &visit.findings)]
    {
        if !text.trim().is_empty() {
            parts.push(Part::Heading(title.to_owned()));
            parts.push(Part::Text(text.clone()));
        }
    }
    if !visit.agreements.is_empty() {
        parts.push(Part::Heading("О чём договорились".to_owned()));
        let line = |one: &PairingVisitAgreement| {
            let due = one.due.map(|due| format!(", до {}", russian_day(&due))).unwrap_or_default();
            format!("{} ({}{due})", one.text, one.form.russian().to_lowercase())
        };
        parts.push(Part::Bullets(visit.agreements.iter().map(line).collect()));
    }
    parts.push(Part::Heading("Подписи".to_owned()));
    parts.push(Part::Facts(vec![
        (mentor.to_owned(), signed(visit.mentor_signed.as_ref())),
        (mentee.to_owned(), signed(visit.mentee_signed.as_ref())),
    ]));
    let title = format!("Лист посещения: {from} — {to}");
    Paper {
        title: title.clone(),
        head: title,
        foot: HOUSE.to_owned(),
        made: visit.held_on.or(Some(visit.planned_on)).and_then(made),
        parts,
        ..Paper::default()
    }
}

fn signed(signature: Option<&PairingVisitSignature>) -> String {
    match signature {
        Some(PairingVisitSignature { by, at }) => format!("{}, подписано {}", by.short_name(), russian_day(at)),
        None => "не подписано".to_owned(),
    }
}

/// Year, month and day as papers carry them.
pub(super) fn made(day: NaiveDate) -> Option<(u16, u8, u8)> {
    Some((u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?))
}
