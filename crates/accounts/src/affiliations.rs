//! Who belongs where: asked for, confirmed, refused, ended.

use std::collections::BTreeSet;

use kernel::{Actor, AffiliationId, Code, Error, OrgId, PersonId, Result};
use platform::{Tx, db};
use sea_orm::{ConnectionTrait, PaginatorTrait, QueryOrder, QuerySelect, Set, entity::prelude::*};

use crate::{
    entity::{affiliation, person, role_grant},
    event::{Joining, What},
    facts, grants, letters, organisations, people, policy,
    words::{AffiliationStatus, PersonStatus},
};

/// Open requests one person may have at a time.
const OPEN_REQUESTS: u64 = 10;

/// Affiliations of a person that were not ended or refused, oldest first.
pub async fn of_person<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<affiliation::Model>> {
    let rows = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.eq(person))
        .filter(affiliation::Column::EndedAt.is_null());
    Ok(rows.order_by_asc(affiliation::Column::AskedAt).order_by_asc(affiliation::Column::Id).all(db).await?)
}

/// The last refusal of each organisation where the person has asked for nothing since, newest first.
pub async fn refusals<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<affiliation::Model>> {
    let rows = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.eq(person))
        .order_by_desc(affiliation::Column::AskedAt)
        .order_by_desc(affiliation::Column::Id)
        .all(db)
        .await?;
    let mut seen = BTreeSet::new();
    Ok(rows
        .into_iter()
        .filter(|row| seen.insert(row.organisation_id) && row.status == AffiliationStatus::Refused)
        .collect())
}

fn joining(row: &affiliation::Model, asked: bool) -> Joining {
    Joining { affiliation: row.id, person: row.person_id, org: row.organisation_id, asked }
}

/// Asks an organisation to confirm that one belongs to it.
///
/// # Errors
/// `AlreadyExists` when one belongs or has asked already.
pub async fn ask(tx: &mut Tx, actor: &Actor, org: OrgId, position: Option<String>) -> Result<affiliation::Model> {
    policy::consented(actor).or_refuse()?;
    let org = organisations::lock(tx, org).await?;
    policy::ask_to_join(actor, &organisations::place(&org)).or_refuse()?;
    let position = position.map(|p| p.trim().to_owned()).filter(|p| !p.is_empty());
    if position.as_ref().is_some_and(|p| p.chars().count() > 160) {
        return Err(Error::invalid("position", "too_long"));
    }
    let open = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.eq(actor.person))
        .filter(affiliation::Column::Status.eq(AffiliationStatus::Pending))
        .count(tx.db())
        .await?;
    if open >= OPEN_REQUESTS {
        return Err(Error::invalid("org", "too_many"));
    }
    request(tx, actor.person, org.id, position).await
}

/// Stores a request of a person who may make it.
pub(crate) async fn request(
    tx: &mut Tx,
    person: PersonId,
    org: OrgId,
    position: Option<String>,
) -> Result<affiliation::Model> {
    let row = insert(tx, person, org, position, None).await?;
    tx.emit(What::AffiliationAsked(joining(&row, true)).by(person));
    // Whoever is asked may see the person from now on.
    tx.emit(What::PersonChanged { person }.by(person));
    Ok(row)
}

async fn insert(
    tx: &Tx,
    person: PersonId,
    org: OrgId,
    position: Option<String>,
    confirmed: Option<Option<PersonId>>,
) -> Result<affiliation::Model> {
    let now = tx.now();
    let row = affiliation::ActiveModel {
        id: Set(tx.id()),
        person_id: Set(person),
        organisation_id: Set(org),
        status: Set(if confirmed.is_some() { AffiliationStatus::Confirmed } else { AffiliationStatus::Pending }),
        position: Set(position),
        asked_at: Set(now),
        confirmed_at: Set(confirmed.map(|_| now)),
        confirmed_by: Set(confirmed.flatten()),
        ended_at: Set(None),
        reason: Set(None),
    };
    row.insert(tx.db()).await.map_err(|error| {
        if db::is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() }
    })
}

/// Makes a person a confirmed member without asking: invitations, appointments, import, the demo loader.
/// An open request is confirmed by it; a membership that stands is left as it is.
pub async fn place(
    tx: &mut Tx,
    by: Option<PersonId>,
    person: PersonId,
    org: OrgId,
    position: Option<String>,
) -> Result<affiliation::Model> {
    let live = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.eq(person))
        .filter(affiliation::Column::OrganisationId.eq(org))
        .filter(affiliation::Column::EndedAt.is_null())
        .lock_exclusive()
        .one(tx.db())
        .await?;
    let row = match live {
        Some(row) if row.status == AffiliationStatus::Confirmed => return Ok(row),
        Some(row) => return accept(tx, by, row).await,
        None => insert(tx, person, org, position, Some(by)).await?,
    };
    let by = by.unwrap_or(person);
    tx.emit(What::AffiliationConfirmed(joining(&row, false)).by(by));
    joined(tx, by, person).await?;
    Ok(row)
}

/// A confirmed membership makes a confirmed person.
async fn joined(tx: &mut Tx, by: PersonId, person: PersonId) -> Result<()> {
    let raised = person::Entity::update_many()
        .col_expr(person::Column::Status, Expr::value(PersonStatus::Confirmed))
        .col_expr(person::Column::ConfirmedAt, Expr::value(tx.now()))
        .filter(person::Column::Id.eq(person))
        .filter(person::Column::Status.eq(PersonStatus::Pending))
        .exec(tx.db())
        .await?;
    if raised.rows_affected == 1 {
        tx.emit(What::PersonConfirmed { person }.by(by));
    }
    tx.emit(What::PersonChanged { person }.by(by));
    tx.emit(What::RightsChanged { person }.by(by));
    Ok(())
}

/// Answers a request. The same answer twice is one answer.
///
/// # Errors
/// `Hidden` where the actor confirms nobody; `AlreadyExists` when it was answered differently.
pub async fn decide(
    tx: &mut Tx,
    actor: &Actor,
    id: AffiliationId,
    accepted: bool,
    reason: Option<String>,
) -> Result<affiliation::Model> {
    policy::consented(actor).or_refuse()?;
    let (_, row) = lock(tx, id).await?;
    let actor = facts::fresh(tx, actor).await?;
    policy::see_request(&actor, row.person_id, row.organisation_id).or_refuse()?;
    policy::confirm(&actor, row.organisation_id).or_refuse()?;
    let wanted = if accepted { AffiliationStatus::Confirmed } else { AffiliationStatus::Refused };
    if row.status == wanted {
        return Ok(row);
    }
    if row.status != AffiliationStatus::Pending {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    if accepted {
        let row = accept(tx, Some(actor.person), row).await?;
        letters::confirmed(tx, row.person_id, row.organisation_id).await?;
        return Ok(row);
    }
    let reason = reason.map(|r| r.trim().chars().take(500).collect::<String>()).filter(|r| !r.is_empty());
    letters::refused(tx, row.person_id, row.organisation_id, reason.as_deref()).await?;
    let row = close(tx, row, AffiliationStatus::Refused, reason).await?;
    tx.emit(What::AffiliationRefused(joining(&row, true)).by(actor.person));
    tx.emit(What::RightsChanged { person: row.person_id }.by(actor.person));
    Ok(row)
}

async fn accept(tx: &mut Tx, by: Option<PersonId>, row: affiliation::Model) -> Result<affiliation::Model> {
    let mut change: affiliation::ActiveModel = row.into();
    change.status = Set(AffiliationStatus::Confirmed);
    change.confirmed_at = Set(Some(tx.now()));
    change.confirmed_by = Set(by);
    let row = change.update(tx.db()).await?;
    let by = by.unwrap_or(row.person_id);
    tx.emit(What::AffiliationConfirmed(joining(&row, true)).by(by));
    joined(tx, by, row.person_id).await?;
    Ok(row)
}

async fn close(
    tx: &Tx,
    row: affiliation::Model,
    status: AffiliationStatus,
    reason: Option<String>,
) -> Result<affiliation::Model> {
    let mut change: affiliation::ActiveModel = row.into();
    change.status = Set(status);
    change.ended_at = Set(Some(tx.now()));
    change.reason = Set(reason);
    Ok(change.update(tx.db()).await?)
}

/// Leaves an organisation, withdraws a request, or is dismissed. Roles in that organisation end with it; whom nobody
/// vouches for any more is pending again.
///
/// # Errors
/// `Hidden` for strangers; `Forbidden` when the person's role there is above the actor's.
pub async fn end(tx: &mut Tx, actor: &Actor, id: AffiliationId) -> Result<()> {
    policy::consented(actor).or_refuse()?;
    let (person, row) = lock(tx, id).await?;
    let actor = facts::fresh(tx, actor).await?;
    let org = organisations::lock(tx, row.organisation_id).await?;
    let there: Vec<role_grant::Model> =
        grants::of_person(tx.db(), person.id).await?.into_iter().filter(|g| g.scope_id == Some(org.id)).collect();
    let roles: Vec<_> = there.iter().map(|g| g.role).collect();
    policy::end_affiliation(&actor, person.id, &organisations::place(&org), &roles).or_refuse()?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    for grant in there {
        grants::close(tx, actor.person, grant, None).await?;
    }
    let row = close(tx, row, AffiliationStatus::Ended, None).await?;
    if person.status == PersonStatus::Confirmed && !is_vouched_for(tx, person.id).await? {
        let mut change: person::ActiveModel = person.into();
        change.status = Set(PersonStatus::Pending);
        change.update(tx.db()).await?;
    }
    tx.emit(What::AffiliationEnded(joining(&row, false)).by(actor.person));
    tx.emit(What::PersonChanged { person: row.person_id }.by(actor.person));
    tx.emit(What::RightsChanged { person: row.person_id }.by(actor.person));
    Ok(())
}

/// Does a membership or a role still vouch for the person?
pub(crate) async fn is_vouched_for(tx: &Tx, person: PersonId) -> Result<bool> {
    let member = of_person(tx.db(), person).await?.iter().any(|a| a.status == AffiliationStatus::Confirmed);
    Ok(member || !grants::of_person(tx.db(), person).await?.is_empty())
}

/// The person before the affiliation, as everywhere: two writes never wait for each other in a ring.
async fn lock(tx: &Tx, id: AffiliationId) -> Result<(person::Model, affiliation::Model)> {
    let row = affiliation::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let person = people::lock(tx, row.person_id).await?;
    let row = affiliation::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.ok_or(Error::Hidden)?;
    Ok((person, row))
}
