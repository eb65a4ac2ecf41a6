//! The demo's calendar, through the use cases: planned, published, filled with people, held, called off.

use std::collections::HashMap;

use anyhow::{Context, bail};
use calendars::{
    events,
    kinds::{EventAudience, EventKind},
    plan::{EventPlan, ProgrammeItem, SeatPlan, Speaker},
    registrations::{self, NewRegistration},
    steps,
};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Weekday};
use chrono_tz::{Asia::Yekaterinburg, Tz};
use kernel::{Actor, EventId, FixedClock, Timestamp};
use platform::{App, Tx};

use super::{
    after::{self, AfterText, Past},
    files::{self, EventKindText, EventRow},
    load::Names,
    talk::word,
};
use crate::setting;

/// How many rows of the file stand in the database: an interrupted load goes on behind them.
const DONE: &str = "demo_events";
const ZONE: Tz = Yekaterinburg;
/// Days before the beginning on which an event is announced and people register.
const ANNOUNCED: i64 = 12;

pub(super) struct Loader<'a> {
    pub app: &'a App,
    pub clock: &'a FixedClock,
    pub names: &'a Names,
    pub today: Timestamp,
    kinds: HashMap<String, EventKindText>,
    /// By key, so that the same files always bring the same people.
    pub people: Vec<&'a Actor>,
    pub after: AfterText,
}

/// Loads every event in the order of time; answers how many there are.
pub async fn events(app: &App, clock: &FixedClock, names: &Names, today: Timestamp) -> anyhow::Result<usize> {
    let rows = files::events()?;
    let kinds = files::event_kinds()?.into_iter().map(|kind| (kind.kind.clone(), kind)).collect();
    let mut keys: Vec<&String> = names.actors.keys().collect();
    keys.sort();
    let people = keys.into_iter().filter_map(|key| names.actors.get(key)).filter(|actor| actor.confirmed).collect();
    let loader = Loader { app, clock, names, today, kinds, people, after: after::text()? };
    let done = setting::get(app, DONE).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
    for (index, row) in rows.iter().enumerate().skip(done) {
        loader.event(index, row).await.with_context(|| format!("demo/events.csv, «{}»", row.title))?;
    }
    Ok(rows.len())
}

impl Loader<'_> {
    async fn event(&self, index: usize, row: &EventRow) -> anyhow::Result<()> {
        let owner = self.names.actor(&row.author)?;
        let plan = self.plan(row, owner).await?;
        let (starts, ends) = (instant(plan.starts.as_deref()), instant(plan.ends.as_deref()));
        let announced = starts.map_or(self.today, |starts| starts - TimeDelta::days(ANNOUNCED));
        self.clock.set(announced.min(self.today - TimeDelta::hours(26)));
        let mut tx = self.app.begin().await?;
        let id = events::create(&mut tx, owner, plan.clone()).await?;
        if row.state != "draft" {
            steps::publish(&mut tx, owner, id).await?;
            if starts.is_some() {
                self.register(&mut tx, id, index, row, &plan).await?;
            }
        }
        setting::put(&tx, DONE, &(index + 1).to_string()).await?;
        tx.commit().await?;
        let ends = ends.unwrap_or(self.today);
        self.finish(&Past { id, index, row, owner, starts: starts.unwrap_or(ends), ends }).await
    }

    async fn plan(&self, row: &EventRow, owner: &Actor) -> anyhow::Result<EventPlan> {
        let kind: EventKind = word(&row.kind)?;
        let text = self.kinds.get(&row.kind).with_context(|| format!("no text of the kind {}", row.kind))?;
        let host = self.names.org(&row.host)?;
        let mut skills = Vec::new();
        for key in list(&row.skills) {
            let id = skills::by_key(self.app.reader(), key).await?;
            skills.push(id.with_context(|| format!("no skill {key}"))?);
        }
        let subjects: Vec<String> = list(&row.subjects).map(str::to_owned).collect();
        let grades = list(&row.grades).map(str::parse).collect::<Result<Vec<i32>, _>>()?;
        let dates = row.day.map(|day| self.dates(day, &row.time, length(kind, &text.programme))).transpose()?;
        let seats =
            |capacity: Option<i32>| capacity.map(|n| SeatPlan { capacity: Some(n), waiting: row.waiting, kept: None });
        let (starts, ends) = dates.unzip();
        Ok(EventPlan {
            kind,
            title: row.title.clone(),
            summary: row.summary.clone(),
            body: text.body.trim().to_owned(),
            host: Some(host),
            association: (!row.association.is_empty()).then(|| self.names.org(&row.association)).transpose()?,
            speakers: self.speaker(kind, host, &subjects, owner, &row.title),
            slot: if starts.is_none() { "весна, по графику".to_owned() } else { String::new() },
            places: if row.audience == "places" { vec![host] } else { Vec::new() },
            subjects,
            grades,
            skills,
            programme: text.programme.clone(),
            starts,
            ends,
            time_zone: ZONE.name().to_owned(),
            place: row.place.clone(),
            link: row.online.map(|_| "https://video.example/uchitelskaya".to_owned()).unwrap_or_default(),
            level: word(&row.level)?,
            audience: word::<EventAudience>(&row.audience)?,
            room: seats(row.room),
            online: seats(row.online),
            ..EventPlan::default()
        })
    }

    /// The wall of a day counted from today; what falls on a weekend is on the Monday after it.
    fn dates(&self, day: i64, time: &str, minutes: i32) -> anyhow::Result<(String, String)> {
        let mut date: NaiveDate = self.today.with_timezone(&ZONE).date_naive() + TimeDelta::days(day);
        // Nothing that is over moves into the days to come.
        let away = if day < 0 { TimeDelta::days(-1) } else { TimeDelta::days(1) };
        while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            date += away;
        }
        let starts = date.and_time(NaiveTime::parse_from_str(time, "%H:%M")?);
        let ends = starts + TimeDelta::minutes(minutes.into());
        Ok((calendars::wall::write(starts), calendars::wall::write(ends)))
    }

    /// A lesson is given by a teacher of the school that shows it.
    fn speaker(
        &self,
        kind: EventKind,
        host: kernel::OrgId,
        subjects: &[String],
        owner: &Actor,
        topic: &str,
    ) -> Vec<Speaker> {
        let shows = matches!(kind, EventKind::OpenLesson | EventKind::MasterClass);
        let teaches =
            |actor: &&&Actor| actor.orgs.contains(&host) && actor.subjects.iter().any(|s| subjects.contains(s));
        let person =
            if shows { self.people.iter().find(teaches).map(|actor| actor.person) } else { Some(owner.person) };
        person
            .map(|id| Speaker { person_id: Some(id), topic: topic.to_owned(), ..Speaker::default() })
            .into_iter()
            .collect()
    }

    /// Colleagues of the subject first; who may not come is passed over, and the last ones find the queue full.
    async fn register(
        &self,
        tx: &mut Tx,
        id: EventId,
        index: usize,
        row: &EventRow,
        plan: &EventPlan,
    ) -> anyhow::Result<()> {
        let fits = |actor: &&&Actor| actor.subjects.iter().any(|subject| plan.subjects.contains(subject));
        let near: Vec<&Actor> = self.people.iter().filter(fits).copied().collect();
        let ways: Vec<_> =
            [plan.room.map(|_| calendars::kinds::Way::Room), plan.online.map(|_| calendars::kinds::Way::Online)]
                .into_iter()
                .flatten()
                .collect();
        if near.is_empty() || ways.is_empty() {
            return Ok(());
        }
        let mut came = 0;
        for step in 0..near.len() {
            if came == row.people {
                break;
            }
            let actor = near[(index * 7 + step) % near.len()];
            let new = NewRegistration { way: Some(ways[step % ways.len()]), person: None };
            match registrations::register(tx, actor, id, new).await {
                Ok(_) => came += 1,
                Err(kernel::Error::Internal(error)) => return Err(error),
                // Not for them, or full.
                Err(_) => {}
            }
        }
        Ok(())
    }

    async fn finish(&self, past: &Past<'_>) -> anyhow::Result<()> {
        let (id, owner) = (past.id, past.owner);
        if matches!(past.row.state.as_str(), "published" | "draft" | "planned") {
            return Ok(());
        }
        if matches!(past.row.state.as_str(), "held" | "closed") {
            self.after(past).await?;
        }
        let mut tx = self.app.begin().await?;
        match past.row.state.as_str() {
            "held" => {}
            "closed" => steps::close(&mut tx, owner, id).await?,
            "cancelled" => {
                steps::cancel(&mut tx, owner, id, "Карантин в классе. Просим прощения у тех, кто собрался.").await?
            }
            "postponed" => steps::postpone(&mut tx, owner, id, "Занят зал: новую дату назовём на этой неделе.").await?,
            other => bail!("the state {other}"),
        }
        tx.commit().await?;
        Ok(())
    }
}

/// As long as such a thing usually takes, and as its programme.
fn length(kind: EventKind, programme: &[ProgrammeItem]) -> i32 {
    let last = programme.iter().map(|item| item.minute + item.minutes).max().unwrap_or(0);
    kind.minutes().max(last)
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn instant(text: Option<&str>) -> Option<Timestamp> {
    let wall = calendars::wall::read(text?)?;
    Some(ZONE.from_local_datetime(&wall).earliest()?.to_utc())
}
