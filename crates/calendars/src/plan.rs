//! What is written about an event: its plan. Everything but the host may be missing in a draft.

use chrono::NaiveDateTime;
use kernel::{OrgId, OrgKind, PersonId, Result, Role, SkillId, Timestamp, error::Checks};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kinds::{EventAudience, EventKind, EventLevel, RegistrationMode},
    wall,
};

const MAX_TITLE: usize = 200;
const MAX_SUMMARY: usize = 600;
const MAX_BODY: usize = 20_000;
const MAX_LINE: usize = 300;
const MAX_LINK: usize = 2_000;
const MAX_LIST: usize = 12;
const MAX_PLACES: usize = 200;
const MAX_PROGRAMME: usize = 100;
const MAX_SPEAKERS: usize = 60;
const MAX_SEATS: i32 = 100_000;
const MAX_DAYS: i64 = 31;

/// Who speaks: a colleague of the network, or a guest by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = EventSpeakerPlan)]
pub struct Speaker {
    pub person_id: Option<PersonId>,
    /// Of a guest.
    pub name: String,
    /// Position and place of work of a guest.
    pub about: String,
    /// What they speak about.
    pub topic: String,
}

/// A line of the programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = EventProgrammeItem)]
pub struct ProgrammeItem {
    /// Minutes after the beginning.
    pub minute: i32,
    /// How long it takes.
    pub minutes: i32,
    pub title: String,
    /// Who leads it, in words.
    pub who: String,
}

/// Places of one way of taking part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = EventSeatPlan)]
pub struct SeatPlan {
    /// Absent: as many as come.
    pub capacity: Option<i32>,
    /// How many may wait for a place; absent: everybody, 0: nobody.
    pub waiting: Option<i32>,
}

/// The plan of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct EventPlan {
    pub kind: EventKind,
    pub title: String,
    /// One or two sentences for lists.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// The school or other organisation that holds it.
    pub host: Option<OrgId>,
    /// Those that hold it together with the host.
    pub co_hosts: Vec<OrgId>,
    pub association: Option<OrgId>,
    pub speakers: Vec<Speaker>,
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
    /// Weak spots it treats.
    pub skills: Vec<SkillId>,
    pub programme: Vec<ProgrammeItem>,
    /// What the clock on the wall shows: `2026-10-05T15:00`.
    pub starts: Option<String>,
    pub ends: Option<String>,
    /// IANA name of the zone of that wall.
    pub time_zone: String,
    /// What is known while there is no date: «март, по графику».
    pub slot: String,
    pub place: String,
    /// Where one connects; shown to those who are registered.
    pub link: String,
    pub level: EventLevel,
    pub audience: EventAudience,
    /// Whose people it is for, with everything below them; of the audience `places`.
    pub places: Vec<OrgId>,
    /// Who may register; empty: everybody who hears of it.
    pub roles: Vec<Role>,
    pub registration: RegistrationMode,
    /// Wall time in the same zone.
    pub register_until: Option<String>,
    /// Absent: nobody comes into a room.
    pub room: Option<SeatPlan>,
    /// Absent: nobody connects.
    pub online: Option<SeatPlan>,
}

impl Default for EventPlan {
    fn default() -> Self {
        Self {
            kind: EventKind::Seminar,
            title: String::new(),
            summary: String::new(),
            body: String::new(),
            host: None,
            co_hosts: Vec::new(),
            association: None,
            speakers: Vec::new(),
            subjects: Vec::new(),
            grades: Vec::new(),
            skills: Vec::new(),
            programme: Vec::new(),
            starts: None,
            ends: None,
            time_zone: "Europe/Moscow".to_owned(),
            slot: String::new(),
            place: String::new(),
            link: String::new(),
            level: EventLevel::School,
            audience: EventAudience::Network,
            places: Vec::new(),
            roles: Vec::new(),
            registration: RegistrationMode::Open,
            register_until: None,
            room: None,
            online: None,
        }
    }
}

/// Dates of a plan as they are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    pub starts: Option<(NaiveDateTime, Timestamp)>,
    pub ends: Option<(NaiveDateTime, Timestamp)>,
    pub register_until: Option<(NaiveDateTime, Timestamp)>,
}

impl EventPlan {
    /// Words cleaned, lists sorted and without repetitions.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for text in [&mut self.title, &mut self.summary, &mut self.slot, &mut self.place] {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.link = self.link.trim().to_owned();
        for text in [&mut self.starts, &mut self.ends, &mut self.register_until] {
            *text = text.take().filter(|text| !text.trim().is_empty());
        }
        let order = |code: &String| kernel::subject::SUBJECTS.iter().position(|s| s == code);
        self.subjects.sort_by_key(order);
        self.subjects.dedup();
        self.grades.sort_unstable();
        self.grades.dedup();
        self.skills.sort_unstable();
        self.skills.dedup();
        self.roles.sort_unstable();
        self.roles.dedup();
        self.co_hosts.retain(|org| Some(*org) != self.host);
        for orgs in [&mut self.co_hosts, &mut self.places] {
            orgs.sort_unstable();
            orgs.dedup();
        }
        self.programme.sort_by_key(|item| item.minute);
        self.speakers.retain(|speaker| speaker.person_id.is_some() || !speaker.name.trim().is_empty());
        self
    }

    /// What even a draft must keep to.
    ///
    /// # Errors
    /// `Invalid` with every field that is wrong.
    pub async fn check<C: ConnectionTrait>(&self, db: &C) -> Result<When> {
        let mut checks = Checks::default();
        self.check_words(&mut checks);
        self.check_lists(&mut checks);
        self.check_seats(&mut checks);
        let when = self.when(&mut checks);
        self.check_length(&mut checks, &when);
        self.check_orgs(&mut checks, db).await?;
        let known = skills::chips(db, &self.skills).await?;
        for (index, skill) in self.skills.iter().enumerate() {
            checks.require(known.contains_key(skill), &format!("skills[{index}]"), "unknown");
        }
        let people: Vec<PersonId> = self.speakers.iter().filter_map(|speaker| speaker.person_id).collect();
        let known = accounts::directory::names(db, &people).await?;
        for (index, speaker) in self.speakers.iter().enumerate() {
            let there = speaker.person_id.is_none_or(|id| known.contains_key(&id));
            checks.require(there, &format!("speakers[{index}].person_id"), "unknown");
        }
        checks.done()?;
        Ok(when)
    }

    fn check_words(&self, checks: &mut Checks) {
        checks
            .up_to(&self.title, MAX_TITLE, "title")
            .up_to(&self.summary, MAX_SUMMARY, "summary")
            .up_to(&self.body, MAX_BODY, "body")
            .up_to(&self.slot, MAX_LINE, "slot")
            .up_to(&self.place, MAX_LINE, "place");
        let web = |link: &str| url::Url::parse(link).is_ok_and(|u| ["http", "https"].contains(&u.scheme()));
        let good = self.link.is_empty() || self.link.len() <= MAX_LINK && web(&self.link);
        checks.require(good, "link", "invalid");
        for (index, speaker) in self.speakers.iter().enumerate() {
            let fields = [("name", &speaker.name), ("about", &speaker.about), ("topic", &speaker.topic)];
            for (field, text) in fields {
                checks.up_to(text, MAX_LINE, &format!("speakers[{index}].{field}"));
            }
        }
        for (index, item) in self.programme.iter().enumerate() {
            let longest = i32::try_from(MAX_DAYS * 24 * 60).unwrap_or(i32::MAX);
            checks
                .text(&item.title, MAX_LINE, &format!("programme[{index}].title"))
                .up_to(&item.who, MAX_LINE, &format!("programme[{index}].who"))
                .require((0..longest).contains(&item.minute), &format!("programme[{index}].minute"), "invalid")
                .require((1..=24 * 60).contains(&item.minutes), &format!("programme[{index}].minutes"), "invalid");
        }
    }

    /// A programme ends with its event at the latest.
    fn check_length(&self, checks: &mut Checks, when: &When) {
        let (Some((_, starts)), Some((_, ends))) = (when.starts, when.ends) else { return };
        let length = (ends - starts).num_minutes();
        for (index, item) in self.programme.iter().enumerate() {
            let until = i64::from(item.minute) + i64::from(item.minutes);
            checks.require(length <= 0 || until <= length, &format!("programme[{index}].minutes"), "too_long");
        }
    }

    fn check_lists(&self, checks: &mut Checks) {
        checks
            .require(self.programme.len() <= MAX_PROGRAMME, "programme", "too_many")
            .require(self.speakers.len() <= MAX_SPEAKERS, "speakers", "too_many")
            .require(self.skills.len() <= MAX_LIST, "skills", "too_many")
            .require(self.subjects.len() <= MAX_LIST, "subjects", "too_many")
            .require(self.co_hosts.len() <= MAX_LIST, "co_hosts", "too_many")
            .require(self.places.len() <= MAX_PLACES, "places", "too_many");
        for (index, subject) in self.subjects.iter().enumerate() {
            checks.require(kernel::subject::is_known(subject), &format!("subjects[{index}]"), "unknown");
        }
        for (index, grade) in self.grades.iter().enumerate() {
            checks.require(kernel::subject::is_grade(*grade), &format!("grades[{index}]"), "invalid");
        }
    }

    fn check_seats(&self, checks: &mut Checks) {
        for (field, seats) in [("room", self.room), ("online", self.online)] {
            let Some(seats) = seats else { continue };
            let counted = |number: Option<i32>, least: i32| number.is_none_or(|n| (least..=MAX_SEATS).contains(&n));
            checks.require(counted(seats.capacity, 1), &format!("{field}.capacity"), "invalid").require(
                counted(seats.waiting, 0),
                &format!("{field}.waiting"),
                "invalid",
            );
        }
    }

    async fn check_orgs<C: ConnectionTrait>(&self, checks: &mut Checks, db: &C) -> Result<()> {
        let all: Vec<OrgId> = self
            .host
            .into_iter()
            .chain(self.association)
            .chain(self.co_hosts.iter().copied())
            .chain(self.places.iter().copied())
            .collect();
        let known = accounts::directory::org_refs(db, &all).await?;
        checks.require(self.host.is_some(), "host", "required").require(
            self.host.is_none_or(|org| known.contains_key(&org)),
            "host",
            "unknown",
        );
        let circle = |org: OrgId| known.get(&org).is_some_and(|org| org.kind == OrgKind::Association);
        checks.require(self.association.is_none_or(circle), "association", "unknown");
        for (field, orgs) in [("co_hosts", &self.co_hosts), ("places", &self.places)] {
            for (index, org) in orgs.iter().enumerate() {
                checks.require(known.contains_key(org), &format!("{field}[{index}]"), "unknown");
            }
        }
        Ok(())
    }

    /// Reads the walls and computes the moments.
    fn when(&self, checks: &mut Checks) -> When {
        let zone = wall::zone(&self.time_zone);
        checks.require(zone.is_some(), "time_zone", "unknown");
        let Some(zone) = zone else { return When::default() };
        let mut read = |text: &Option<String>, field: &str| {
            let text = text.as_deref()?;
            let found = wall::read(text).and_then(|at| Some((at, wall::instant(at, zone)?)));
            checks.require(found.is_some(), field, "invalid");
            found
        };
        let when = When {
            starts: read(&self.starts, "starts"),
            ends: read(&self.ends, "ends"),
            register_until: read(&self.register_until, "register_until"),
        };
        if let (Some((_, starts)), Some((_, ends))) = (when.starts, when.ends) {
            let length = ends - starts;
            checks.require(length.num_minutes() > 0 && length.num_days() <= MAX_DAYS, "ends", "invalid");
        }
        if let (Some((_, starts)), Some((_, until))) = (when.starts, when.register_until) {
            checks.require(until <= starts, "register_until", "invalid");
        }
        checks.require(when.ends.is_none() || self.starts.is_some(), "starts", "required");
        when
    }

    /// What must be there before others hear of it.
    ///
    /// # Errors
    /// `Invalid` with every field that is missing.
    pub fn complete(&self) -> Result<()> {
        let mut checks = Checks::default();
        let said = |text: &str| !text.trim().is_empty();
        let dated = self.starts.is_some();
        checks
            .require(said(&self.title), "title", "required")
            .require(said(&self.summary), "summary", "required")
            .require(dated || said(&self.slot), "starts", "required")
            .require(!dated || self.ends.is_some(), "ends", "required")
            .require(!dated || self.room.is_some() || self.online.is_some(), "room", "required")
            .require(!dated || self.room.is_none() || said(&self.place), "place", "required")
            .require(self.audience != EventAudience::Places || !self.places.is_empty(), "places", "required");
        let mut needs = self.kind.needs().to_vec();
        if self.audience == EventAudience::Association && !needs.contains(&"association") {
            needs.push("association");
        }
        for field in needs {
            let there = match field {
                "subjects" => !self.subjects.is_empty(),
                "grades" => !self.grades.is_empty(),
                "association" => self.association.is_some(),
                "programme" => !self.programme.is_empty(),
                _ => true,
            };
            checks.require(there, field, "required");
        }
        checks.done()
    }

    /// The title as people type it when they look for it in a list.
    pub fn search_key(&self) -> String {
        key(&self.title)
    }
}

/// Lower case, «ё» as «е», words parted by single spaces.
pub fn key(text: &str) -> String {
    let lower: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ё' => 'е',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
