//! What is known about the people of a file already, read in a few queries.

use std::collections::HashMap;

use kernel::{PersonId, Result, Timestamp};
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::ExprTrait};

use crate::entity::{affiliation, credential, invitation, person, person_subject, role_grant};

/// Databases bind a limited number of values.
pub const CHUNK: usize = 500;

pub struct Known {
    pub person: person::Model,
    pub subjects: Vec<String>,
    /// Ended ones too: an import brings nobody back.
    pub memberships: Vec<affiliation::Model>,
    /// Revoked ones too, for the same reason.
    pub grants: Vec<role_grant::Model>,
    pub has_login: bool,
    /// A link to their record that still works.
    pub has_link: bool,
}

/// At most [`CHUNK`] people by key. `locked`: nobody changes them until the write is over.
pub async fn load<C: ConnectionTrait>(
    db: &C,
    keys: &[&str],
    now: Timestamp,
    locked: bool,
) -> Result<HashMap<String, Known>> {
    let mut people = person::Entity::find()
        .filter(person::Column::ExternalKey.is_in(keys.iter().copied()))
        .order_by_asc(person::Column::Id);
    if locked {
        people = people.lock_exclusive();
    }
    let mut known: HashMap<PersonId, Known> = people.all(db).await?.into_iter().map(|p| (p.id, bare(p))).collect();
    let ids: Vec<PersonId> = known.keys().copied().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    for row in
        person_subject::Entity::find().filter(person_subject::Column::PersonId.is_in(ids.clone())).all(db).await?
    {
        change(&mut known, row.person_id, |k| k.subjects.push(row.subject));
    }
    let memberships = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.is_in(ids.clone()))
        .order_by_asc(affiliation::Column::AskedAt)
        .order_by_asc(affiliation::Column::Id);
    for row in memberships.all(db).await? {
        change(&mut known, row.person_id, |k| k.memberships.push(row));
    }
    let grants = role_grant::Entity::find().filter(role_grant::Column::PersonId.is_in(ids.clone()));
    for row in grants.order_by_asc(role_grant::Column::Id).all(db).await? {
        change(&mut known, row.person_id, |k| k.grants.push(row));
    }
    for row in credential::Entity::find().filter(credential::Column::PersonId.is_in(ids.clone())).all(db).await? {
        change(&mut known, row.person_id, |k| k.has_login = true);
    }
    for row in invitation::Entity::find().filter(live_links(ids, now)).all(db).await? {
        if let Some(person) = row.person_id {
            change(&mut known, person, |k| k.has_link = true);
        }
    }
    Ok(known.into_values().filter_map(|k| Some((k.person.external_key.clone()?, k))).collect())
}

fn bare(person: person::Model) -> Known {
    Known {
        person,
        subjects: Vec::new(),
        memberships: Vec::new(),
        grants: Vec::new(),
        has_login: false,
        has_link: false,
    }
}

fn change(known: &mut HashMap<PersonId, Known>, id: PersonId, with: impl FnOnce(&mut Known)) {
    if let Some(one) = known.get_mut(&id) {
        with(one);
    }
}

/// Links with which these people could take over their records now.
pub fn live_links(people: Vec<PersonId>, now: Timestamp) -> sea_orm::Condition {
    sea_orm::Condition::all()
        .add(invitation::Column::PersonId.is_in(people))
        .add(invitation::Column::RevokedAt.is_null())
        .add(invitation::Column::ExpiresAt.gt(now))
        .add(Expr::col(invitation::Column::Used).lt(Expr::col(invitation::Column::MaxUses)))
}
