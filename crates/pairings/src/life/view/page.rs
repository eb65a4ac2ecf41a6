//! The page of a pair.

use chrono::NaiveDate;
use kernel::{
    Actor, DateTime, Error, PairingId, PairingPersonId, PairingTieId, PersonId, PersonRef, Result, SpaceId, Utc,
};
use platform::{App, ports::Names};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use super::{PairingCard, PairingRight, PairingWait, cards::cards, rights::Standing};
use crate::{
    entity::life::{pairing, pairing_person, pairing_step, pairing_tie},
    kinds::{Duty, PairState, Side, TieKind},
    life::{access, agreements, agreements::Terms, pairs::Parts, schools},
};

/// Who said yes, and when.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingWord {
    pub person: PersonRef,
    pub at: DateTime<Utc>,
}

/// Somebody of a pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PairingPerson)]
pub struct PairingPersonView {
    pub id: PairingPersonId,
    pub side: Side,
    pub duty: Duty,
    pub person: PersonRef,
    pub since: NaiveDate,
    /// The last day; absent: still there.
    pub until: Option<NaiveDate>,
}

/// Two people of a pair who work with each other.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PairingTie)]
pub struct PairingTieView {
    pub id: PairingTieId,
    pub kind: TieKind,
    pub mentor_person_id: PairingPersonId,
    pub mentee_person_id: PairingPersonId,
    pub mentor: PersonRef,
    pub mentee: PersonRef,
    pub subject: Option<String>,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// A line of the log.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PairingStepLine)]
pub struct PairingStepView {
    pub at: DateTime<Utc>,
    /// Absent: time did it.
    pub by: Option<PersonRef>,
    pub from: Option<PairState>,
    pub to: PairState,
    pub reason: String,
}

/// A pair with everything about its life. What it plans and does has pages of its own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingPage {
    #[serde(flatten)]
    pub card: PairingCard,
    pub revision: i32,
    /// Thousandths.
    pub score: Option<i32>,
    pub parts: Option<Parts>,
    /// Sentences that say why these two.
    pub explanation: Vec<String>,
    /// Why it is where it is.
    pub reason: String,
    /// What stays of it.
    pub debrief: String,
    pub mentor_agreed: Option<PairingWord>,
    pub mentee_agreed: Option<PairingWord>,
    /// Something signed covers today.
    pub covered: bool,
    /// The agreement ends within thirty days, and none follows.
    pub ending: bool,
    /// The room in the forums.
    pub space_id: Option<SpaceId>,
    /// Those of now.
    pub people: Vec<PairingPersonView>,
    pub ties: Vec<PairingTieView>,
    /// The newest first.
    pub steps: Vec<PairingStepView>,
    pub waits_for: Vec<PairingWait>,
    /// What the reader may do now.
    pub rights: Vec<PairingRight>,
    /// Sides the reader is on.
    pub my_sides: Vec<Side>,
    /// The reader answers for one of the schools.
    pub coordinates: bool,
}

/// # Errors
/// `Hidden` when the reader may not know of it.
pub async fn page(app: &App, actor: &Actor, id: PairingId) -> Result<PairingPage> {
    let db = app.reader();
    let desk = access::desk(db, actor, id).await?;
    let row = &desk.row;
    let card = cards(app, actor, std::slice::from_ref(row)).await?.into_iter().next().ok_or(Error::Hidden)?;
    let (people, ties, steps) = around(app, row).await?;
    let papers = agreements::all(db, id).await?;
    let today = schools::day(db, row.mentee_id, app.now()).await?;
    let terms = Terms::of(&papers, today);
    let names = Names::load(app, named(row, &people, &steps)).await?;
    let live = || people.iter().filter(|person| person.until.is_none());
    let curators = live().filter(|person| person.duty == Duty::Curator).map(|person| person.side).collect();
    let standing = Standing { row, seat: &desk.seat, papers: &papers, terms, curators };
    let word = |by: Option<PersonId>, at: Option<DateTime<Utc>>| {
        by.zip(at).map(|(by, at)| PairingWord { person: names.of(by), at })
    };
    Ok(PairingPage {
        revision: row.revision,
        score: row.score,
        parts: row.parts.as_deref().and_then(|parts| serde_json::from_str(parts).ok()),
        explanation: row.explanation.lines().map(str::to_owned).collect(),
        reason: row.reason.clone(),
        debrief: row.debrief.clone(),
        mentor_agreed: word(row.mentor_agreed_by, row.mentor_agreed_at),
        mentee_agreed: word(row.mentee_agreed_by, row.mentee_agreed_at),
        covered: terms.covered,
        ending: terms.ending,
        space_id: row.space_id,
        people: live().map(|person| person_view(person, &names)).collect(),
        ties: ties.iter().filter_map(|tie| tie_view(tie, &people, &names)).collect(),
        steps: steps.iter().map(|step| step_view(step, &names)).collect(),
        waits_for: standing.waits_for(),
        rights: standing.rights(),
        my_sides: Side::BOTH.into_iter().filter(|side| desk.seat.on(*side)).collect(),
        coordinates: desk.seat.coordinates,
        card,
    })
}

type Around = (Vec<pairing_person::Model>, Vec<pairing_tie::Model>, Vec<pairing_step::Model>);

async fn around(app: &App, row: &pairing::Model) -> Result<Around> {
    let db = app.reader();
    let people = pairing_person::Entity::find()
        .filter(pairing_person::Column::PairingId.eq(row.id))
        .order_by_asc(pairing_person::Column::Id)
        .all(db)
        .await?;
    let ties = pairing_tie::Entity::find()
        .filter(pairing_tie::Column::PairingId.eq(row.id))
        .filter(pairing_tie::Column::Until.is_null())
        .order_by_asc(pairing_tie::Column::Id)
        .all(db)
        .await?;
    let steps = pairing_step::Entity::find()
        .filter(pairing_step::Column::PairingId.eq(row.id))
        .order_by_desc(pairing_step::Column::Id)
        .all(db)
        .await?;
    Ok((people, ties, steps))
}

fn named(row: &pairing::Model, people: &[pairing_person::Model], steps: &[pairing_step::Model]) -> Vec<PersonId> {
    let mut named: Vec<PersonId> = [row.mentor_agreed_by, row.mentee_agreed_by].into_iter().flatten().collect();
    named.extend(people.iter().map(|person| person.person_id));
    named.extend(steps.iter().filter_map(|step| step.by_id));
    named
}

pub(crate) fn person_view(row: &pairing_person::Model, names: &Names) -> PairingPersonView {
    PairingPersonView {
        id: row.id,
        side: row.side,
        duty: row.duty,
        person: names.of(row.person_id),
        since: row.since,
        until: row.until,
    }
}

fn tie_view(row: &pairing_tie::Model, people: &[pairing_person::Model], names: &Names) -> Option<PairingTieView> {
    let person = |id: PairingPersonId| people.iter().find(|person| person.id == id).map(|p| names.of(p.person_id));
    Some(PairingTieView {
        id: row.id,
        kind: row.kind,
        mentor_person_id: row.mentor_person_id,
        mentee_person_id: row.mentee_person_id,
        mentor: person(row.mentor_person_id)?,
        mentee: person(row.mentee_person_id)?,
        subject: Some(row.subject.clone()).filter(|subject| !subject.is_empty()),
        since: row.since,
        until: row.until,
    })
}

fn step_view(row: &pairing_step::Model, names: &Names) -> PairingStepView {
    PairingStepView {
        at: row.at,
        by: row.by_id.map(|by| names.of(by)),
        from: row.from_state,
        to: row.to_state,
        reason: row.reason.clone(),
    }
}

/// Everybody who is or was of the pair, those of now first.
///
/// # Errors
/// `Hidden` when the reader may not know of it.
pub async fn people(app: &App, actor: &Actor, id: PairingId) -> Result<Vec<PairingPersonView>> {
    let desk = access::desk(app.reader(), actor, id).await?;
    let (mut people, ..) = around(app, &desk.row).await?;
    people.sort_by_key(|person| (person.until.is_some(), person.id));
    let names = Names::load(app, people.iter().map(|person| person.person_id).collect()).await?;
    Ok(people.iter().map(|person| person_view(person, &names)).collect())
}
