//! What happens at the demo's events and after them, through the use cases: who came, what was handed out and written
//! down, certificates, opinions, what changed some weeks later, sheets of visits.

use anyhow::Context;
use calendars::{
    after::{
        feedback, follow_up, materials,
        materials::NewMaterial,
        minutes,
        minutes::{NewDecision, NewMinutes},
    },
    attendance::{self, NewMark},
    certificates::{
        batch,
        form::{self, NewForm},
    },
    entity::{event_registration, event_speaker},
    kinds::{Access, Changed, MarkMethod, MaterialKind, RegistrationState},
    steps,
    visits::{self, About, Filled},
};
use chrono::TimeDelta;
use kernel::{Actor, EventId, Timestamp};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Deserialize;
use serde_json::Value;

use super::{events::Loader, files::EventRow, talk::word};

/// What is said after events.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterText {
    took: Vec<String>,
    differently: Vec<String>,
    change: Vec<ChangeText>,
    minutes: Vec<MinutesText>,
    sheet: Vec<SheetText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeText {
    changed: Changed,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MinutesText {
    kind: String,
    body: String,
    decisions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetText {
    strengths: String,
    advice: String,
    remark: String,
    marks: std::collections::BTreeMap<String, i32>,
}

/// An event that took place.
pub struct Past<'a> {
    pub id: EventId,
    pub index: usize,
    pub row: &'a EventRow,
    pub owner: &'a Actor,
    pub starts: Timestamp,
    pub ends: Timestamp,
}

impl Loader<'_> {
    /// Everything up to the day of loading; the event itself is held when this is done.
    pub(super) async fn after(&self, past: &Past<'_>) -> anyhow::Result<()> {
        self.at(past.ends + TimeDelta::hours(2));
        let came = self.hold(past).await?;
        self.hand_out(past).await?;
        self.write_down(past).await?;
        self.at(past.ends + TimeDelta::hours(20));
        if past.row.level != "school" && past.index.is_multiple_of(2) && !came.is_empty() {
            self.certify(past).await?;
        }
        if !past.index.is_multiple_of(2) {
            self.rate(past, &came).await?;
        }
        self.visit(past, &came).await?;
        self.look_back(past, &came).await
    }

    fn at(&self, moment: Timestamp) {
        self.clock.set(moment.min(self.today - TimeDelta::minutes(1)));
    }

    fn actor_of(&self, person: kernel::PersonId) -> Option<&Actor> {
        self.people.iter().copied().find(|actor| actor.person == person)
    }

    /// Most of those who had a place came; who connected was measured.
    async fn hold(&self, past: &Past<'_>) -> anyhow::Result<Vec<&Actor>> {
        let mut tx = self.app.begin().await?;
        let rows = event_registration::Entity::find()
            .filter(event_registration::Column::EventId.eq(past.id))
            .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
            .order_by_asc(event_registration::Column::Id)
            .all(tx.db())
            .await?;
        let mut came = Vec::new();
        let mut marks = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            if (past.index + place) % 7 == 3 {
                continue;
            }
            came.extend(self.actor_of(row.person_id));
            let late = i64::try_from(place % 5).unwrap_or(0);
            let connected = row.way == calendars::kinds::Way::Online;
            let length = i32::try_from((past.ends - past.starts).num_minutes()).unwrap_or(0);
            marks.push(NewMark {
                registration: row.id,
                session: 0,
                method: if connected { MarkMethod::List } else { MarkMethod::Scan },
                present: true,
                at: past.starts + TimeDelta::minutes(late),
                minutes: connected.then_some(length - i32::try_from(late).unwrap_or(0)),
            });
        }
        attendance::mark(&mut tx, past.owner, past.id, &marks).await?;
        steps::hold(&mut tx, past.owner, past.id).await?;
        tx.commit().await?;
        Ok(came)
    }

    async fn hand_out(&self, past: &Past<'_>) -> anyhow::Result<()> {
        let mut new = Vec::new();
        let access = if past.row.audience == "everyone" { Access::Readers } else { Access::Registered };
        let link =
            |kind, title: &str, url: String| NewMaterial { kind, title: title.to_owned(), url, file: None, access };
        if past.row.online.is_some() {
            let url = format!("https://video.example/uchitelskaya/{}", past.index + 1);
            new.push(link(MaterialKind::Recording, "Запись", url));
        }
        if past.index % 3 != 2 {
            let url = format!("https://disk.example/uchitelskaya/{}", past.index + 1);
            new.push(link(MaterialKind::Link, "Листы и презентация", url));
        }
        let mut tx = self.app.begin().await?;
        for material in new {
            materials::add(&mut tx, past.owner, past.id, material).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn write_down(&self, past: &Past<'_>) -> anyhow::Result<()> {
        let text = self.after.minutes.iter().find(|text| text.kind == past.row.kind);
        let Some(text) = text.filter(|_| past.index.is_multiple_of(2)) else { return Ok(()) };
        let name = self.short_name(past.owner);
        let due = |place: usize| {
            let days = TimeDelta::days(14 + 14 * i64::try_from(place).unwrap_or(0));
            (past.ends + days).date_naive()
        };
        let decision = |(place, text): (usize, &String)| NewDecision {
            text: text.clone(),
            person: Some(past.owner.person),
            who: String::new(),
            due: Some(due(place)),
        };
        let new = NewMinutes {
            revision: 0,
            body: text.body.trim().to_owned(),
            chair: name,
            secretary: String::new(),
            access: Access::Registered,
            decisions: text.decisions.iter().enumerate().map(decision).collect(),
        };
        let mut tx = self.app.begin().await?;
        minutes::save(&mut tx, past.owner, past.id, new).await?;
        tx.commit().await?;
        Ok(())
    }

    fn short_name(&self, actor: &Actor) -> String {
        let key = self.names.people.iter().find(|(_, id)| **id == actor.person).map(|(key, _)| key.as_str());
        key.and_then(|key| self.names.short.get(key)).cloned().unwrap_or_default()
    }

    async fn certify(&self, past: &Past<'_>) -> anyhow::Result<()> {
        let mut tx = self.app.begin().await?;
        let new = NewForm {
            signer: self.short_name(past.owner),
            signer_post: "ведущий".to_owned(),
            minutes: i32::try_from((past.ends - past.starts).num_minutes()).unwrap_or(60),
            least_minutes: 30,
        };
        form::save(&tx, past.owner, past.id, new).await?;
        let batch = batch::begin(&mut tx, past.owner, past.id, None).await?;
        tx.commit().await?;
        batch::finish(self.app, batch.id).await?;
        Ok(())
    }

    async fn rate(&self, past: &Past<'_>, came: &[&Actor]) -> anyhow::Result<()> {
        let said = |texts: &[String], place: usize| {
            let text = texts.get((past.index * 5 + place) % texts.len().max(1)).cloned().unwrap_or_default();
            (!text.is_empty()).then_some(Value::String(text))
        };
        let mut tx = self.app.begin().await?;
        for (place, actor) in came.iter().enumerate().filter(|(place, _)| place % 4 != 3).take(6) {
            let rating = [5, 4, 5, 5, 3, 4, 5][(past.index + place) % 7];
            let answers = vec![said(&self.after.took, place), said(&self.after.differently, place)];
            feedback::answer(&mut tx, actor, past.id, rating, answers).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// A colleague who came fills a sheet; the teacher reads and answers it.
    async fn visit(&self, past: &Past<'_>, came: &[&Actor]) -> anyhow::Result<()> {
        let lesson = match past.row.kind.as_str() {
            "lesson_visit" => true,
            "open_lesson" => past.index.is_multiple_of(6),
            _ => false,
        };
        let speaker = event_speaker::Entity::find().filter(event_speaker::Column::EventId.eq(past.id));
        let speaker = speaker.one(self.app.reader()).await?.and_then(|row| row.person_id);
        let Some(teacher) = speaker.and_then(|person| self.actor_of(person)).filter(|_| lesson) else { return Ok(()) };
        let others = came.iter().chain(std::iter::once(&past.owner));
        let Some(visitor) = others.copied().find(|actor| actor.person != teacher.person) else { return Ok(()) };
        let text = &self.after.sheet[past.index % self.after.sheet.len()];
        let about = About {
            subject: past.row.subjects.split(',').next().filter(|code| !code.is_empty()).map(str::to_owned),
            grade: past.row.grades.split(',').next().and_then(|grade| grade.parse().ok()),
            skill: None,
            topic: past.row.title.clone(),
            held_on: past.starts.date_naive(),
        };
        let mut tx = self.app.begin().await?;
        let sheet = visits::begin(&mut tx, visitor, Some(past.id), teacher.person, about.clone()).await?;
        let filled = Filled {
            revision: sheet.revision,
            about,
            marks: text.marks.iter().map(|(key, mark)| (key.clone(), Some(*mark))).collect(),
            notes: Default::default(),
            strengths: text.strengths.clone(),
            advice: text.advice.clone(),
        };
        visits::fill(&mut tx, visitor, sheet.id, filled).await?;
        visits::sign(&mut tx, visitor, sheet.id, "").await?;
        if !past.index.is_multiple_of(4) {
            visits::sign(&mut tx, teacher, sheet.id, &text.remark).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Some weeks later two or three say what has changed.
    async fn look_back(&self, past: &Past<'_>, came: &[&Actor]) -> anyhow::Result<()> {
        let weeks = follow_up::weeks(self.app.reader(), past.id).await?;
        let asked = past.ends + TimeDelta::weeks(weeks.into()) + TimeDelta::days(1);
        if asked > self.today || past.index % 3 == 1 {
            return Ok(());
        }
        self.at(asked);
        let skill = match past.row.skills.split(',').next().filter(|key| !key.is_empty()) {
            Some(key) => skills::by_key(self.app.reader(), key).await?,
            None => None,
        };
        let mut tx = self.app.begin().await?;
        for (place, actor) in came.iter().enumerate().take(2 + past.index % 2) {
            let text = &self.after.change[(past.index + place) % self.after.change.len()];
            follow_up::answer(&mut tx, actor, past.id, text.changed, &text.text, skill).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// What is said after events, out of its file.
pub fn text() -> anyhow::Result<AfterText> {
    let text = super::files::text("after.toml")?;
    let text: AfterText = toml::from_str(&text).context("demo/after.toml")?;
    anyhow::ensure!(!text.change.is_empty() && !text.sheet.is_empty(), "demo/after.toml says too little");
    // Every kind that minutes are written of is a kind.
    for minutes in &text.minutes {
        word::<calendars::kinds::EventKind>(&minutes.kind)?;
    }
    Ok(text)
}
