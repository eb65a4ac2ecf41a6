//! The facts of a person that policies of the whole product are decided on, read in one go.

use std::{collections::BTreeSet, str::FromStr};

use chrono::{NaiveDate, TimeDelta};
use kernel::{Actor, Grant, OrgId, PersonId, Result, SessionId, Timestamp};
use platform::Tx;
use sea_orm::{Condition, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*};
use uuid::Uuid;

use crate::{
    consents::PROCESSING_VERSION,
    entity::{affiliation, consent, person, person_subject, role_grant},
    tree,
    words::{AffiliationStatus, ConsentKind, PersonStatus},
};

/// The calendar day it is for somebody in this zone.
pub fn day(now: Timestamp, time_zone: &str) -> NaiveDate {
    let zone = chrono_tz::Tz::from_str(time_zone).unwrap_or(chrono_tz::Europe::Moscow);
    now.with_timezone(&zone).date_naive()
}

/// Grants that count on `day`: begun, not over, not revoked.
pub fn in_force(day: NaiveDate) -> Condition {
    Condition::all()
        .add(role_grant::Column::RevokedAt.is_null())
        .add(role_grant::Column::Since.lte(day))
        .add(Condition::any().add(role_grant::Column::Until.is_null()).add(role_grant::Column::Until.gte(day)))
}

/// Grants that count where it is today already or still: for lists, which name people of many zones.
pub fn in_force_somewhere(now: Timestamp) -> Condition {
    let (latest, earliest) = (now + TimeDelta::hours(12), now);
    Condition::all()
        .add(role_grant::Column::RevokedAt.is_null())
        .add(role_grant::Column::Since.lte(latest.date_naive()))
        .add(
            Condition::any()
                .add(role_grant::Column::Until.is_null())
                .add(role_grant::Column::Until.gte(earliest.date_naive())),
        )
}

/// The actor a person is now; nothing for people who are gone or blocked.
pub async fn load<C: ConnectionTrait>(db: &C, id: PersonId, now: Timestamp) -> Result<Option<Actor>> {
    let Some(row) = person::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    if row.status.is_out() {
        return Ok(None);
    }
    let subjects = person_subject::Entity::find()
        .filter(person_subject::Column::PersonId.eq(id))
        .order_by_asc(person_subject::Column::Subject)
        .all(db)
        .await?;
    let orgs: BTreeSet<OrgId> = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.eq(id))
        .filter(affiliation::Column::Status.eq(AffiliationStatus::Confirmed))
        .filter(affiliation::Column::EndedAt.is_null())
        .select_only()
        .column(affiliation::Column::OrganisationId)
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let above = tree::ancestors(db, &orgs.iter().copied().collect::<Vec<_>>()).await?;
    let consented = consent::Entity::find()
        .filter(consent::Column::PersonId.eq(id))
        .filter(consent::Column::Kind.eq(ConsentKind::Processing))
        .filter(consent::Column::Version.eq(PROCESSING_VERSION))
        .filter(consent::Column::WithdrawnAt.is_null())
        .one(db)
        .await?
        .is_some();
    Ok(Some(Actor {
        person: id,
        session: SessionId(Uuid::nil()),
        confirmed: row.status == PersonStatus::Confirmed,
        consented,
        circle: above.into_values().flatten().collect(),
        orgs,
        subjects: subjects.into_iter().map(|s| s.subject).collect(),
        grants: grants(db, id, day(now, &row.time_zone)).await?,
    }))
}

async fn grants<C: ConnectionTrait>(db: &C, id: PersonId, day: NaiveDate) -> Result<Vec<Grant>> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(id))
        .filter(in_force(day))
        .order_by_asc(role_grant::Column::Id)
        .all(db)
        .await?;
    let scopes: BTreeSet<OrgId> = rows.iter().filter_map(|g| g.scope_id).collect();
    let below = tree::descendants(db, &scopes.into_iter().collect::<Vec<_>>()).await?;
    Ok(rows
        .into_iter()
        .map(|g| Grant {
            role: g.role,
            scope: g.scope_id,
            until: g.until,
            territory: g.scope_id.and_then(|s| below.get(&s).cloned()).unwrap_or_default(),
        })
        .collect())
}

/// The actor as the open transaction sees them: a role taken away a moment ago no longer decides anything.
///
/// # Errors
/// `Unauthenticated` when the person was blocked meanwhile.
pub async fn fresh(tx: &Tx, actor: &Actor) -> Result<Actor> {
    let now = load(tx.db(), actor.person, tx.now()).await?;
    let now = now.ok_or(kernel::Error::Unauthenticated(kernel::Code::SessionEnded))?;
    Ok(Actor { session: actor.session, ..now })
}
