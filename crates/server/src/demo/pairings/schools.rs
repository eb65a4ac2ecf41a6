//! What is known of the demo's schools, year by year; their statuses, curators, needs and offers.

use anyhow::Context;
use chrono::TimeDelta;
use kernel::Actor;
use pairings::{
    kinds::{LevelKey, ShareKey},
    life::curators::{self, Appoint, Order},
    schools::{
        context::{self, ContextForm, LevelForm, ShareForm},
        needs::{self, NeedForm, NeedSkill},
        offers::{self, OfferForm, OfferThemeForm, OfferedSkill},
        statuses::{self, NewStatus},
        years,
    },
};
use platform::Tx;

use super::{
    Loader, csv,
    rows::{ContextRow, CuratorText, NeedText, OfferText, OfferThemeText, Schools, StatusRow},
    skill,
};
use crate::demo::{files, talk::word};

/// Where the numbers come from.
const NOTE: &str = "Социальный паспорт школы и форма ОО-1, сентябрь";
/// Contexts of a year are filled in about then.
const FILLED: [(i32, i64); 2] = [(-1, -415), (0, -55)];

impl Loader<'_> {
    /// What is known of schools and what they offer; answers what they need, each on its day.
    pub(super) async fn schools(&self) -> anyhow::Result<Vec<NeedText>> {
        let rows: Vec<ContextRow> = csv("pairings/contexts.csv")?;
        for (year, day) in FILLED {
            self.contexts(&rows, year, day).await?;
        }
        self.statuses().await?;
        let text: Schools =
            toml::from_str(&files::text("pairings/schools.toml")?).context("demo/pairings/schools.toml")?;
        for row in &text.curator {
            self.curator(row)
                .await
                .with_context(|| format!("demo/pairings/schools.toml: curator of {}", row.school))?;
        }
        for row in &text.offer {
            self.offer(row).await.with_context(|| format!("demo/pairings/schools.toml: offer of {}", row.school))?;
        }
        Ok(text.need)
    }

    /// The heads fill their contexts in, all of a year in one write.
    async fn contexts(&self, rows: &[ContextRow], year: i32, day: i64) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(day, 16)).await? else { return Ok(()) };
        let now = years::of(self.today.date_naive());
        for row in rows.iter().filter(|row| row.year == year) {
            let school = self.names.org(&row.school)?;
            let place = || format!("demo/pairings/contexts.csv: {} {}", row.school, row.year);
            let head = self.head(&row.school)?;
            context::save(&mut tx, head, school, now + row.year, form(row)?).await.with_context(place)?;
        }
        self.end(tx).await
    }

    fn head(&self, school: &str) -> anyhow::Result<&Actor> {
        let org = self.names.org(school)?;
        let heads = |actor: &&Actor| {
            actor.grants.iter().any(|grant| grant.role == kernel::Role::SchoolHead && grant.scope == Some(org))
        };
        self.names.actors.values().find(heads).with_context(|| format!("demo: nobody heads {school}"))
    }

    async fn statuses(&self) -> anyhow::Result<()> {
        for row in csv::<StatusRow>("pairings/statuses.csv")? {
            let Some(mut tx) = self.turn(self.when(row.since, 11)).await? else { continue };
            let since = self.day(row.since);
            let new = NewStatus {
                kind: word(&row.kind)?,
                since,
                until: row.until.map(|day| self.day(day)),
                order_title: row.title.clone(),
                order_number: row.number.clone(),
                order_date: since - TimeDelta::days(5),
            };
            let given = statuses::give(&mut tx, self.actor(&row.by)?, self.names.org(&row.school)?, new).await;
            given.with_context(|| format!("demo/pairings/statuses.csv: {} {}", row.school, row.kind))?;
            self.end(tx).await?;
        }
        Ok(())
    }

    async fn curator(&self, row: &CuratorText) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(row.on, 12)).await? else { return Ok(()) };
        let order = Order { title: row.title.clone(), number: row.number.clone(), date: Some(self.day(row.on)) };
        let new = Appoint {
            school_id: self.names.org(&row.school)?,
            person_id: self.names.person(&row.person)?,
            since: None,
            until: None,
            order,
        };
        curators::appoint(&mut tx, self.actor(&row.by)?, self.names.org(&row.territory)?, new).await?;
        self.end(tx).await
    }

    pub(super) async fn need(&self, row: &NeedText) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(row.on, 15)).await? else { return Ok(()) };
        let mut skills = Vec::new();
        for one in &row.skills {
            let skill_id = skill(&tx, &one.key).await?;
            skills.push(NeedSkill { skill_id, share_done: Some(one.done), pupils: one.of });
        }
        let form = NeedForm {
            revision: 0,
            theme_kind: word(&row.kind)?,
            theme: row.theme.clone(),
            grade_from: row.grades.map(|grades| grades.0),
            grade_to: row.grades.map(|grades| grades.1),
            strength: row.strength,
            priority: row.priority,
            note: row.note.clone(),
            skills,
            from_results: false,
        };
        needs::name(&mut tx, self.actor(&row.by)?, self.names.org(&row.school)?, form).await?;
        self.end(tx).await
    }

    async fn offer(&self, row: &OfferText) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(row.on, 15)).await? else { return Ok(()) };
        let mut themes = Vec::new();
        for one in &row.theme {
            themes.push(theme(&tx, one).await?);
        }
        let form = OfferForm {
            revision: 0,
            capacity: row.capacity,
            online: row.online,
            in_person: row.in_person,
            max_minutes: row.max_minutes,
            languages: row.languages.clone(),
            forms: row.forms.iter().map(|form| word(form)).collect::<Result<_, _>>()?,
            note: row.note.clone(),
            themes,
        };
        offers::save(&mut tx, self.actor(&row.by)?, self.names.org(&row.school)?, form).await?;
        self.end(tx).await
    }
}

async fn theme(tx: &Tx, text: &OfferThemeText) -> anyhow::Result<OfferThemeForm> {
    let mut skills = Vec::new();
    for one in &text.skills {
        skills.push(OfferedSkill { skill_id: skill(tx, &one.key).await?, share_done: Some(one.done) });
    }
    Ok(OfferThemeForm {
        theme_kind: word(&text.kind)?,
        theme: text.theme.clone(),
        specialists: text.specialists,
        grade_from: text.grades.map(|grades| grades.0),
        grade_to: text.grades.map(|grades| grades.1),
        strength: text.strength,
        basis: text.basis.clone(),
        skills,
    })
}

fn form(row: &ContextRow) -> anyhow::Result<ContextForm> {
    let shares = [
        (ShareKey::CompleteFamilies, row.complete),
        (ShareKey::IncompleteFamilies, row.incomplete),
        (ShareKey::OnRecord, row.on_record),
        (ShareKey::UnemployedParents, row.unemployed),
        (ShareKey::Guardianship, row.guardianship),
        (ShareKey::ForeignLanguage, row.foreign),
        (ShareKey::PartTime, row.part_time),
    ];
    let share = |(key, numerator): (ShareKey, Option<i32>)| {
        numerator.map(|_| ShareForm { key, numerator, denominator: row.pupils })
    };
    let levels = [
        (LevelKey::ParentsEducation, row.parents_education, "социальный паспорт школы"),
        (LevelKey::Housing, row.housing, "социальный паспорт школы"),
        (LevelKey::ClassClimate, row.class_climate, "анкета учеников, сентябрь"),
        (LevelKey::Health, row.health, "группы здоровья, сведения медицинского кабинета"),
        (LevelKey::GraduatesAdaptation, row.graduates, "сведения о выпускниках за три года"),
    ];
    let level = |(key, level, source): (LevelKey, Option<i32>, &str)| {
        level.map(|level| LevelForm { key, level, source: source.to_owned() })
    };
    Ok(ContextForm {
        revision: 0,
        pupils: row.pupils,
        kind: Some(word(&row.kind)?),
        rural: Some(row.rural == "yes"),
        shifts: row.shifts,
        teachers: row.teachers,
        vacancies: row.vacancies,
        teachers_under_35: row.under_35,
        teachers_over_60: row.over_60,
        first_category: row.first,
        highest_category: row.highest,
        minutes_to_centre: row.minutes,
        latitude: row.latitude,
        longitude: row.longitude,
        languages: row.languages.split(',').map(str::to_owned).collect(),
        source_note: NOTE.to_owned(),
        shares: shares.into_iter().filter_map(share).collect(),
        levels: levels.into_iter().filter_map(level).collect(),
    })
}
