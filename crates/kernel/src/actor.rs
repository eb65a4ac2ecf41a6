//! Who asks: the person behind a request with everything a policy may need, loaded once.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Code, Error, OrgId, PersonId, Result, SessionId};

/// Roles are grants with a scope and a period; a person may hold several.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Role {
    Teacher,
    SchoolHead,
    DeputyHead,
    AssociationLeader,
    /// Runs pairings on the side of a mentor school.
    MentorCoordinator,
    Curator,
    MunicipalCoordinator,
    RegionalCoordinator,
    Expert,
    Methodist,
    Tutor,
    Psychologist,
    /// Specialist of an education office.
    Inspector,
    /// Public observer: reads, never writes.
    Observer,
    Administrator,
}

/// A role in force now. `scope` is `None` for the whole network; `territory` holds the scope and everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub scope: Option<OrgId>,
    pub until: Option<NaiveDate>,
    pub territory: BTreeSet<OrgId>,
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub person: PersonId,
    pub session: SessionId,
    /// Confirmed by a school, association or coordinator. Pending people only read open spaces.
    pub confirmed: bool,
    /// Holds the consent in force. Without it only consent, own data and signing out are open.
    pub consented: bool,
    /// Organisations of confirmed affiliations.
    pub orgs: BTreeSet<OrgId>,
    /// `orgs` and everything above them: school → municipality → region.
    pub circle: BTreeSet<OrgId>,
    pub subjects: Vec<String>,
    pub grants: Vec<Grant>,
}

impl Actor {
    pub fn is_administrator(&self) -> bool {
        self.grants.iter().any(|g| g.role == Role::Administrator && g.scope.is_none())
    }

    /// Holds one of `roles` with a scope that covers `org`, or is an administrator.
    pub fn holds_over(&self, roles: &[Role], org: OrgId) -> bool {
        self.is_administrator()
            || self.grants.iter().any(|g| roles.contains(&g.role) && (g.scope.is_none() || g.territory.contains(&org)))
    }

    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    pub fn leads(&self, association: OrgId) -> bool {
        self.is_administrator()
            || self.grants.iter().any(|g| g.role == Role::AssociationLeader && g.scope == Some(association))
    }

    /// Organisations where the actor administers people: heads in their school, leaders in their association,
    /// coordinators in their territory. `None` means everywhere.
    pub fn administers(&self, org: OrgId) -> bool {
        self.holds_over(
            &[
                Role::SchoolHead,
                Role::DeputyHead,
                Role::AssociationLeader,
                Role::MunicipalCoordinator,
                Role::RegionalCoordinator,
            ],
            org,
        )
    }

    /// # Errors
    /// `NotConfirmed` or `ConsentRequired` for those who may only read.
    pub fn may_write(&self) -> Result<()> {
        if !self.consented {
            return Err(Error::Refused(Code::ConsentRequired));
        }
        if !self.confirmed {
            return Err(Error::Refused(Code::NotConfirmed));
        }
        Ok(())
    }
}
