//! Who edits the catalogue, as a table.

use std::collections::BTreeSet;

use kernel::{Actor, Decision, Grant, OrgId, PersonId, Role, SessionId};
use skills::policy::Standing;
use uuid::Uuid;

#[test]
fn methodists_of_a_region_edit_and_nobody_else() {
    let (region, district) = (OrgId(Uuid::from_u128(1)), OrgId(Uuid::from_u128(2)));
    let table = [
        (Some((Role::Administrator, None)), true),
        (Some((Role::RegionalCoordinator, Some(region))), true),
        (Some((Role::Expert, Some(region))), true),
        (Some((Role::Expert, None)), true),
        (Some((Role::Expert, Some(district))), false),
        (Some((Role::MunicipalCoordinator, Some(district))), false),
        (Some((Role::Methodist, Some(district))), false),
        (Some((Role::SchoolHead, Some(district))), false),
        (Some((Role::Teacher, Some(district))), false),
        (None, false),
    ];
    for (grant, allowed) in table {
        let actor = Actor {
            person: PersonId(Uuid::from_u128(3)),
            session: SessionId(Uuid::nil()),
            confirmed: true,
            consented: true,
            orgs: BTreeSet::new(),
            circle: BTreeSet::new(),
            subjects: Vec::new(),
            grants: grant
                .into_iter()
                .map(|(role, scope)| Grant { role, scope, until: None, territory: scope.into_iter().collect() })
                .collect(),
        };
        let standing = Standing::of(&actor, &BTreeSet::from([region]));
        assert_eq!(standing.edit() == Decision::Allow, allowed, "{grant:?}");
        let pending = Standing::of(&Actor { confirmed: false, ..actor }, &BTreeSet::from([region]));
        assert_ne!(pending.edit(), Decision::Allow, "{grant:?}");
    }
}
