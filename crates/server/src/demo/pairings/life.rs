//! The work of a pair of the demo in the order of its days: the joint plan, what was done of it, visits and their end.

use anyhow::{Context, ensure};
use kernel::{PairingId, PairingVisitId, PersonId, PlanItemId};
use pairings::{
    entity::work::{pairing_visit, plan_item},
    kinds::Side,
    work::{
        becoming::{self, Document},
        items::{self, Closing, ItemPlan, Saved},
        visits::{self, Agreed},
    },
};
use platform::Tx;
use sea_orm::{QueryOrder, entity::prelude::*};

use super::{
    Loader,
    rows::{AgreedText, AnswerText, EndText, EventText, IndicatorText, ItemText, Pair, ReportText, VisitText},
    skills_of,
};
use crate::demo::talk::word;

/// Something that happens on a day.
enum Deed<'a> {
    Done(&'a ItemText),
    Cancelled(&'a ItemText),
    Announced(&'a ItemText, &'a EventText),
    Held(&'a ItemText, &'a EventText),
    Planned(usize),
    Visited(usize),
    Signed(usize),
    Kept(usize, &'a AgreedText),
    Answered(&'a AnswerText),
    Measured(&'a IndicatorText, usize),
    Reported(&'a ReportText),
    Completed(&'a EndText),
}

impl Loader<'_> {
    /// Everything the pair has done, each on its own day, so that its silence is what the files say.
    pub(super) async fn work(&self, pair: &Pair, id: PairingId, since: i64) -> anyhow::Result<()> {
        self.plan(pair, id, since + 1).await.context("plan")?;
        let mut deeds = Vec::new();
        of_items(&pair.items, &mut deeds);
        of_visits(&pair.visits, &mut deeds);
        deeds.extend(pair.answers.iter().map(|one| (one.on, Deed::Answered(one))));
        for one in &pair.indicators {
            deeds.extend(one.point.iter().enumerate().map(|(place, point)| (point.on, Deed::Measured(one, place))));
        }
        deeds.extend(pair.reports.iter().map(|one| (one.on, Deed::Reported(one))));
        deeds.extend(pair.end.iter().map(|end| (end.on, Deed::Completed(end))));
        deeds.sort_by_key(|(day, _)| *day);
        for (day, deed) in deeds {
            self.deed(pair, id, day, deed).await.with_context(|| format!("day {day}"))?;
        }
        Ok(())
    }

    async fn deed(&self, pair: &Pair, id: PairingId, day: i64, deed: Deed<'_>) -> anyhow::Result<()> {
        let visit = |place: usize| pair.visits.get(place).context("no such visit");
        match deed {
            Deed::Done(item) => self.finish(id, item, day).await.context(item.title.clone()),
            Deed::Cancelled(item) => self.cancel(id, item, day).await.context(item.title.clone()),
            Deed::Announced(item, event) => self.announce(id, item, event, day).await.context(item.title.clone()),
            Deed::Held(item, event) => self.hold(id, item, event).await.context(item.title.clone()),
            Deed::Planned(place) => self.plan_visit(id, visit(place)?).await,
            Deed::Visited(place) => self.visited(id, place, visit(place)?, day).await,
            Deed::Signed(place) => self.sign_visit(id, place, visit(place)?, day).await,
            Deed::Kept(place, agreed) => self.keep(id, visit(place)?, agreed, day).await.context(agreed.text.clone()),
            Deed::Answered(answer) => self.answer(id, answer).await.context(answer.person.clone()),
            Deed::Measured(one, place) => self.measure(pair, id, one, place).await.context("effect"),
            Deed::Reported(report) => self.report(id, report).await.context("report"),
            Deed::Completed(end) => self.complete(id, end).await.context("completed"),
        }
    }

    async fn plan(&self, pair: &Pair, id: PairingId, day: i64) -> anyhow::Result<()> {
        if pair.items.is_empty() {
            return Ok(());
        }
        let Some(mut tx) = self.turn(self.when(day, 16)).await? else { return Ok(()) };
        for item in &pair.items {
            let plan = ItemPlan {
                form: word(&item.form)?,
                title: item.title.clone(),
                goal: item.goal.clone(),
                due: item.due.map(|day| self.day(day)),
                skills: skills_of(&tx, &item.skills).await?,
                mentor_person: self.person(item.mentor.as_ref())?,
                mentee_person: self.person(item.mentee.as_ref())?,
            };
            items::add(&mut tx, self.actor(&item.by)?, id, plan).await.context(item.title.clone())?;
        }
        self.end(tx).await
    }

    fn person(&self, key: Option<&String>) -> anyhow::Result<Option<PersonId>> {
        key.map(|key| self.names.person(key)).transpose()
    }

    /// Done as it is, or with a document it became.
    async fn finish(&self, id: PairingId, item: &ItemText, day: i64) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(day, 17)).await? else { return Ok(()) };
        let (by, row, done_on) = (self.actor(&item.by)?, item_of(&tx, id, &item.title).await?, self.day(day));
        match &item.link {
            Some(link) => {
                let document = Document {
                    link: link.clone(),
                    done_on: Some(done_on),
                    minutes: item.minutes,
                    outcome: item.outcome.clone(),
                    ..Document::default()
                };
                becoming::document(&mut tx, by, row, document).await?;
            }
            None => {
                let closing =
                    Closing { done_on, minutes: item.minutes, outcome: item.outcome.clone(), ..Closing::default() };
                items::finish(&mut tx, by, row, closing).await?;
            }
        }
        self.end(tx).await
    }

    /// What was agreed upon at a visit is done.
    async fn keep(&self, id: PairingId, visit: &VisitText, agreed: &AgreedText, day: i64) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(day, 17)).await? else { return Ok(()) };
        let row = item_of(&tx, id, &agreed.text).await?;
        let (done_on, minutes, outcome) = (self.day(day), agreed.minutes, agreed.outcome.clone());
        items::finish(
            &mut tx,
            self.actor(&visit.by)?,
            row,
            Closing { done_on, minutes, outcome, ..Closing::default() },
        )
        .await?;
        self.end(tx).await
    }

    async fn cancel(&self, id: PairingId, item: &ItemText, day: i64) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(day, 13)).await? else { return Ok(()) };
        let reason = item.cancelled.as_ref().map(|(_, reason)| reason.clone()).unwrap_or_default();
        let row = item_of(&tx, id, &item.title).await?;
        items::cancel(&mut tx, self.actor(&item.by)?, row, &reason).await?;
        self.end(tx).await
    }

    async fn plan_visit(&self, id: PairingId, visit: &VisitText) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(visit.on, 10)).await? else { return Ok(()) };
        let side: Side = word(&visit.side)?;
        visits::plan(&mut tx, self.actor(&visit.by)?, id, (Some(side), self.day(visit.planned))).await?;
        self.end(tx).await
    }

    /// It took place and was written up, or it did not.
    async fn visited(&self, id: PairingId, place: usize, visit: &VisitText, day: i64) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(day, 18)).await? else { return Ok(()) };
        let (by, row) = (self.actor(&visit.by)?, visit_of(&tx, id, place).await?);
        if let Some((_, reason)) = &visit.missed {
            visits::miss(&mut tx, by, row.id, reason).await?;
            return self.end(tx).await;
        }
        let row = visits::hold(&mut tx, by, row.id, self.day(day), visit.minutes).await?;
        let mut agreements = Vec::new();
        for one in &visit.agreements {
            let due = one.due.map(|day| self.day(day));
            agreements.push(Agreed { text: one.text.clone(), form: word(&one.form)?, due });
        }
        let written = visits::Written {
            revision: row.revision,
            planned_on: row.planned_on,
            minutes: visit.minutes,
            met: visit.met.clone(),
            findings: visit.findings.clone(),
            agreements,
        };
        let saved = visits::write(&mut tx, by, row.id, written).await?;
        ensure!(matches!(saved, Saved::Done(_)), "somebody else writes of the visit");
        self.end(tx).await
    }

    async fn sign_visit(&self, id: PairingId, place: usize, visit: &VisitText, day: i64) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(day, 9)).await? else { return Ok(()) };
        let row: PairingVisitId = visit_of(&tx, id, place).await?.id;
        for signer in &visit.signed {
            let seen = visit_of(&tx, id, place).await?.revision;
            let saved = visits::sign(&mut tx, self.actor(signer)?, row, (seen, None)).await;
            let saved = saved.with_context(|| format!("{signer} signs"))?;
            ensure!(matches!(saved, Saved::Done(_)), "{signer} signs what is gone");
        }
        self.end(tx).await
    }
}

fn of_items<'a>(items: &'a [ItemText], deeds: &mut Vec<(i64, Deed<'a>)>) {
    for item in items {
        if let Some(event) = &item.event {
            // Announced two weeks before, and before today.
            deeds.push(((event.day - 14).min(-2), Deed::Announced(item, event)));
            if event.held {
                deeds.push((event.day, Deed::Held(item, event)));
            }
        } else if let Some(day) = item.done {
            deeds.push((day, Deed::Done(item)));
        } else if let Some((day, _)) = &item.cancelled {
            deeds.push((*day, Deed::Cancelled(item)));
        }
    }
}

fn of_visits<'a>(visits: &'a [VisitText], deeds: &mut Vec<(i64, Deed<'a>)>) {
    for (place, visit) in visits.iter().enumerate() {
        deeds.push((visit.on, Deed::Planned(place)));
        let day = visit.held.or(visit.missed.as_ref().map(|(day, _)| *day));
        deeds.extend(day.map(|day| (day, Deed::Visited(place))));
        if !visit.signed.is_empty() {
            deeds.extend(visit.held.map(|day| (day + 2, Deed::Signed(place))));
        }
        let kept = visit.agreements.iter().filter_map(|agreed| Some((agreed.done?, Deed::Kept(place, agreed))));
        deeds.extend(kept);
    }
}

pub(super) async fn item_of(tx: &Tx, pairing: PairingId, title: &str) -> anyhow::Result<PlanItemId> {
    let found = plan_item::Entity::find()
        .filter(plan_item::Column::PairingId.eq(pairing))
        .filter(plan_item::Column::Title.eq(title));
    Ok(found.one(tx.db()).await?.with_context(|| format!("no item «{title}»"))?.id)
}

/// Visits in the order in which they were planned, which is the order of the file.
async fn visit_of(tx: &Tx, pairing: PairingId, place: usize) -> anyhow::Result<pairing_visit::Model> {
    let rows = pairing_visit::Entity::find()
        .filter(pairing_visit::Column::PairingId.eq(pairing))
        .order_by_asc(pairing_visit::Column::CreatedAt);
    rows.all(tx.db()).await?.into_iter().nth(place).context("no such visit")
}
