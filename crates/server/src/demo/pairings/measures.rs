//! What the pairs of the demo say of themselves: surveys of both sides, effect beside like schools, half-year reports.

use anyhow::{Context, ensure};
use chrono::Datelike;
use kernel::PairingId;
use pairings::{
    entity::work::effect_indicator,
    kinds::{EffectWhose, Side},
    schools::years,
    work::{
        effect::{self, NewIndicator, NewValue},
        items::Saved,
        reports,
        survey::{self, Answer},
    },
};
use platform::Tx;
use sea_orm::entity::prelude::*;

use super::{
    Loader,
    rows::{AnswerText, IndicatorText, Pair, ReportText},
    skill,
};
use crate::demo::talk::word;

impl Loader<'_> {
    pub(super) async fn answer(&self, id: PairingId, text: &AnswerText) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(text.on, 19)).await? else { return Ok(()) };
        let side: Side = word(&text.side)?;
        let asked = survey::questions(side);
        ensure!(asked.len() == text.marks.len(), "{} marks for {} questions", text.marks.len(), asked.len());
        let answer = Answer {
            round: word(&text.round)?,
            side: Some(side),
            answers: asked.iter().zip(&text.marks).map(|(asked, mark)| (asked.key.to_owned(), *mark)).collect(),
            benefit: text.benefit.clone(),
        };
        survey::answer(&mut tx, self.actor(&text.person)?, id, answer).await?;
        self.end(tx).await
    }

    /// The first point brings the indicator with it.
    pub(super) async fn measure(
        &self,
        pair: &Pair,
        id: PairingId,
        text: &IndicatorText,
        place: usize,
    ) -> anyhow::Result<()> {
        let point = text.point.get(place).context("no such point")?;
        let Some(mut tx) = self.turn(self.when(point.on, 16)).await? else { return Ok(()) };
        let (school, office) = (self.actor(&text.by)?, self.actor(&pair.by)?);
        let skill = match &text.skill {
            Some(key) => Some(skill(&tx, key).await?),
            None => None,
        };
        let row = match indicator(&tx, id, skill, &text.title).await? {
            Some(row) => row.id,
            None => {
                let new = NewIndicator { skill, title: text.title.clone(), unit: text.unit.clone(), less: text.less };
                effect::choose(&mut tx, school, id, new).await?.id
            }
        };
        for (whose, by, count) in
            [(EffectWhose::Mentee, school, point.mentee), (EffectWhose::Alike, office, point.alike)]
        {
            let new = NewValue {
                point: word(&point.point)?,
                whose,
                numerator: count.0,
                denominator: count.1,
                dated: self.day(point.dated),
                source: point.source.clone(),
            };
            effect::measure(&mut tx, by, row, new).await.with_context(|| format!("{} {whose:?}", point.point))?;
        }
        self.end(tx).await
    }

    /// Made of facts, finished by hand, handed in.
    pub(super) async fn report(&self, id: PairingId, text: &ReportText) -> anyhow::Result<()> {
        if !self.due() {
            return Ok(());
        }
        let when = self.when(text.on, 17);
        self.set(when);
        let day = self.day(text.about);
        let half = if day.month() >= 9 { 1 } else { 2 };
        let by = self.actor(&text.by)?;
        let row = reports::make(self.app, by, id, (years::of(day), half)).await?;
        let mut words = row.text.clone();
        for (title, said) in
            [("Что изменилось", &text.changes), ("Что дало наставнику", &text.benefit), ("Что дальше", &text.next)]
        {
            words = words.replace(&format!("## {title}\n\n"), &format!("## {title}\n\n{}\n", said.trim()));
        }
        let mut tx = self.begin(when).await?;
        let saved = reports::write(&mut tx, by, row.id, (row.revision, words)).await?;
        let Saved::Done(row) = saved else { anyhow::bail!("somebody else writes the report") };
        if let Some(submits) = &text.submitted_by {
            let saved = reports::submit(&mut tx, self.actor(submits)?, row.id, row.revision).await?;
            ensure!(matches!(saved, Saved::Done(_)), "the report was changed meanwhile");
        }
        self.end(tx).await
    }
}

async fn indicator(
    tx: &Tx,
    pairing: PairingId,
    skill: Option<kernel::SkillId>,
    title: &str,
) -> anyhow::Result<Option<effect_indicator::Model>> {
    let found = effect_indicator::Entity::find().filter(effect_indicator::Column::PairingId.eq(pairing));
    let found = match skill {
        Some(skill) => found.filter(effect_indicator::Column::SkillId.eq(skill)),
        None => found.filter(effect_indicator::Column::Title.eq(title)),
    };
    Ok(found.one(tx.db()).await?)
}
