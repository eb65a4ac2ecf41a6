//! What is written about an event: its plan. Everything but the host may be missing in a draft.

mod check;
mod parts;

use kernel::{OrgId, Result, Role, SkillId, error::Checks};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use parts::{ProgrammeItem, SeatPlan, Speaker, When};

use crate::kinds::{EventAudience, EventKind, EventLevel, RegistrationMode};

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
    /// `2027-03`: the month it is planned for while there is no date.
    pub month: Option<String>,
    /// Comes every year: with its date appears a draft for the next year.
    pub yearly: bool,
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
    /// People without an account may register with an address they prove; of the audience `everyone`.
    pub guests: bool,
    /// So many people of one school at most, those who wait included.
    pub per_school: Option<i32>,
    /// Whose people places are kept for, with everything below them.
    pub kept_for: Vec<OrgId>,
    /// Wall time; absent: until it begins.
    pub kept_until: Option<String>,
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
            month: None,
            yearly: false,
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
            guests: false,
            per_school: None,
            kept_for: Vec::new(),
            kept_until: None,
        }
    }
}

impl EventPlan {
    /// Words cleaned, lists sorted and without repetitions.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for text in [&mut self.title, &mut self.summary, &mut self.slot, &mut self.place] {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.link = self.link.trim().to_owned();
        for text in [&mut self.starts, &mut self.ends, &mut self.register_until, &mut self.month, &mut self.kept_until]
        {
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
        for orgs in [&mut self.co_hosts, &mut self.places, &mut self.kept_for] {
            orgs.sort_unstable();
            orgs.dedup();
        }
        self.programme.sort_by_key(|item| item.minute);
        self.speakers.retain(|speaker| speaker.person_id.is_some() || !speaker.name.trim().is_empty());
        self
    }

    /// Without anything that says when.
    #[must_use]
    pub fn undated(self) -> Self {
        Self {
            starts: None,
            ends: None,
            register_until: None,
            kept_until: None,
            slot: String::new(),
            month: None,
            yearly: false,
            ..self
        }
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
            .require(dated || self.month.is_some() || said(&self.slot), "starts", "required")
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
