//! Events as lists show them.

use std::collections::HashMap;

use kernel::{Actor, DateTime, EventId, OrgId, OrgRef, RegistrationId, Result, SkillId, Utc};
use platform::App;
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use crate::{
    entity::{event, event_grade, event_registration, event_seat, event_skill, event_slot, event_subject},
    kinds::{EventAudience, EventKind, EventLevel, EventState, RegistrationMode, RegistrationState, Way},
    seats, wall,
};

/// Places of one way of taking part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventSeats {
    /// Absent: as many as come.
    pub capacity: Option<i32>,
    pub taken: i32,
    /// Absent: as many as come.
    pub left: Option<i32>,
    pub waiting: i32,
    /// How many may wait; absent: everybody.
    pub waiting_limit: Option<i32>,
    /// Of those left, still kept for people of some schools.
    pub kept: i32,
}

impl From<&event_seat::Model> for EventSeats {
    fn from(row: &event_seat::Model) -> Self {
        Self {
            capacity: row.capacity,
            taken: row.taken,
            left: row.capacity.map(|capacity| (capacity - row.taken).max(0)),
            waiting: row.waiting,
            waiting_limit: row.waiting_limit,
            kept: row.kept - row.kept_taken,
        }
    }
}

/// The reader's own registration.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventMine {
    pub id: RegistrationId,
    pub state: RegistrationState,
    pub way: Way,
    /// Place in the queue, on the page of one event.
    pub position: Option<u64>,
    /// They were seen there.
    pub attended_at: Option<DateTime<Utc>>,
}

/// An event in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventCard {
    pub id: EventId,
    /// Number of the permanent address; absent in a draft.
    pub number: Option<i32>,
    /// `/e/<number or id>`
    pub path: String,
    pub kind: EventKind,
    pub state: EventState,
    pub title: String,
    pub summary: String,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    /// What the clock on the wall shows there: `2026-10-05T15:00`.
    pub starts: Option<String>,
    pub ends: Option<String>,
    /// IANA name of the zone of that wall.
    pub time_zone: String,
    /// What is known while there is no date.
    pub slot: String,
    /// `2027-03`: the month it is planned for.
    pub month: Option<String>,
    /// Comes every year.
    pub yearly: bool,
    pub place: String,
    pub host: Option<OrgRef>,
    pub association: Option<OrgRef>,
    pub level: EventLevel,
    pub audience: EventAudience,
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
    pub skills: Vec<SkillChip>,
    pub registration: RegistrationMode,
    pub register_until: Option<DateTime<Utc>>,
    /// One can register now, as far as dates and state go.
    pub registration_open: bool,
    /// Absent: nobody comes into a room.
    pub room: Option<EventSeats>,
    /// Absent: nobody connects.
    pub online: Option<EventSeats>,
    pub my: Option<EventMine>,
}

/// Everything around some events, read once for all of them.
struct Around {
    subjects: HashMap<EventId, Vec<String>>,
    grades: HashMap<EventId, Vec<i32>>,
    skills: HashMap<EventId, Vec<SkillChip>>,
    seats: HashMap<EventId, Vec<event_seat::Model>>,
    mine: HashMap<EventId, event_registration::Model>,
    slots: HashMap<EventId, event_slot::Model>,
    orgs: HashMap<OrgId, OrgRef>,
}

/// Databases bind a limited number of values.
const CHUNK: usize = 500;

impl Around {
    async fn load(app: &App, reader: Option<&Actor>, rows: &[event::Model]) -> Result<Self> {
        let mut around = Self {
            subjects: HashMap::new(),
            grades: HashMap::new(),
            skills: HashMap::new(),
            seats: HashMap::new(),
            mine: HashMap::new(),
            slots: HashMap::new(),
            orgs: HashMap::new(),
        };
        let mut tagged: Vec<(EventId, SkillId)> = Vec::new();
        for part in rows.chunks(CHUNK) {
            around.part(app, reader, part, &mut tagged).await?;
        }
        let order = |code: &String| kernel::subject::SUBJECTS.iter().position(|s| s == code);
        around.subjects.values_mut().for_each(|codes| codes.sort_by_key(order));
        let chips = skills::chips(app.reader(), &tagged.iter().map(|(_, skill)| *skill).collect::<Vec<_>>()).await?;
        for (id, skill) in tagged {
            around.skills.entry(id).or_default().extend(chips.get(&skill).cloned());
        }
        Ok(around)
    }

    async fn part(
        &mut self,
        app: &App,
        reader: Option<&Actor>,
        rows: &[event::Model],
        tagged: &mut Vec<(EventId, SkillId)>,
    ) -> Result<()> {
        let db = app.reader();
        let ids = || rows.iter().map(|row| row.id);
        for row in event_subject::Entity::find().filter(event_subject::Column::EventId.is_in(ids())).all(db).await? {
            self.subjects.entry(row.event_id).or_default().push(row.subject);
        }
        let grades = event_grade::Entity::find().filter(event_grade::Column::EventId.is_in(ids()));
        for row in grades.order_by_asc(event_grade::Column::Grade).all(db).await? {
            self.grades.entry(row.event_id).or_default().push(row.grade);
        }
        let found = event_skill::Entity::find().filter(event_skill::Column::EventId.is_in(ids()));
        let found = found.order_by_asc(event_skill::Column::SkillId).all(db).await?;
        tagged.extend(found.into_iter().map(|row| (row.event_id, row.skill_id)));
        for row in event_seat::Entity::find().filter(event_seat::Column::EventId.is_in(ids())).all(db).await? {
            self.seats.entry(row.event_id).or_default().push(row);
        }
        for row in event_slot::Entity::find().filter(event_slot::Column::EventId.is_in(ids())).all(db).await? {
            self.slots.insert(row.event_id, row);
        }
        if let Some(reader) = reader {
            let mine = event_registration::Entity::find()
                .filter(event_registration::Column::EventId.is_in(ids()))
                .filter(event_registration::Column::PersonId.eq(reader.person))
                .order_by_asc(event_registration::Column::Id);
            for row in mine.all(db).await? {
                // The last word counts, unless an earlier one still lives.
                let live = self.mine.get(&row.event_id).is_some_and(|known| known.state.live());
                if !live {
                    self.mine.insert(row.event_id, row);
                }
            }
        }
        let orgs: Vec<OrgId> = rows.iter().flat_map(|row| [Some(row.host_id), row.association_id]).flatten().collect();
        self.orgs.extend(accounts::directory::org_refs(db, &orgs).await?);
        Ok(())
    }
}

/// Cards of events the reader sees, in their order.
pub async fn cards(app: &App, reader: Option<&Actor>, rows: &[event::Model]) -> Result<Vec<EventCard>> {
    let around = Around::load(app, reader, rows).await?;
    Ok(rows.iter().map(|row| card(app, &around, row)).collect())
}

/// The card of one event, with the place in the queue.
pub async fn card_of(app: &App, reader: Option<&Actor>, row: &event::Model) -> Result<EventCard> {
    let around = Around::load(app, reader, std::slice::from_ref(row)).await?;
    let mut card = card(app, &around, row);
    if let (Some(my), Some(mine)) = (&mut card.my, around.mine.get(&row.id)) {
        my.position = seats::position(app.reader(), mine).await?;
    }
    Ok(card)
}

fn card(app: &App, around: &Around, row: &event::Model) -> EventCard {
    let seats = |way: Way| {
        let rows = around.seats.get(&row.id).map_or(&[][..], Vec::as_slice);
        rows.iter().find(|row| row.way == way).map(EventSeats::from)
    };
    let until = row.starts_at.map(|starts| row.register_until.unwrap_or(starts).min(starts));
    let mine = around.mine.get(&row.id);
    EventCard {
        id: row.id,
        number: row.number,
        path: path(row),
        kind: row.kind,
        state: row.state,
        title: row.title.clone(),
        summary: row.summary.clone(),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        starts: row.starts_wall.map(wall::write),
        ends: row.ends_wall.map(wall::write),
        time_zone: row.time_zone.clone(),
        slot: row.slot.clone(),
        month: around.slots.get(&row.id).and_then(|slot| slot.month.clone()),
        yearly: around.slots.get(&row.id).is_some_and(|slot| slot.yearly),
        place: row.place.clone(),
        host: around.orgs.get(&row.host_id).cloned(),
        association: row.association_id.and_then(|id| around.orgs.get(&id).cloned()),
        level: row.level,
        audience: row.audience,
        subjects: around.subjects.get(&row.id).cloned().unwrap_or_default(),
        grades: around.grades.get(&row.id).cloned().unwrap_or_default(),
        skills: around.skills.get(&row.id).cloned().unwrap_or_default(),
        registration: row.registration,
        register_until: row.register_until,
        registration_open: row.state == EventState::Published
            && row.registration != RegistrationMode::None
            && until.is_some_and(|until| app.now() < until),
        room: seats(Way::Room),
        online: seats(Way::Online),
        my: mine.map(|mine| EventMine {
            id: mine.id,
            state: mine.state,
            way: mine.way,
            position: None,
            attended_at: mine.attended_at,
        }),
    }
}

/// Address within the site.
pub fn path(row: &event::Model) -> String {
    path_of(row.id, row.number)
}

/// The same by what makes it.
pub fn path_of(id: EventId, number: Option<i32>) -> String {
    match number {
        Some(number) => format!("/e/{number}"),
        None => format!("/e/{id}"),
    }
}
