//! How coordinators of the demo looked for pairs: wishes of schools, runs of the solver, decisions on what they found.

use anyhow::Context;
use kernel::{Actor, OrgId};
use pairings::{
    entity::{matching::match_run, schools::need},
    kinds::{DecisionKind, NeedState},
    matching::{
        decisions::{self, NewDecision},
        runs::{self, NewMatchRun},
        wishes::{self, NewWish},
    },
};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};

use super::{
    Loader,
    rows::{DecisionText, RunText, WishText},
};
use crate::demo::talk::word;

impl Loader<'_> {
    pub(super) async fn wish(&self, text: &WishText) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(text.on, 12)).await? else { return Ok(()) };
        let mut list = Vec::new();
        for one in &text.list {
            list.push(NewWish {
                other_id: self.names.org(&one.other)?,
                theme_kind: None,
                theme: None,
                rank: one.rank,
                veto: one.veto.is_some(),
                reason: one.veto.clone(),
            });
        }
        wishes::save(&mut tx, self.actor(&text.by)?, self.names.org(&text.school)?, list).await?;
        self.end(tx).await
    }

    /// Solved by the real solver as everything stands; then each decision on its own.
    pub(super) async fn run(&self, text: &RunText) -> anyhow::Result<()> {
        let (by, territory) = (self.actor(&text.by)?, self.names.org(&text.territory)?);
        if self.due() {
            let when = self.when(text.on, 11);
            self.set(when);
            runs::create(self.app, by, territory, NewMatchRun { year: None, mode: word(&text.mode)? }).await?;
            self.end(self.begin(when).await?).await?;
        }
        for decision in &text.decision {
            if let Some(mentor) = &decision.mentor {
                self.find(text, decision, self.names.org(mentor)?).await?;
            }
            let Some(mut tx) = self.turn(self.when(text.on + 1, 15)).await? else { continue };
            let made = self.decide(&mut tx, by, territory, decision).await;
            made.with_context(|| format!("{} of {} in {}", decision.kind, decision.school, decision.theme))?;
            self.end(tx).await?;
        }
        Ok(())
    }

    /// A mentor that the run has ruled out is pinned with the reason, and pairs are found once more.
    async fn find(&self, text: &RunText, decision: &DecisionText, mentor: OrgId) -> anyhow::Result<()> {
        let (by, territory) = (self.actor(&text.by)?, self.names.org(&text.territory)?);
        if let Some(mut tx) = self.turn(self.when(text.on, 14)).await? {
            if !self.weighed(tx.db(), territory, decision, mentor).await? {
                let (run, need) = (newest(tx.db(), territory).await?, self.need_of(tx.db(), decision).await?);
                let reason = Some(decision.reason.clone());
                let pin = NewDecision { need_id: need.id, mentor_id: mentor, kind: DecisionKind::Pin, reason };
                decisions::decide(&mut tx, by, run.id, pin)
                    .await
                    .with_context(|| format!("pin of {}", decision.school))?;
            }
            self.end(tx).await?;
        }
        if self.due() {
            let when = self.when(text.on, 16);
            self.set(when);
            if !self.weighed(self.app.reader(), territory, decision, mentor).await? {
                runs::create(self.app, by, territory, NewMatchRun { year: None, mode: word(&text.mode)? }).await?;
            }
            self.end(self.begin(when).await?).await?;
        }
        Ok(())
    }

    /// Has the newest run weighed the mentor for the need?
    async fn weighed<C: ConnectionTrait>(
        &self,
        db: &C,
        territory: OrgId,
        decision: &DecisionText,
        mentor: OrgId,
    ) -> anyhow::Result<bool> {
        let (run, need) = (newest(db, territory).await?, self.need_of(db, decision).await?);
        let (problem, _) = runs::read(&run)?;
        let place = problem.needs.iter().position(|one| one.id == need.id);
        let mentor = problem.mentors.iter().position(|one| one.school == mentor);
        Ok(place.zip(mentor).is_some_and(|(need, mentor)| problem.edge(need, mentor).is_some()))
    }

    async fn decide(&self, tx: &mut Tx, by: &Actor, territory: OrgId, text: &DecisionText) -> anyhow::Result<()> {
        let run = newest(tx.db(), territory).await?;
        let need = self.need_of(tx.db(), text).await?;
        let (_, found) = runs::read(&run)?;
        let mentor = match &text.mentor {
            Some(mentor) => Some(self.names.org(mentor)?),
            None => found.pairs.iter().find(|pair| pair.need == need.id).map(|pair| pair.mentor),
        };
        let Some(mentor_id) = mentor else { return Ok(()) };
        let kind: DecisionKind = word(&text.kind)?;
        let reason = Some(text.reason.clone());
        let new = NewDecision { need_id: need.id, mentor_id, kind, reason };
        decisions::decide(tx, by, run.id, new).await?;
        Ok(())
    }

    async fn need_of<C: ConnectionTrait>(&self, db: &C, text: &DecisionText) -> anyhow::Result<need::Model> {
        let found = need::Entity::find()
            .filter(need::Column::SchoolId.eq(self.names.org(&text.school)?))
            .filter(need::Column::Theme.eq(&text.theme))
            .filter(need::Column::State.eq(NeedState::Open));
        found.one(db).await?.context("no open need")
    }
}

async fn newest<C: ConnectionTrait>(db: &C, territory: OrgId) -> anyhow::Result<match_run::Model> {
    let runs = match_run::Entity::find()
        .filter(match_run::Column::TerritoryId.eq(territory))
        .order_by_desc(match_run::Column::Number);
    runs.one(db).await?.context("no run")
}
