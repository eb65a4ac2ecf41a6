//! Drafts that come out of other features: what was shown at an event.

use async_trait::async_trait;
use kernel::{PracticeId, PracticeVersionId, Result};
use platform::{
    Tx,
    ports::{Bank, NewPractice, Owner},
};
use sea_orm::entity::prelude::*;

use crate::{
    attached, drafts,
    entity::practice,
    passport::{Link, Passport},
};

pub struct Drafts;

#[async_trait]
impl Bank for Drafts {
    async fn draft(&self, tx: &mut Tx, new: NewPractice) -> Result<PracticeId> {
        let passport = Passport {
            title: new.title,
            summary: new.summary,
            body: new.body,
            subjects: new.subjects,
            grades: new.grades,
            skills: new.skills,
            links: new.links.into_iter().map(|(title, url)| Link { title, url }).collect(),
            ..Passport::default()
        };
        let id = drafts::begin(tx, new.author, passport.fit(), None, None).await?;
        let version = practice::Entity::find_by_id(id).one(tx.db()).await?.and_then(|row| row.work_id);
        if let Some(version) = version {
            take_along(tx, version, &new.files).await?;
        }
        Ok(id)
    }

    async fn has(&self, tx: &mut Tx, id: PracticeId) -> Result<bool> {
        Ok(practice::Entity::find_by_id(id).one(tx.db()).await?.is_some())
    }
}

async fn take_along(tx: &mut Tx, version: PracticeVersionId, from: &[Owner]) -> Result<()> {
    let app = tx.app().clone();
    for owner in from {
        app.files()?.copy(tx, owner, &attached::owner(version)).await?;
    }
    Ok(())
}
