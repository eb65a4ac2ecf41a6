//! The first and the last day of a role: rights change at midnight without anybody doing anything, so a job says it
//! then, and open sockets obey as they do for everything else.

use std::str::FromStr;

use async_trait::async_trait;
use chrono::{Days, NaiveDate, NaiveTime, TimeZone};
use kernel::{PersonId, Result, Timestamp};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use serde::{Deserialize, Serialize};

use crate::{entity::role_grant, event::What};

#[derive(Serialize, Deserialize)]
struct Change {
    person: PersonId,
}

/// Says that the rights of a person changed.
pub struct Boundary;

#[async_trait]
impl JobHandler for Boundary {
    fn kind(&self) -> &'static str {
        "accounts.rights_boundary"
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let change: Change = serde_json::from_str(payload)?;
        let mut tx = app.begin().await?;
        tx.emit(What::RightsChanged { person: change.person }.by_house());
        tx.commit().await?;
        Ok(())
    }
}

/// Queues the words for the days on which a grant begins and is over.
pub async fn watch(tx: &Tx, grant: &role_grant::Model, zone: &str) -> Result<()> {
    let over = grant.until.and_then(|until| until.checked_add_days(Days::new(1)));
    for day in [Some(grant.since), over].into_iter().flatten() {
        if let Some(at) = midnight(day, zone).filter(|at| *at > tx.now()) {
            jobs::enqueue(tx, Boundary.kind(), &Change { person: grant.person_id }, at, None).await?;
        }
    }
    Ok(())
}

/// When a day begins in a zone.
fn midnight(day: NaiveDate, zone: &str) -> Option<Timestamp> {
    let zone = chrono_tz::Tz::from_str(zone).unwrap_or(chrono_tz::Europe::Moscow);
    let local = day.and_time(NaiveTime::MIN);
    Some(zone.from_local_datetime(&local).earliest()?.to_utc())
}
