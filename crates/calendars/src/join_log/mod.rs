//! The list of who joined, as platforms of webinars hand it out: read, matched to who is registered, written down as
//! marks.
//!
//! By e-mail first, then by name, «ё» and «е» being one letter. What fits nobody, or more than one, waits for the host's
//! hand. A person who joined from two devices was there once.

mod columns;
mod matching;
mod moments;
mod table;

use std::collections::{BTreeMap, HashMap};

use kernel::{Actor, DateTime, Error, EventId, RegistrationId, Result, Timestamp, Utc};
use platform::Tx;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::{self, Desk},
    attendance::{self, NewMark},
    kinds::MarkMethod,
    wall,
};

const MAX_BYTES: usize = 1_000_000;
const MAX_MINUTES: i32 = 31 * 24 * 60;

/// A log on its way in.
#[derive(Clone, Debug)]
pub struct Log {
    pub contents: Vec<u8>,
    /// Whoever was there for less does not count.
    pub least_minutes: i32,
    /// Number in the programme; 0: the event as a whole.
    pub session: i32,
    /// What the host decided by hand: key of a row and whose it is; nobody's when absent.
    pub matches: HashMap<String, Option<RegistrationId>>,
}

/// How a row found its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinLogMatch {
    Email,
    Name,
    Hand,
    /// The host said that it is nobody's.
    Skipped,
    /// It fits more than one.
    Ambiguous,
    None,
}

/// A participant of the log, all devices and returns together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JoinLogRow {
    /// Send it back in `matches`.
    pub key: String,
    pub name: String,
    pub email: Option<String>,
    pub joined_at: Option<DateTime<Utc>>,
    pub left_at: Option<DateTime<Utc>>,
    pub minutes: i32,
    #[serde(rename = "match")]
    pub found: JoinLogMatch,
    pub registration_id: Option<RegistrationId>,
    /// Long enough, and somebody's.
    pub counts: bool,
}

/// What became of a log, or would become of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JoinLogOutcome {
    pub rows: Vec<JoinLogRow>,
    /// People written down as present.
    pub accepted: usize,
    /// Heard before, from this host.
    pub known: usize,
    /// Rows that wait for the host's hand.
    pub unmatched: usize,
    /// People who were there, but not for long enough.
    pub too_short: usize,
    pub dry_run: bool,
}

/// Somebody as the log knows them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joined {
    pub name: String,
    pub email: Option<String>,
    /// Times they were in, as far as the log says.
    pub spans: Vec<(Timestamp, Timestamp)>,
    /// Minutes that the log counted itself.
    pub counted: i32,
}

impl Joined {
    fn add(&mut self, other: &Self) {
        self.spans.extend(&other.spans);
        self.counted += other.counted;
    }

    /// Together, overlaps once.
    fn minutes(&self) -> i32 {
        if self.spans.is_empty() {
            return self.counted.clamp(0, MAX_MINUTES);
        }
        let mut spans = self.spans.clone();
        spans.sort_unstable();
        let mut seconds = 0;
        let mut until = spans[0].0;
        for (from, to) in spans {
            seconds += (to - from.max(until)).num_seconds().max(0);
            until = until.max(to);
        }
        i32::try_from((seconds + 30) / 60).unwrap_or(MAX_MINUTES).min(MAX_MINUTES)
    }

    fn first(&self) -> Option<Timestamp> {
        self.spans.iter().map(|span| span.0).min()
    }

    fn last(&self) -> Option<Timestamp> {
        self.spans.iter().map(|span| span.1).max()
    }

    fn key(&self) -> String {
        self.email.clone().unwrap_or_else(|| crate::plan::key(&self.name))
    }
}

/// Reads the log and matches it; with a write it marks who counts.
///
/// # Errors
/// `wrong_state` outside the event's time, `Invalid` naming `contents` for what is no such log.
pub async fn take(tx: &mut Tx, actor: &Actor, id: EventId, log: &Log, dry_run: bool) -> Result<JoinLogOutcome> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let (from, until) = attendance::reach(tx, &desk)?;
    attendance::check_session(&desk, log.session, "session")?;
    if log.contents.len() > MAX_BYTES {
        return Err(Error::invalid("contents", "too_large"));
    }
    let zone = wall::zone(&desk.row.time_zone).unwrap_or(chrono_tz::UTC);
    let day = desk.row.starts_wall.map(|starts| starts.date()).unwrap_or_default();
    let joined = table::read(&log.contents, day, zone).map_err(|code| Error::invalid("contents", code))?;
    let joined = together(joined);
    let known = matching::Known::load(tx.db(), id).await?;
    let rows: Vec<JoinLogRow> = joined.iter().map(|one| row(one, &known, log)).collect();
    let present = present(&joined, &rows);
    let too_short = present.values().filter(|one| one.minutes() < log.least_minutes).count();
    let mut outcome = JoinLogOutcome {
        unmatched: rows.iter().filter(|row| matches!(row.found, JoinLogMatch::Ambiguous | JoinLogMatch::None)).count(),
        rows,
        accepted: 0,
        known: 0,
        too_short,
        dry_run,
    };
    let marks: Vec<NewMark> = present
        .iter()
        .filter(|(_, one)| one.minutes() >= log.least_minutes)
        .map(|(registration, one)| mark(*registration, one, &desk, log.session, (from, until.min(tx.now()))))
        .collect();
    if dry_run {
        outcome.accepted = marks.len();
    } else {
        let written = attendance::note(tx, actor, &desk, &marks).await?;
        (outcome.accepted, outcome.known) = (written.accepted, written.known);
    }
    Ok(outcome)
}

fn mark(
    registration: RegistrationId,
    one: &Joined,
    desk: &Desk,
    session: i32,
    (from, until): (Timestamp, Timestamp),
) -> NewMark {
    let at = one.first().or(desk.row.starts_at).unwrap_or(from).clamp(from, until.max(from));
    NewMark { registration, session, method: MarkMethod::Log, present: true, at, minutes: Some(one.minutes()) }
}

/// One row for each person of the log, in the order in which they came.
fn together(rows: Vec<Joined>) -> Vec<Joined> {
    let mut order: Vec<Joined> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in rows {
        match places.get(&row.key()) {
            Some(place) => order[*place].add(&row),
            None => {
                places.insert(row.key(), order.len());
                order.push(row);
            }
        }
    }
    order
}

fn row(one: &Joined, known: &matching::Known, log: &Log) -> JoinLogRow {
    let key = one.key();
    let (found, registration_id) = match log.matches.get(&key) {
        Some(Some(by_hand)) if known.has(*by_hand) => (JoinLogMatch::Hand, Some(*by_hand)),
        Some(None) => (JoinLogMatch::Skipped, None),
        Some(Some(_)) | None => known.find(one),
    };
    let minutes = one.minutes();
    JoinLogRow {
        key,
        name: one.name.clone(),
        email: one.email.clone(),
        joined_at: one.first(),
        left_at: one.last(),
        minutes,
        found,
        registration_id,
        counts: registration_id.is_some() && minutes >= log.least_minutes,
    }
}

/// Whoever has a place, with everything the log knows of them: a telephone and a computer are one person.
fn present(joined: &[Joined], rows: &[JoinLogRow]) -> BTreeMap<RegistrationId, Joined> {
    let mut present: BTreeMap<RegistrationId, Joined> = BTreeMap::new();
    for (one, row) in joined.iter().zip(rows) {
        if let Some(registration) = row.registration_id {
            present.entry(registration).or_default().add(one);
        }
    }
    present
}
