//! What stays of an event, as its page shows it.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{Actor, DateTime, EventId, EventMaterialId, PersonRef, RegistrationId, Result, SkillId, Utc};
use platform::{
    App,
    ports::{FileRef, Names},
};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use super::{
    feedback::{self, Question},
    follow_up, materials, minutes, present, reads, was_there,
};
use crate::{
    access::Desk,
    entity::{event_material, event_outcome},
    kinds::{Access, Changed, EventState, MaterialKind},
};

/// Something that was handed out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventMaterial {
    pub id: EventMaterialId,
    pub kind: MaterialKind,
    pub title: String,
    /// Of a link or a recording.
    pub url: Option<String>,
    pub file: Option<FileRef>,
    pub access: Access,
    pub by: PersonRef,
    pub created_at: DateTime<Utc>,
}

/// Materials the reader may have.
pub async fn materials(app: &App, desk: &Desk) -> Result<Vec<EventMaterial>> {
    let rows = materials::of(app.reader(), desk.row.id).await?;
    shown(app, rows.into_iter().filter(|row| reads(desk, row.access)).collect()).await
}

pub async fn material(app: &App, row: event_material::Model) -> Result<EventMaterial> {
    let mut all = shown(app, vec![row]).await?;
    all.pop().ok_or(kernel::Error::Hidden)
}

async fn shown(app: &App, rows: Vec<event_material::Model>) -> Result<Vec<EventMaterial>> {
    let owners: Vec<_> = rows.iter().map(|row| materials::owner(row.id)).collect();
    let mut files = match app.files() {
        Ok(files) if !owners.is_empty() => files.of(app, &owners).await?,
        _ => HashMap::new(),
    };
    let names = Names::load(app, rows.iter().map(|row| row.by_id).collect()).await?;
    let line = |row: event_material::Model| {
        let file = files.remove(&materials::owner(row.id)).and_then(|list| list.into_iter().next());
        EventMaterial {
            id: row.id,
            kind: row.kind,
            title: match &file {
                Some(file) if row.title.is_empty() => file.name.clone(),
                _ => row.title,
            },
            url: Some(row.url).filter(|url| !url.is_empty()),
            file,
            access: row.access,
            by: names.of(row.by_id),
            created_at: row.created_at,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What was decided, who does it, until when.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventDecision {
    pub text: String,
    /// A colleague; otherwise whoever `who` names.
    pub person: Option<PersonRef>,
    pub who: String,
    pub due: Option<NaiveDate>,
}

/// Minutes of an event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventMinutes {
    pub html: String,
    /// Markdown.
    pub body: String,
    pub chair: String,
    pub secretary: String,
    pub access: Access,
    /// Send it back with the next save; 0 while there are none.
    pub revision: i32,
    pub changed_at: Option<DateTime<Utc>>,
    pub decisions: Vec<EventDecision>,
    pub can_edit: bool,
}

pub async fn minutes(app: &App, actor: &Actor, desk: &Desk) -> Result<EventMinutes> {
    let written = minutes::read(app.reader(), desk, actor.person).await?;
    let running = matches!(desk.facts.state, EventState::Published | EventState::Held);
    let can_edit = running && desk.seat.manage(&desk.facts).allowed();
    let Some((row, decisions)) = written else {
        return Ok(EventMinutes {
            html: String::new(),
            body: String::new(),
            chair: String::new(),
            secretary: String::new(),
            access: Access::Registered,
            revision: 0,
            changed_at: None,
            decisions: Vec::new(),
            can_edit,
        });
    };
    let names = Names::load(app, decisions.iter().filter_map(|decision| decision.person_id).collect()).await?;
    let decisions = decisions.into_iter().map(|decision| EventDecision {
        text: decision.text,
        person: decision.person_id.map(|id| names.of(id)),
        who: decision.who,
        due: decision.due,
    });
    Ok(EventMinutes {
        html: prose::render(&row.body, &prose::Context::default()).html,
        body: row.body,
        chair: row.chair,
        secretary: row.secretary,
        access: row.access,
        revision: row.revision,
        changed_at: Some(row.changed_at),
        decisions: decisions.collect(),
        can_edit,
    })
}

/// What is asked at an event, and how the reader stands to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventFeedbackForm {
    /// No answer is kept with the name of its giver.
    pub anonymous: bool,
    pub questions: Vec<Question>,
    /// The reader was there, it is over, and they have not answered.
    pub may_answer: bool,
    /// The reader has answered.
    pub answered: bool,
}

pub async fn feedback_form(app: &App, desk: &Desk) -> Result<EventFeedbackForm> {
    let form = feedback::form(app.reader(), desk.row.id).await?;
    Ok(EventFeedbackForm {
        anonymous: form.anonymous,
        questions: form.questions,
        may_answer: feedback::may_answer(desk, app.now()),
        answered: desk.mine.as_ref().is_some_and(|row| row.answered),
    })
}

/// What somebody said has changed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventOutcome {
    /// For those who manage the event.
    pub person: Option<PersonRef>,
    pub changed: Changed,
    pub text: String,
    /// The weak spot it is about.
    pub skill: Option<SkillChip>,
    pub answered_at: DateTime<Utc>,
}

/// What has changed after an event, together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventOutcomes {
    /// Everybody who was there.
    pub asked: usize,
    pub yes: usize,
    pub partly: usize,
    pub no: usize,
    pub answers: Vec<EventOutcome>,
}

/// The question some weeks later.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventFollowUp {
    /// After the end.
    pub weeks: i32,
    /// When people are asked; absent while there is no date.
    pub due_at: Option<DateTime<Utc>>,
    pub may_answer: bool,
    pub mine: Option<EventOutcome>,
    /// For those who manage the event.
    pub summary: Option<EventOutcomes>,
}

pub async fn follow_up(app: &App, desk: &Desk) -> Result<EventFollowUp> {
    let weeks = follow_up::weeks(app.reader(), desk.row.id).await?;
    let manages = desk.seat.manage(&desk.facts).allowed();
    let mine = was_there(desk).map(|row| row.id);
    let all = outcomes(app, desk.row.id, manages, mine).await?;
    let own = |(id, outcome): &(RegistrationId, EventOutcome)| (Some(*id) == mine).then(|| outcome.clone());
    let count = |word: Changed| all.iter().filter(|(_, outcome)| outcome.changed == word).count();
    let summary = EventOutcomes {
        asked: if manages { present(app.reader(), desk.row.id).await?.len() } else { 0 },
        yes: count(Changed::Yes),
        partly: count(Changed::Partly),
        no: count(Changed::No),
        answers: all.iter().map(|(_, outcome)| outcome.clone()).collect(),
    };
    Ok(EventFollowUp {
        weeks,
        due_at: follow_up::due(&desk.row, weeks),
        may_answer: follow_up::may_answer(desk, weeks, app.now()),
        mine: all.iter().find_map(own),
        summary: manages.then_some(summary),
    })
}

/// Outcomes of an event: of everybody, or of one registration.
async fn outcomes(
    app: &App,
    id: EventId,
    all: bool,
    mine: Option<RegistrationId>,
) -> Result<Vec<(RegistrationId, EventOutcome)>> {
    let mut found = event_outcome::Entity::find().filter(event_outcome::Column::EventId.eq(id));
    if !all {
        let Some(mine) = mine else { return Ok(Vec::new()) };
        found = found.filter(event_outcome::Column::RegistrationId.eq(mine));
    }
    let rows = found.order_by_asc(event_outcome::Column::AnsweredAt).all(app.reader()).await?;
    let people: HashMap<_, _> =
        present(app.reader(), id).await?.into_iter().map(|row| (row.id, row.person_id)).collect();
    let names = Names::load(app, people.values().copied().collect()).await?;
    let skills: Vec<SkillId> = rows.iter().filter_map(|row| row.skill_id).collect();
    let chips = skills::chips(app.reader(), &skills).await?;
    let line = |row: event_outcome::Model| {
        let person = people.get(&row.registration_id).map(|person| names.of(*person));
        let outcome = EventOutcome {
            person,
            changed: row.changed,
            text: row.words,
            skill: row.skill_id.and_then(|skill| chips.get(&skill).cloned()),
            answered_at: row.answered_at,
        };
        (row.registration_id, outcome)
    };
    Ok(rows.into_iter().map(line).collect())
}
