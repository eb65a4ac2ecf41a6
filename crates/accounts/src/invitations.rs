//! Links that bring people in: for one person, or for a staff room. The token is shown once and stored as a hash.
//!
//! Invariants: `used` never passes `max_uses` (a guarded UPDATE decides, not a check before it); a link is worth no
//! more than the present rights of whoever made it.

use chrono::TimeDelta;
use kernel::{Actor, Code, Error, InvitationId, OrgId, OrgKind, PersonId, Result, Role, error::Checks};
use platform::Tx;
use sea_orm::{ConnectionTrait, QuerySelect, Set, entity::prelude::*, sea_query::ExprTrait};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    addresses, affiliations, consents, credentials,
    entity::{affiliation, invitation, organisation, person},
    event::What,
    facts,
    grants::{self, NewGrant},
    one_time::gone,
    organisations,
    people::{self, NewPerson, Profile},
    policy, secrets, standing,
    words::{AffiliationStatus, ConsentKind, InvitationKind, PersonStatus},
};

const LONGEST_DAYS: u32 = 90;
const DAYS: u32 = 14;
const ROOM: u32 = 30;
const LARGEST_ROOM: u32 = 300;

/// A link to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewInvitation {
    pub org_id: OrgId,
    /// `teacher` in an association means plain membership.
    pub role: Role,
    pub kind: InvitationKind,
    /// Of a room; 30 when absent, 300 at most.
    pub max_uses: Option<u32>,
    /// 14 when absent, 90 at most.
    pub days: Option<u32>,
    pub surname: Option<String>,
    pub given_name: Option<String>,
    pub patronymic: Option<String>,
    pub position: Option<String>,
    /// An imported person who takes over their own record.
    #[serde(skip)]
    pub person_id: Option<PersonId>,
}

/// Makes a link if the actor may. Answers the row and the token.
///
/// # Errors
/// `Hidden` for unknown organisations, `Forbidden` where the actor brings nobody in.
pub async fn create(tx: &mut Tx, actor: &Actor, new: NewInvitation) -> Result<(invitation::Model, String)> {
    policy::consented(actor).or_refuse()?;
    let org = organisations::lock(tx, new.org_id).await.map_err(|_| Error::invalid("org_id", "unknown"))?;
    let actor = facts::fresh(tx, actor).await?;
    policy::invite(&actor, new.role, &organisations::place(&org)).or_refuse()?;
    issue(tx, Some(actor.person), new).await
}

/// Makes a link for whoever needs no permission: `create`, import.
///
/// # Errors
/// `Invalid` for wrong fields.
pub async fn issue(tx: &mut Tx, by: Option<PersonId>, mut new: NewInvitation) -> Result<(invitation::Model, String)> {
    for text in [&mut new.surname, &mut new.given_name, &mut new.patronymic, &mut new.position] {
        *text = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    }
    check(tx, &new).await?;
    let single = new.kind == InvitationKind::Single;
    let uses = if single { 1 } else { new.max_uses.unwrap_or(ROOM) };
    let token = secrets::token();
    let row = invitation::ActiveModel {
        id: Set(tx.id()),
        token_hash: Set(secrets::hash(&token)),
        kind: Set(new.kind),
        organisation_id: Set(new.org_id),
        role: Set(new.role),
        person_id: Set(new.person_id),
        surname: Set(new.surname),
        given_name: Set(new.given_name),
        patronymic: Set(new.patronymic),
        position: Set(new.position),
        max_uses: Set(i32::try_from(uses).map_err(anyhow::Error::from)?),
        used: Set(0),
        expires_at: Set(tx.now() + TimeDelta::days(i64::from(new.days.unwrap_or(DAYS)))),
        created_at: Set(tx.now()),
        created_by: Set(by),
        revoked_at: Set(None),
    };
    let row = row.insert(tx.db()).await?;
    let what = What::InvitationCreated { invitation: row.id, org: row.organisation_id };
    tx.emit(by.map_or(what.by_house(), |by| what.by(by)));
    Ok((row, token))
}

async fn check(tx: &Tx, new: &NewInvitation) -> Result<()> {
    let mut checks = Checks::default();
    let place = standing::place(tx.db(), Some(new.org_id)).await?;
    checks.require(place.is_some(), "org_id", "unknown");
    let sensible = place.is_none_or(|p| policy::fits(new.role, Some(p.kind)) || is_membership(new.role, p.kind));
    checks.require(sensible, "role", "invalid");
    let named = [(&new.surname, "surname"), (&new.given_name, "given_name"), (&new.patronymic, "patronymic")];
    for (text, field) in named {
        checks.up_to(text.as_deref().unwrap_or_default(), people::NAME_LIMIT, field);
        checks.require(new.kind == InvitationKind::Single || text.is_none(), field, "invalid");
    }
    checks.up_to(new.position.as_deref().unwrap_or_default(), 160, "position");
    checks.require(new.days.is_none_or(|d| (1..=LONGEST_DAYS).contains(&d)), "days", "invalid");
    let room = 1..=LARGEST_ROOM;
    checks.require(new.max_uses.is_none_or(|uses| room.contains(&uses)), "max_uses", "invalid");
    let plain = matches!(new.role, Role::Teacher | Role::Tutor | Role::Psychologist);
    checks.require(new.kind == InvitationKind::Single || plain, "role", "invalid");
    checks.done()
}

/// `teacher` in an association: to belong, without a role.
fn is_membership(role: Role, kind: OrgKind) -> bool {
    role == Role::Teacher && kind == OrgKind::Association
}

/// The invitation behind a link that still works, with its organisation. Anything else is one answer: gone.
pub async fn find<C: ConnectionTrait>(
    db: &C,
    token: &str,
    now: kernel::Timestamp,
) -> Result<(invitation::Model, organisation::Model)> {
    let row = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(secrets::hash(token))).one(db).await?;
    let row = row.filter(|i| i.revoked_at.is_none() && i.expires_at > now && i.used < i.max_uses).ok_or_else(gone)?;
    let org = organisation::Entity::find_by_id(row.organisation_id).one(db).await?.ok_or_else(gone)?;
    if let Some(maker) = row.created_by {
        let maker = facts::load(db, maker, now).await?.ok_or_else(gone)?;
        if !policy::invite(&maker, row.role, &organisations::place(&org)).allowed() {
            return Err(gone());
        }
    }
    Ok((row, org))
}

/// Takes one place of a link.
async fn take(tx: &Tx, id: InvitationId) -> Result<()> {
    let taken = invitation::Entity::update_many()
        .col_expr(invitation::Column::Used, Expr::col(invitation::Column::Used).add(1))
        .filter(invitation::Column::Id.eq(id))
        .filter(Expr::col(invitation::Column::Used).lt(Expr::col(invitation::Column::MaxUses)))
        .filter(invitation::Column::RevokedAt.is_null())
        .exec(tx.db())
        .await?;
    if taken.rows_affected == 1 { Ok(()) } else { Err(gone()) }
}

/// Somebody who comes in with a login and a password of their own.
pub struct Newcomer {
    pub profile: Profile,
    /// Normalised.
    pub login: String,
    pub password_hash: String,
    pub consent_version: i32,
}

/// Comes in by a link.
///
/// # Errors
/// `LinkExpired`, `LoginTaken`, `Invalid` when another consent text is in force.
pub async fn accept(tx: &mut Tx, token: &str, newcomer: Newcomer) -> Result<PersonId> {
    let (row, org) = find(tx.db(), token, tx.now()).await?;
    take(tx, row.id).await?;
    if let Some(person) = row.person_id {
        // Their record says where they work and what they may do; what was taken away meanwhile stays away.
        take_over(tx, person, newcomer).await?;
        tx.emit(What::InvitationAccepted { invitation: row.id, org: org.id, person }.by(person));
        return Ok(person);
    }
    let position = newcomer.profile.position.clone().or_else(|| row.position.clone());
    let person = enter(tx, &org.time_zone, PersonStatus::Confirmed, newcomer).await?;
    belong(tx, &row, &org, person, position).await?;
    Ok(person)
}

/// Joins with the account one has.
///
/// # Errors
/// `LinkExpired`; `AlreadyExists` for members who hold the role.
pub async fn join(tx: &mut Tx, actor: &Actor, token: &str) -> Result<affiliation::Model> {
    policy::consented(actor).or_refuse()?;
    people::lock(tx, actor.person).await?;
    let (row, org) = find(tx.db(), token, tx.now()).await?;
    if row.person_id.is_some() {
        return Err(gone());
    }
    let member = affiliations::of_person(tx.db(), actor.person).await?;
    let member = member.iter().any(|a| a.organisation_id == org.id && a.status == AffiliationStatus::Confirmed);
    let held = grants::of_person(tx.db(), actor.person).await?;
    let holds = held.iter().any(|g| g.role == row.role && g.scope_id == Some(org.id));
    if member && (holds || is_membership(row.role, org.kind)) {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    take(tx, row.id).await?;
    belong(tx, &row, &org, actor.person, row.position.clone()).await
}

/// The membership and the role that a link brings.
async fn belong(
    tx: &mut Tx,
    row: &invitation::Model,
    org: &organisation::Model,
    person: PersonId,
    position: Option<String>,
) -> Result<affiliation::Model> {
    let place = affiliations::place(tx, row.created_by, person, org.id, position).await?;
    // Plain membership of an association is no role.
    let held = grants::of_person(tx.db(), person).await?;
    let holds = held.iter().any(|g| g.role == row.role && g.scope_id == Some(org.id));
    if policy::fits(row.role, Some(org.kind)) && !holds {
        let grant = NewGrant {
            person_id: person,
            role: row.role,
            scope_id: Some(org.id),
            since: None,
            until: None,
            basis: "Приглашение".to_owned(),
        };
        grants::record(tx, row.created_by, grant).await?;
    }
    tx.emit(What::InvitationAccepted { invitation: row.id, org: org.id, person }.by(person));
    Ok(place)
}

/// Makes the person, the login and the consent.
pub(crate) async fn enter(tx: &mut Tx, zone: &str, status: PersonStatus, newcomer: Newcomer) -> Result<PersonId> {
    let email = newcomer.login.contains('@').then(|| newcomer.login.clone());
    let new = NewPerson {
        profile: newcomer.profile,
        email: email.clone(),
        email_confirmed: false,
        status,
        time_zone: zone.to_owned(),
        external_key: None,
    };
    let person = people::create(tx, None, new).await?;
    credentials::create(tx, person.id, &newcomer.login, newcomer.password_hash).await?;
    consents::give(tx, person.id, ConsentKind::Processing, newcomer.consent_version).await?;
    if let Some(email) = email {
        addresses::ask_to_prove(tx, &person, &email).await?;
    }
    Ok(person.id)
}

/// An imported person gets their own login; names are corrected by their owner.
async fn take_over(tx: &mut Tx, id: PersonId, newcomer: Newcomer) -> Result<PersonId> {
    let person = people::lock(tx, id).await.map_err(|_| gone())?;
    if person.status == PersonStatus::Blocked || credentials::login_of(tx.db(), id).await?.is_some() {
        return Err(gone());
    }
    credentials::create(tx, id, &newcomer.login, newcomer.password_hash).await?;
    let email = newcomer.login.contains('@').then(|| newcomer.login.clone());
    people::rewrite(tx, &person, newcomer.profile).await?;
    if let Some(email) = email.filter(|e| person.email.as_deref() != Some(e) || person.email_confirmed_at.is_none()) {
        person::Entity::update_many()
            .col_expr(person::Column::Email, Expr::value(email.clone()))
            .col_expr(person::Column::EmailConfirmedAt, Expr::value(None::<kernel::Timestamp>))
            .filter(person::Column::Id.eq(id))
            .exec(tx.db())
            .await?;
        addresses::ask_to_prove(tx, &person, &email).await?;
    }
    consents::give(tx, id, ConsentKind::Processing, newcomer.consent_version).await?;
    Ok(id)
}

/// Makes a link worthless.
///
/// # Errors
/// `Hidden` for links into organisations the actor does not look after.
pub async fn revoke(tx: &mut Tx, actor: &Actor, id: InvitationId) -> Result<()> {
    policy::consented(actor).or_refuse()?;
    let row = invitation::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.ok_or(Error::Hidden)?;
    let actor = facts::fresh(tx, actor).await?;
    if !policy::confirm(&actor, row.organisation_id).allowed() {
        return Err(Error::Hidden);
    }
    if row.revoked_at.is_some() {
        return Ok(());
    }
    let (invitation, org) = (row.id, row.organisation_id);
    let mut change: invitation::ActiveModel = row.into();
    change.revoked_at = Set(Some(tx.now()));
    change.update(tx.db()).await?;
    tx.emit(What::InvitationRevoked { invitation, org }.by(actor.person));
    Ok(())
}
