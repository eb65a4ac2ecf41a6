//! Roles given and taken: role, scope, period, basis.

use chrono::NaiveDate;
use kernel::{Actor, Code, Error, GrantId, OrgId, PersonId, Result, Role, error::Checks};
use platform::{Tx, db};
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, Set, entity::prelude::*};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    affiliations, boundaries,
    entity::{person, role_grant},
    event::{Granting, What},
    facts, people, policy, standing,
    words::PersonStatus,
};

pub(crate) const REASON_LIMIT: usize = 500;

/// A role to be given.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewGrant {
    pub person_id: PersonId,
    pub role: Role,
    /// Absent: the whole network.
    pub scope_id: Option<OrgId>,
    /// First day; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<NaiveDate>,
    /// Last day; open when absent.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<NaiveDate>,
    /// Order, decision, agreement.
    pub basis: String,
}

/// Grants of a person that were not revoked, oldest first.
pub async fn of_person<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<role_grant::Model>> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(person))
        .filter(role_grant::Column::RevokedAt.is_null());
    Ok(rows.order_by_asc(role_grant::Column::Id).all(db).await?)
}

fn granting(row: &role_grant::Model) -> Granting {
    Granting { grant: row.id, person: row.person_id, role: row.role, scope: row.scope_id }
}

/// Gives a role if the actor may.
///
/// # Errors
/// `Forbidden` outside the matrix of [`policy::give_role`]; `AlreadyExists` when the person holds it.
pub async fn give(tx: &mut Tx, actor: &Actor, new: NewGrant) -> Result<role_grant::Model> {
    policy::consented(actor).or_refuse()?;
    let person = people::lock(tx, new.person_id).await.map_err(|_| Error::invalid("person_id", "unknown"))?;
    let actor = facts::fresh(tx, actor).await?;
    let scope = standing::place(tx.db(), new.scope_id).await?;
    if scope.is_none() && new.scope_id.is_some() {
        return Err(Error::invalid("scope_id", "unknown"));
    }
    policy::give_role(&actor, new.role, scope.as_ref()).or_refuse()?;
    let target = standing::of_row(tx.db(), &person, tx.now()).await?;
    policy::receive_role(&actor, &target, scope.as_ref()).or_refuse()?;
    record(tx, Some(actor.person), new).await
}

/// Gives a role for whoever needs no permission: `give`, invitations, the first administrator, import, the demo loader.
/// Heads, deputies, teachers and leaders become members where they work or lead.
///
/// # Errors
/// `Invalid` when the role makes no sense there or the period is upside down; `AlreadyExists` when the person holds it.
pub async fn record(tx: &mut Tx, by: Option<PersonId>, new: NewGrant) -> Result<role_grant::Model> {
    let person = people::lock(tx, new.person_id).await.map_err(|_| Error::invalid("person_id", "unknown"))?;
    let scope = standing::place(tx.db(), new.scope_id).await?;
    let since = new.since.unwrap_or_else(|| facts::day(tx.now(), &person.time_zone));
    let mut checks = Checks::default();
    checks.text(&new.basis, 300, "basis");
    checks.require(new.scope_id.is_none() || scope.is_some(), "scope_id", "unknown");
    checks.require(policy::fits(new.role, scope.map(|s| s.kind)), "scope_id", "invalid");
    checks.require(new.until.is_none_or(|until| until >= since), "until", "invalid");
    checks.done()?;
    close_expired(tx, &person, new.role, new.scope_id).await?;
    let row = role_grant::ActiveModel {
        id: Set(tx.id()),
        person_id: Set(person.id),
        role: Set(new.role),
        scope_id: Set(new.scope_id),
        since: Set(since),
        until: Set(new.until),
        basis: Set(new.basis.trim().to_owned()),
        granted_by: Set(by),
        created_at: Set(tx.now()),
        revoked_at: Set(None),
        revoked_by: Set(None),
        revoke_reason: Set(None),
    };
    let row = row.insert(tx.db()).await.map_err(|error| {
        if db::is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() }
    })?;
    if let Some(org) = new.scope_id.filter(|_| implies_membership(new.role)) {
        affiliations::place(tx, by, person.id, org, None).await?;
    }
    boundaries::watch(tx, &row, &person.time_zone).await?;
    let by = by.unwrap_or(person.id);
    tx.emit(What::RoleGranted(granting(&row)).by(by));
    tx.emit(What::RightsChanged { person: person.id }.by(by));
    Ok(row)
}

fn implies_membership(role: Role) -> bool {
    matches!(role, Role::Teacher | Role::SchoolHead | Role::DeputyHead | Role::AssociationLeader)
}

/// A grant whose period is over makes room for the next one.
async fn close_expired(tx: &Tx, person: &person::Model, role: Role, scope: Option<OrgId>) -> Result<()> {
    let same_scope = match scope {
        Some(scope) => role_grant::Column::ScopeId.eq(scope),
        None => role_grant::Column::ScopeId.is_null(),
    };
    role_grant::Entity::update_many()
        .col_expr(role_grant::Column::RevokedAt, Expr::value(tx.now()))
        .filter(role_grant::Column::PersonId.eq(person.id))
        .filter(role_grant::Column::Role.eq(role))
        .filter(same_scope)
        .filter(role_grant::Column::RevokedAt.is_null())
        .filter(role_grant::Column::Until.lt(facts::day(tx.now(), &person.time_zone)))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Takes a role away. The reason is told to the person.
///
/// # Errors
/// `Hidden` for grants the actor does not see; `LastAdministrator` when nobody would be left.
pub async fn revoke(tx: &mut Tx, actor: &Actor, id: GrantId, reason: Option<String>) -> Result<()> {
    policy::consented(actor).or_refuse()?;
    let reason = reason.map(|r| r.trim().to_owned()).filter(|r| !r.is_empty());
    let mut checks = Checks::default();
    checks.up_to(reason.as_deref().unwrap_or_default(), REASON_LIMIT, "reason");
    checks.done()?;
    let row = role_grant::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let actor = facts::fresh(tx, actor).await?;
    policy::see_grant(&actor, row.person_id, row.scope_id).or_refuse()?;
    let scope = standing::place(tx.db(), row.scope_id).await?;
    policy::take_role(&actor, row.person_id, row.role, scope.as_ref()).or_refuse()?;
    // Administrators are locked all together and in order; then this one, whatever its role.
    if row.role == Role::Administrator && row.revoked_at.is_none() {
        keep_an_administrator(tx, row.person_id).await?;
    }
    let row = role_grant::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.ok_or(Error::Hidden)?;
    if row.revoked_at.is_some() {
        return Ok(());
    }
    close(tx, actor.person, row, reason).await
}

/// Ends a grant that stands.
pub(crate) async fn close(tx: &mut Tx, by: PersonId, row: role_grant::Model, reason: Option<String>) -> Result<()> {
    let body = granting(&row);
    let mut change: role_grant::ActiveModel = row.into();
    change.revoked_at = Set(Some(tx.now()));
    change.revoked_by = Set(Some(by));
    change.revoke_reason = Set(reason);
    change.update(tx.db()).await?;
    tx.emit(What::RoleRevoked(body).by(by));
    tx.emit(What::RightsChanged { person: body.person }.by(by));
    Ok(())
}

/// Administrators that would be left without `leaving`. Their grants are locked, so two who revoke each other at the
/// same moment cannot both succeed.
///
/// # Errors
/// `LastAdministrator` when nobody would be left.
pub(crate) async fn keep_an_administrator(tx: &Tx, leaving: PersonId) -> Result<()> {
    let standing = administrators().lock_exclusive().all(tx.db()).await?;
    let others: Vec<PersonId> = standing.iter().map(|g| g.person_id).filter(|p| *p != leaving).collect();
    if is_active(tx.db(), &standing, &others, tx.now()).await? {
        Ok(())
    } else {
        Err(Error::Conflict(Code::LastAdministrator))
    }
}

fn administrators() -> Select<role_grant::Entity> {
    role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::Administrator))
        .filter(role_grant::Column::ScopeId.is_null())
        .filter(role_grant::Column::RevokedAt.is_null())
        .order_by_asc(role_grant::Column::Id)
}

/// Is there an administrator who can sign in?
pub(crate) async fn has_administrator<C: ConnectionTrait>(db: &C, now: kernel::Timestamp) -> Result<bool> {
    let standing = administrators().all(db).await?;
    let people: Vec<PersonId> = standing.iter().map(|g| g.person_id).collect();
    is_active(db, &standing, &people, now).await
}

async fn is_active<C: ConnectionTrait>(
    db: &C,
    grants: &[role_grant::Model],
    people: &[PersonId],
    now: kernel::Timestamp,
) -> Result<bool> {
    let rows = person::Entity::find()
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .filter(person::Column::Status.eq(PersonStatus::Confirmed))
        .all(db)
        .await?;
    Ok(rows.iter().any(|p| {
        let day = facts::day(now, &p.time_zone);
        grants.iter().any(|g| g.person_id == p.id && g.since <= day && g.until.is_none_or(|until| until >= day))
    }))
}
