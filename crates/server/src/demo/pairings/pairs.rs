//! A pair of the demo from the proposal to the agreement both have signed, with its people; and to its end.

use std::collections::HashMap;

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use kernel::{PairingId, PairingPersonId};
use pairings::{
    entity::life::pairing,
    kinds::{Side, ThemeKind},
    life::{
        agreements::{self, Saved, Written, view::AgreementBlank},
        pairs::{self, ByHand},
        people::{self, NewPerson, NewTie},
        room, steps,
    },
};
use platform::Tx;
use sea_orm::entity::prelude::*;

use super::{
    Loader,
    rows::{EndText, Pair},
    skills_of,
};
use crate::demo::talk::word;

impl Loader<'_> {
    pub(super) async fn pair(&self, pair: &Pair) -> anyhow::Result<()> {
        self.propose(pair).await.context("proposed")?;
        let id = self.known(pair).await?;
        for (head, days) in pair.agreed.iter().zip([2, 4]) {
            let Some(mut tx) = self.turn(self.when(pair.proposed + days, 10)).await? else { continue };
            steps::agree(&mut tx, self.actor(head)?, id, None).await.with_context(|| format!("{head} agrees"))?;
            self.end(tx).await?;
        }
        let Some(since) = pair.since else { return Ok(()) };
        self.sign(pair, id, since).await.context("agreement")?;
        self.begin_work(pair, id, since).await.context("activated")?;
        self.work(pair, id, since).await
    }

    /// By hand, unless a run has found it.
    async fn propose(&self, pair: &Pair) -> anyhow::Result<()> {
        let Some(reason) = &pair.reason else { return Ok(()) };
        let Some(mut tx) = self.turn(self.when(pair.proposed, 14)).await? else { return Ok(()) };
        let new = ByHand {
            mentor_id: self.names.org(&pair.mentor)?,
            need_id: None,
            mentee_id: Some(self.names.org(&pair.mentee)?),
            theme_kind: Some(word(&pair.kind)?),
            theme: Some(pair.theme.clone()),
            skills: skills_of(&tx, &pair.skills).await?,
            reason: reason.clone(),
        };
        pairs::propose_by_hand(&mut tx, self.actor(&pair.by)?, new).await?;
        self.end(tx).await
    }

    /// The pair in the database, whoever has written it.
    async fn known(&self, pair: &Pair) -> anyhow::Result<PairingId> {
        let found = pairing::Entity::find()
            .filter(pairing::Column::MentorId.eq(self.names.org(&pair.mentor)?))
            .filter(pairing::Column::MenteeId.eq(self.names.org(&pair.mentee)?))
            .filter(pairing::Column::ThemeKind.eq(word::<ThemeKind>(&pair.kind)?))
            .filter(pairing::Column::Theme.eq(&pair.theme))
            .one(self.app.reader())
            .await?;
        Ok(found.context("the pair is not there")?.id)
    }

    /// From the words the product itself begins with; each head gives theirs on a day of their own.
    async fn sign(&self, pair: &Pair, id: PairingId, since: i64) -> anyhow::Result<()> {
        let by = self.actor(&pair.by)?;
        if self.due() {
            self.set(self.when(since - 4, 11));
            let blank = agreements::view::agreements(self.app, by, id).await?.blank.context("no blank")?;
            let mut tx = self.begin(self.when(since - 4, 11)).await?;
            let saved = agreements::save(&mut tx, by, id, self.written(blank, since, pair.term)).await?;
            ensure!(matches!(saved, Saved::Done), "somebody else writes the agreement");
            agreements::send(&mut tx, by, id).await?;
            self.end(tx).await?;
        }
        for (head, days) in pair.signed.iter().zip([3, 1]) {
            let Some(mut tx) = self.turn(self.when(since - days, 9)).await? else { continue };
            agreements::sign(&mut tx, self.actor(head)?, id, None).await.with_context(|| format!("{head} signs"))?;
            self.end(tx).await?;
        }
        Ok(())
    }

    fn written(&self, blank: AgreementBlank, since: i64, term: i64) -> Written {
        Written {
            revision: 0,
            number: blank.number,
            dated: Some(self.day(since - 4)),
            since: Some(self.day(since - 4)),
            until: Some(self.day(since) + TimeDelta::days(term)),
            text: blank.text,
            mentor_details: blank.mentor_details,
            mentee_details: blank.mentee_details,
        }
    }

    async fn begin_work(&self, pair: &Pair, id: PairingId, since: i64) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(since, 12)).await? else { return Ok(()) };
        let by = self.actor(&pair.by)?;
        steps::activate(&mut tx, by, id).await?;
        let ids = self.people(&mut tx, pair, id).await?;
        for tie in &pair.ties {
            let one = |side: Side, key: &String| {
                ids.get(&(side, key.clone())).copied().with_context(|| format!("{key} is not of the pair"))
            };
            let new = NewTie {
                mentor_person_id: one(Side::Mentor, &tie.mentor)?,
                mentee_person_id: one(Side::Mentee, &tie.mentee)?,
                kind: word(&tie.kind)?,
                subject: tie.subject.clone(),
            };
            people::tie(&mut tx, by, id, new).await.with_context(|| format!("{} and {}", tie.mentor, tie.mentee))?;
        }
        if let Some(opens) = &pair.room {
            room::open(&mut tx, self.actor(opens)?, id).await?;
        }
        self.end(tx).await
    }

    /// Everybody once or more; those who teach are the ones of ties.
    async fn people(
        &self,
        tx: &mut Tx,
        pair: &Pair,
        id: PairingId,
    ) -> anyhow::Result<HashMap<(Side, String), PairingPersonId>> {
        let mut ids = HashMap::new();
        for person in &pair.people {
            let side = word(&person.side)?;
            let new = NewPerson { side, person_id: self.names.person(&person.key)?, duty: word(&person.duty)? };
            let added = people::add(tx, self.actor(&pair.by)?, id, new).await;
            let added = added.with_context(|| format!("{} as {}", person.key, person.duty))?;
            if person.duty != "curator" {
                ids.insert((side, person.key.clone()), added);
            }
        }
        Ok(ids)
    }

    pub(super) async fn complete(&self, id: PairingId, end: &EndText) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(end.on, 17)).await? else { return Ok(()) };
        steps::complete(&mut tx, self.actor(&end.by)?, id, "", &end.debrief).await?;
        self.end(tx).await
    }
}
