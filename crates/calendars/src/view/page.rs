//! An event as its page shows it.

use kernel::{Actor, DateTime, OrgId, OrgRef, PersonRef, Result, Role, TopicId, Utc};
use platform::App;
use platform::ports::Names;
use serde::Serialize;
use utoipa::ToSchema;

use super::{EventCard, EventInSeries, EventRef, card_of, next_year, place};
use crate::{
    access::Desk,
    changes,
    entity::event_change,
    events,
    kinds::EventState,
    plan::{EventPlan, ProgrammeItem},
    policy::{Act, after},
    wall,
};

/// Who speaks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventSpeaker {
    /// A colleague of the network; absent for guests.
    pub person: Option<PersonRef>,
    pub name: String,
    /// Position and place of work of a guest.
    pub about: String,
    pub topic: String,
}

/// What the reader may do with it now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct EventCan {
    pub edit: bool,
    pub discard: bool,
    pub publish: bool,
    pub postpone: bool,
    pub cancel: bool,
    pub hold: bool,
    pub close: bool,
    /// Sees the list of participants, decides, writes people down.
    pub manage: bool,
    /// Asks for a place of their own.
    pub register: bool,
}

/// What was moved. Walls by the clock of the event then and now; an address to connect is not told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventChange {
    pub at: DateTime<Utc>,
    pub starts_was: Option<String>,
    pub ends_was: Option<String>,
    pub place_was: String,
    pub starts_now: Option<String>,
    pub ends_now: Option<String>,
    pub place_now: String,
    /// The address to connect is another.
    pub link: bool,
}

impl From<&event_change::Model> for EventChange {
    fn from(row: &event_change::Model) -> Self {
        Self {
            at: row.at,
            starts_was: row.starts_was.map(wall::write),
            ends_was: row.ends_was.map(wall::write),
            place_was: row.place_was.clone(),
            starts_now: row.starts_now.map(wall::write),
            ends_now: row.ends_now.map(wall::write),
            place_now: row.place_now.clone(),
            link: row.link,
        }
    }
}

/// An event as the reader sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventPage {
    #[serde(flatten)]
    pub card: EventCard,
    pub html: String,
    pub owner: PersonRef,
    pub co_hosts: Vec<OrgRef>,
    pub speakers: Vec<EventSpeaker>,
    pub programme: Vec<ProgrammeItem>,
    /// Organisations whose people it is for.
    pub places: Vec<OrgRef>,
    /// Who may register; empty: everybody who hears of it.
    pub roles: Vec<Role>,
    /// Where one connects, for those who may know.
    pub link: Option<String>,
    /// There is such an address, for whoever has a place.
    pub has_link: bool,
    pub topic_id: Option<TopicId>,
    /// Why it was cancelled or postponed.
    pub reason: String,
    /// Send it back with the next save.
    pub revision: i32,
    pub published_at: Option<DateTime<Utc>>,
    /// Where it stands among the events of one rule.
    pub series: Option<EventInSeries>,
    /// Of what comes every year: the draft for the next.
    pub next_year: Option<EventRef>,
    /// What was moved after others had heard of it, the newest first.
    pub changes: Vec<EventChange>,
    pub can: EventCan,
    /// For those who may edit it.
    pub plan: Option<EventPlan>,
}

pub async fn page(app: &App, actor: &Actor, desk: &Desk) -> Result<EventPage> {
    let row = &desk.row;
    let card = card_of(app, Some(actor), row).await?;
    let can = can(app, desk, &card);
    let plan = events::stored(app.reader(), row).await?;
    let mut people = vec![row.owner_id];
    people.extend(plan.speakers.iter().filter_map(|speaker| speaker.person_id));
    let names = Names::load(app, people).await?;
    let orgs: Vec<OrgId> = plan.co_hosts.iter().chain(&plan.places).copied().collect();
    let orgs = accounts::directory::org_refs(app.reader(), &orgs).await?;
    let named = |ids: &[OrgId]| ids.iter().filter_map(|id| orgs.get(id).cloned()).collect();
    let speakers = plan.speakers.iter().map(|speaker| {
        let person = speaker.person_id.map(|id| names.of(id));
        EventSpeaker {
            name: person.as_ref().map_or_else(|| speaker.name.clone(), PersonRef::full_name),
            person,
            about: speaker.about.clone(),
            topic: speaker.topic.clone(),
        }
    });
    Ok(EventPage {
        html: prose::render(&row.body, &prose::Context::default()).html,
        owner: names.of(row.owner_id),
        co_hosts: named(&plan.co_hosts),
        speakers: speakers.collect(),
        programme: plan.programme.clone(),
        places: named(&plan.places),
        roles: plan.roles.clone(),
        link: Some(row.link.clone()).filter(|link| !link.is_empty() && desk.connects()),
        has_link: !row.link.is_empty(),
        topic_id: row.topic_id,
        reason: row.reason.clone(),
        revision: row.revision,
        published_at: row.published_at,
        series: place(app, actor, row.id).await?,
        changes: changes::all(app.reader(), row.id).await?.iter().map(EventChange::from).collect(),
        next_year: next_year(app, actor, row.id).await?,
        plan: can.edit.then_some(plan),
        can,
        card,
    })
}

fn can(app: &App, desk: &Desk, card: &EventCard) -> EventCan {
    let (seat, facts) = (&desk.seat, &desk.facts);
    let manages = seat.manage(facts).allowed();
    let now = |act: Act| manages && after(facts.state, act).is_ok();
    let began = desk.row.starts_at.is_some_and(|starts| starts <= app.now());
    EventCan {
        edit: now(Act::Save),
        discard: now(Act::Discard),
        publish: now(Act::Publish) && seat.publish(facts).allowed(),
        postpone: now(Act::Postpone),
        cancel: now(Act::Cancel),
        hold: now(Act::Hold) && began,
        close: now(Act::Close),
        manage: manages && facts.state != EventState::Draft,
        register: card.registration_open && desk.mine.is_none() && seat.register(facts).allowed(),
    }
}
