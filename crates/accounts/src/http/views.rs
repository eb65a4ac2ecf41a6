//! What several answers are made of.

use std::collections::HashMap;

use kernel::{AffiliationId, ConsentId, DateTime, GrantId, OrgId, OrgRef, Result, Role, Utc};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    consents, directory,
    entity::{affiliation, consent, role_grant},
    words::{AffiliationStatus, ConsentKind},
};

/// One person in one organisation.
#[derive(Clone, Serialize, ToSchema)]
pub struct Affiliation {
    pub id: AffiliationId,
    pub org: OrgRef,
    pub status: AffiliationStatus,
    pub position: Option<String>,
    /// Confirmed since.
    pub since: Option<DateTime<Utc>>,
}

/// An organisation did not confirm a request, and nothing was asked there since.
#[derive(Clone, Serialize, ToSchema)]
pub struct Refusal {
    pub org: OrgRef,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
}

/// A role with its scope and period. `scope` absent: the whole network.
#[derive(Clone, Serialize, ToSchema)]
pub struct Grant {
    pub id: GrantId,
    pub role: Role,
    pub scope: Option<OrgRef>,
    #[schema(value_type = String, format = Date)]
    pub since: chrono::NaiveDate,
    /// The last day in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<chrono::NaiveDate>,
    pub basis: String,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct Consent {
    pub id: ConsentId,
    pub kind: ConsentKind,
    pub version: i32,
    pub given_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// A text to agree to, Markdown.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ConsentText {
    pub kind: ConsentKind,
    pub version: i32,
    pub text: String,
}

pub fn consent_text(kind: ConsentKind) -> ConsentText {
    let (version, text) = consents::text(kind);
    ConsentText { kind, version, text: text.to_owned() }
}

pub fn consent(row: consent::Model) -> Consent {
    Consent { id: row.id, kind: row.kind, version: row.version, given_at: row.given_at, withdrawn_at: row.withdrawn_at }
}

/// Affiliations with the names of their organisations, in the same order.
pub async fn affiliations<C: ConnectionTrait>(db: &C, rows: Vec<affiliation::Model>) -> Result<Vec<Affiliation>> {
    let orgs: Vec<OrgId> = rows.iter().map(|a| a.organisation_id).collect();
    let orgs = directory::org_refs(db, &orgs).await?;
    Ok(rows.into_iter().filter_map(|row| affiliation(row, &orgs)).collect())
}

pub fn affiliation(row: affiliation::Model, orgs: &HashMap<OrgId, OrgRef>) -> Option<Affiliation> {
    Some(Affiliation {
        id: row.id,
        org: orgs.get(&row.organisation_id)?.clone(),
        status: row.status,
        position: row.position,
        since: row.confirmed_at,
    })
}

/// Refusals with the names of their organisations.
pub async fn refusals<C: ConnectionTrait>(db: &C, rows: Vec<affiliation::Model>) -> Result<Vec<Refusal>> {
    let orgs: Vec<OrgId> = rows.iter().map(|a| a.organisation_id).collect();
    let orgs = directory::org_refs(db, &orgs).await?;
    let refusal = |row: affiliation::Model| {
        Some(Refusal { org: orgs.get(&row.organisation_id)?.clone(), at: row.ended_at?, reason: row.reason })
    };
    Ok(rows.into_iter().filter_map(refusal).collect())
}

/// Grants with the names of their scopes, in the same order.
pub async fn grants<C: ConnectionTrait>(db: &C, rows: Vec<role_grant::Model>) -> Result<Vec<Grant>> {
    let scopes: Vec<OrgId> = rows.iter().filter_map(|g| g.scope_id).collect();
    let scopes = directory::org_refs(db, &scopes).await?;
    Ok(rows.into_iter().map(|row| grant(row, &scopes)).collect())
}

pub fn grant(row: role_grant::Model, scopes: &HashMap<OrgId, OrgRef>) -> Grant {
    Grant {
        id: row.id,
        role: row.role,
        scope: row.scope_id.and_then(|id| scopes.get(&id).cloned()),
        since: row.since,
        until: row.until,
        basis: row.basis,
    }
}
