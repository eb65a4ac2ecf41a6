//! Where schools lie: the region and the municipality of each, for many at once.

use std::collections::{BTreeSet, HashMap};

use accounts::{directory, entity::organisation};
use kernel::{OrgId, OrgKind, Result};
use sea_orm::{ConnectionTrait, QuerySelect, entity::prelude::*};

use super::access::CHUNK;

/// Where a school lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The territory within which schools hear of each other: the region, or the widest there is.
    pub region: OrgId,
    pub municipality: Option<OrgId>,
    /// The school and everything above it.
    pub above: BTreeSet<OrgId>,
}

type Known = HashMap<OrgId, (OrgKind, Option<OrgId>)>;

/// The ground of each school.
pub async fn grounds<C: ConnectionTrait>(db: &C, schools: &[OrgId]) -> Result<HashMap<OrgId, Ground>> {
    let mut found = HashMap::with_capacity(schools.len());
    for part in schools.chunks(CHUNK) {
        let above = directory::ancestors(db, part).await?;
        let known = known(db, above.values().flatten().copied().collect()).await?;
        found.extend(above.into_iter().map(|(school, above)| (school, ground(school, above, &known))));
    }
    Ok(found)
}

/// Regions somebody works in, out of everything above their places of work.
pub async fn regions<C: ConnectionTrait>(db: &C, circle: &BTreeSet<OrgId>) -> Result<Vec<OrgId>> {
    let known = known(db, circle.clone()).await?;
    Ok(known.into_iter().filter(|(_, place)| widest(*place)).map(|(org, _)| org).collect())
}

/// A region, or what stands under nothing.
fn widest((kind, parent): (OrgKind, Option<OrgId>)) -> bool {
    kind == OrgKind::Region || parent.is_none()
}

fn ground(school: OrgId, above: BTreeSet<OrgId>, known: &Known) -> Ground {
    let first = |wanted: &dyn Fn(OrgKind, Option<OrgId>) -> bool| {
        above.iter().copied().find(|org| known.get(org).is_some_and(|(kind, parent)| wanted(*kind, *parent)))
    };
    let region = first(&|kind, _| kind == OrgKind::Region).or_else(|| first(&|_, parent| parent.is_none()));
    Ground { region: region.unwrap_or(school), municipality: first(&|kind, _| kind == OrgKind::Municipality), above }
}

async fn known<C: ConnectionTrait>(db: &C, orgs: BTreeSet<OrgId>) -> Result<Known> {
    let orgs: Vec<OrgId> = orgs.into_iter().collect();
    let mut known = Known::with_capacity(orgs.len());
    for part in orgs.chunks(CHUNK) {
        let rows: Vec<(OrgId, OrgKind, Option<OrgId>)> = organisation::Entity::find()
            .select_only()
            .column(organisation::Column::Id)
            .column(organisation::Column::Kind)
            .column(organisation::Column::ParentId)
            .filter(organisation::Column::Id.is_in(part.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        known.extend(rows.into_iter().map(|(id, kind, parent)| (id, (kind, parent))));
    }
    Ok(known)
}
