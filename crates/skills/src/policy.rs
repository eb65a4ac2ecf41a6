//! Who edits the catalogue. Reading needs no rule: it is open to everybody.

use std::collections::BTreeSet;

use kernel::{Actor, Code, Decision, OrgId, OrgKind, Result, Role};
use sea_orm::ConnectionTrait;

/// What the rule is decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub may_write: bool,
    pub administrator: bool,
    pub regional_coordinator: bool,
    /// An expert whose scope is a region or the whole network.
    pub regional_expert: bool,
}

impl Standing {
    /// `regions` are those among the actor's scopes.
    pub fn of(actor: &Actor, regions: &BTreeSet<OrgId>) -> Self {
        Self {
            may_write: actor.may_write().is_ok(),
            administrator: actor.is_administrator(),
            regional_coordinator: actor.holds(Role::RegionalCoordinator),
            regional_expert: actor
                .grants
                .iter()
                .any(|g| g.role == Role::Expert && g.scope.is_none_or(|scope| regions.contains(&scope))),
        }
    }

    pub async fn load<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Self> {
        let scopes: Vec<OrgId> =
            actor.grants.iter().filter(|g| g.role == Role::Expert).filter_map(|g| g.scope).collect();
        let regions = match scopes.is_empty() {
            true => BTreeSet::new(),
            false => accounts::directory::org_refs(db, &scopes)
                .await?
                .into_values()
                .filter(|org| org.kind == OrgKind::Region)
                .map(|org| org.id)
                .collect(),
        };
        Ok(Self::of(actor, &regions))
    }

    /// Change words, add and archive skills, import lists.
    pub fn edit(self) -> Decision {
        match self {
            Self { may_write: false, .. } => Decision::Refuse(Code::NotConfirmed),
            Self { administrator: true, .. }
            | Self { regional_coordinator: true, .. }
            | Self { regional_expert: true, .. } => Decision::Allow,
            _ => Decision::Refuse(Code::Forbidden),
        }
    }
}
