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
use sea_orm::{QueryOrder, entity::prelude::*};

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
            let Some(mut tx) = self.turn(self.when(text.on + 1, 15)).await? else { continue };
            let made = self.decide(&mut tx, by, territory, decision).await;
            made.with_context(|| format!("{} of {} in {}", decision.kind, decision.school, decision.theme))?;
            self.end(tx).await?;
        }
        Ok(())
    }

    async fn decide(&self, tx: &mut Tx, by: &Actor, territory: OrgId, text: &DecisionText) -> anyhow::Result<()> {
        let run = newest(tx, territory).await?;
        let need = self.need_of(tx, text).await?;
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

    async fn need_of(&self, tx: &Tx, text: &DecisionText) -> anyhow::Result<need::Model> {
        let found = need::Entity::find()
            .filter(need::Column::SchoolId.eq(self.names.org(&text.school)?))
            .filter(need::Column::Theme.eq(&text.theme))
            .filter(need::Column::State.eq(NeedState::Open));
        found.one(tx.db()).await?.context("no open need")
    }
}

async fn newest(tx: &Tx, territory: OrgId) -> anyhow::Result<match_run::Model> {
    let runs = match_run::Entity::find()
        .filter(match_run::Column::TerritoryId.eq(territory))
        .order_by_desc(match_run::Column::Number);
    runs.one(tx.db()).await?.context("no run")
}
