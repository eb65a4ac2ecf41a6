//! What a plan must keep to, field by field.

use kernel::{OrgId, OrgKind, PersonId, Result, error::Checks};
use sea_orm::ConnectionTrait;

use super::{EventPlan, When};
use crate::{slots, terms, wall};

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

impl EventPlan {
    /// What even a draft must keep to.
    ///
    /// # Errors
    /// `Invalid` with every field that is wrong.
    pub async fn check<C: ConnectionTrait>(&self, db: &C) -> Result<When> {
        let mut checks = Checks::default();
        self.check_words(&mut checks);
        self.check_lists(&mut checks);
        self.check_seats(&mut checks);
        slots::check(self, &mut checks);
        terms::check(self, &mut checks);
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
            .require(self.places.len() <= MAX_PLACES, "places", "too_many")
            .require(self.kept_for.len() <= MAX_PLACES, "kept_for", "too_many");
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
            .chain(self.kept_for.iter().copied())
            .collect();
        let known = accounts::directory::org_refs(db, &all).await?;
        checks.require(self.host.is_some(), "host", "required").require(
            self.host.is_none_or(|org| known.contains_key(&org)),
            "host",
            "unknown",
        );
        let circle = |org: OrgId| known.get(&org).is_some_and(|org| org.kind == OrgKind::Association);
        checks.require(self.association.is_none_or(circle), "association", "unknown");
        for (field, orgs) in [("co_hosts", &self.co_hosts), ("places", &self.places), ("kept_for", &self.kept_for)] {
            for (index, org) in orgs.iter().enumerate() {
                checks.require(known.contains_key(org), &format!("{field}[{index}]"), "unknown");
            }
        }
        Ok(())
    }

    /// Its dates alone.
    ///
    /// # Errors
    /// `Invalid` with every date that is wrong.
    pub fn dates(&self) -> Result<When> {
        let mut checks = Checks::default();
        let when = self.when(&mut checks);
        checks.done()?;
        Ok(when)
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
            kept_until: read(&self.kept_until, "kept_until"),
        };
        if let (Some((_, starts)), Some((_, ends))) = (when.starts, when.ends) {
            let length = ends - starts;
            checks.require(length.num_minutes() > 0 && length.num_days() <= MAX_DAYS, "ends", "invalid");
        }
        for (until, field) in [(when.register_until, "register_until"), (when.kept_until, "kept_until")] {
            if let (Some((_, starts)), Some((_, until))) = (when.starts, until) {
                checks.require(until <= starts, field, "invalid");
            }
        }
        checks.require(when.ends.is_none() || self.starts.is_some(), "starts", "required");
        when
    }
}
