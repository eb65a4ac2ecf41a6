//! Who belongs to a space: explicit rows together with those who belong through their organisation or role.

use std::collections::{BTreeSet, HashMap};

use accounts::entity::role_grant;
use kernel::{OrgId, PersonId, Result, SpaceId, Timestamp};
use sea_orm::{Condition, ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect, Value, entity::prelude::*};

use crate::{
    access::statement,
    entity::{space, space_member},
    kinds::{MemberState, SpaceKind, SpaceRole},
    policy::{SpaceFacts, moderating_roles},
    unread::places,
};

/// People who moderate: explicit moderators and holders of the role that runs the space. Administrators are not listed:
/// they help when asked.
pub async fn moderators<C: ConnectionTrait>(db: &C, space: &SpaceFacts, now: Timestamp) -> Result<Vec<PersonId>> {
    let mut found: BTreeSet<PersonId> = space_member::Entity::find()
        .filter(space_member::Column::SpaceId.eq(space.id))
        .filter(space_member::Column::Role.eq(SpaceRole::Moderator))
        .filter(space_member::Column::State.eq(MemberState::Member))
        .order_by_asc(space_member::Column::Since)
        .all(db)
        .await?
        .into_iter()
        .map(|m| m.person_id)
        .collect();
    let roles = moderating_roles(space.kind);
    if let (Some(org), false) = (space.organisation, roles.is_empty()) {
        let today = now.date_naive();
        let held: Vec<PersonId> = role_grant::Entity::find()
            .select_only()
            .column(role_grant::Column::PersonId)
            .filter(role_grant::Column::ScopeId.eq(org))
            .filter(role_grant::Column::Role.is_in(roles.iter().copied()))
            .filter(role_grant::Column::RevokedAt.is_null())
            .filter(role_grant::Column::Since.lte(today))
            .filter(Condition::any().add(role_grant::Column::Until.is_null()).add(role_grant::Column::Until.gte(today)))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(held);
    }
    Ok(found.into_iter().collect())
}

/// Organisations whose confirmed people are members; `None` for spaces that are not an organisation's.
pub async fn organisations<C: ConnectionTrait>(db: &C, space: &SpaceFacts) -> Result<Option<Vec<OrgId>>> {
    match (space.kind, space.organisation) {
        (SpaceKind::Association | SpaceKind::School, Some(org)) => Ok(Some(vec![org])),
        (SpaceKind::Municipality, Some(org)) => {
            let below = accounts::directory::descendants(db, &[org]).await?;
            Ok(Some(below.into_values().flatten().collect()))
        }
        _ => Ok(None),
    }
}

/// SQL: does person `p` belong to the space bound as `$1`, by row `x` or by organisation? `orgs` are bound from `$from`.
fn belongs(space: &SpaceFacts, orgs: Option<&[OrgId]>, from: usize) -> String {
    let through = match (space.kind, orgs) {
        (SpaceKind::Open, _) => "1 = 1".to_owned(),
        (_, Some(orgs)) => format!(
            "EXISTS (SELECT 1 FROM affiliation a WHERE a.person_id = p.id AND a.status = 'confirmed' \
             AND a.ended_at IS NULL AND a.organisation_id IN ({}))",
            places(from, orgs.len())
        ),
        (_, None) => "1 = 0".to_owned(),
    };
    format!(
        "p.status = 'confirmed' AND (x.state = 'member' OR ((x.state IS NULL OR x.state <> 'removed') AND {through}))"
    )
}

const WITH_ROW: &str = "person p LEFT JOIN space_member x ON x.person_id = p.id AND x.space_id = $1";

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

#[derive(FromQueryResult)]
struct PerSpace {
    id: SpaceId,
    n: i64,
}

fn narrow(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// How many belong to each space. Groups, schools and associations are counted together, the rest one by one.
pub async fn counts<C: ConnectionTrait>(db: &C, spaces: &[space::Model]) -> Result<HashMap<SpaceId, i32>> {
    let (few, many): (Vec<_>, Vec<_>) =
        spaces.iter().partition(|s| matches!(s.kind, SpaceKind::Open | SpaceKind::Municipality));
    let mut found = HashMap::with_capacity(spaces.len());
    if !many.is_empty() {
        let sql = format!(
            "SELECT s.id, (SELECT count(DISTINCT p.id) FROM person p JOIN affiliation a ON a.person_id = p.id \
             WHERE s.kind <> 'group' AND a.organisation_id = s.organisation_id AND a.status = 'confirmed' \
             AND a.ended_at IS NULL AND p.status = 'confirmed' AND NOT EXISTS (SELECT 1 FROM space_member x \
             WHERE x.space_id = s.id AND x.person_id = p.id AND x.state IN ('member', 'removed'))) \
             + (SELECT count(*) FROM space_member x JOIN person p ON p.id = x.person_id WHERE x.space_id = s.id \
             AND x.state = 'member' AND p.status = 'confirmed') AS n FROM space s WHERE s.id IN ({})",
            places(1, many.len())
        );
        let values = many.iter().map(|s| Value::from(s.id));
        for row in PerSpace::find_by_statement(statement(db, &sql, values)).all(db).await? {
            found.insert(row.id, narrow(row.n));
        }
    }
    for space in few {
        found.insert(space.id, count(db, &SpaceFacts::of(space, None)).await?);
    }
    Ok(found)
}

async fn count<C: ConnectionTrait>(db: &C, space: &SpaceFacts) -> Result<i32> {
    let orgs = organisations(db, space).await?;
    let sql = format!("SELECT count(*) AS n FROM {WITH_ROW} WHERE {}", belongs(space, orgs.as_deref(), 2));
    let mut values: Vec<Value> = vec![space.id.into()];
    values.extend(orgs.unwrap_or_default().into_iter().map(Value::from));
    let row = Count::find_by_statement(statement(db, &sql, values)).one(db).await?;
    Ok(row.map_or(0, |row| narrow(row.n)))
}

/// One line of a roster.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Line {
    pub person_id: PersonId,
    pub search_key: String,
    pub role: Option<SpaceRole>,
    pub state: Option<MemberState>,
    pub since: Timestamp,
}

/// Members in the order of their names, after `after`; `limit + 1` rows.
pub async fn members<C: ConnectionTrait>(
    db: &C,
    space: &SpaceFacts,
    after: Option<(String, PersonId)>,
    limit: usize,
) -> Result<Vec<Line>> {
    let orgs = organisations(db, space).await?;
    let mut values: Vec<Value> = vec![space.id.into()];
    let mut sql = format!(
        "SELECT p.id AS person_id, p.search_key, x.role, x.state, coalesce(x.since, p.confirmed_at, p.created_at) AS since \
         FROM {WITH_ROW} WHERE {}",
        belongs(space, orgs.as_deref(), 2)
    );
    values.extend(orgs.unwrap_or_default().into_iter().map(Value::from));
    keyset(&mut sql, &mut values, after);
    sql.push_str(&format!(" ORDER BY p.search_key, p.id LIMIT {}", limit + 1));
    Ok(Line::find_by_statement(statement(db, &sql, values)).all(db).await?)
}

/// Explicit rows of one state: requests, invitations, people shown out.
pub async fn rows_in_state<C: ConnectionTrait>(
    db: &C,
    space: SpaceId,
    state: MemberState,
    after: Option<(String, PersonId)>,
    limit: usize,
) -> Result<Vec<Line>> {
    let mut values: Vec<Value> = vec![space.into(), state.into()];
    let mut sql = "SELECT p.id AS person_id, p.search_key, x.role, x.state, x.since FROM space_member x \
                   JOIN person p ON p.id = x.person_id WHERE x.space_id = $1 AND x.state = $2"
        .to_owned();
    keyset(&mut sql, &mut values, after);
    sql.push_str(&format!(" ORDER BY p.search_key, p.id LIMIT {}", limit + 1));
    Ok(Line::find_by_statement(statement(db, &sql, values)).all(db).await?)
}

fn keyset(sql: &mut String, values: &mut Vec<Value>, after: Option<(String, PersonId)>) {
    if let Some((key, id)) = after {
        let n = values.len() + 1;
        sql.push_str(&format!(" AND (p.search_key > ${n} OR (p.search_key = ${n} AND p.id > ${}))", n + 1));
        values.extend([key.into(), id.into()]);
    }
}
