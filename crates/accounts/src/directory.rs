//! Reading people and organisations for whoever shows them: this feature, others, the demo loader.

use std::collections::{BTreeSet, HashMap};

use kernel::{OrgId, OrgKind, OrgRef, PersonId, PersonRef, Result};
use sea_orm::{
    ConnectionTrait, FromQueryResult, JoinType, Order, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*,
    sea_query::ExprTrait,
};

use crate::{
    entity::{affiliation, organisation, person, person_subject},
    names,
    words::{AffiliationStatus, PersonStatus},
};

pub use crate::tree::{ancestors, descendants};

/// Databases bind a limited number of values.
const CHUNK: usize = 500;

/// The line that names each person. Unknown ids are absent.
pub async fn names<C: ConnectionTrait>(db: &C, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonRef>> {
    let mut found = HashMap::with_capacity(ids.len());
    let unique: Vec<PersonId> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    for part in unique.chunks(CHUNK) {
        let people = person::Entity::find().filter(person::Column::Id.is_in(part.iter().copied())).all(db).await?;
        found.extend(lines(db, people).await?.into_iter().map(|line| (line.id, line)));
    }
    Ok(found)
}

/// The lines of people already read, in their order.
pub async fn lines<C: ConnectionTrait>(db: &C, people: Vec<person::Model>) -> Result<Vec<PersonRef>> {
    let ids: Vec<PersonId> = people.iter().map(|p| p.id).collect();
    let mut subjects = subjects(db, &ids).await?;
    let mut workplaces = workplaces(db, &ids).await?;
    Ok(people
        .into_iter()
        .map(|p| PersonRef {
            subjects: subjects.remove(&p.id).unwrap_or_default(),
            school: workplaces.remove(&p.id),
            id: p.id,
            surname: p.surname,
            given_name: p.given_name,
            patronymic: p.patronymic,
            position: p.position,
        })
        .collect())
}

async fn subjects<C: ConnectionTrait>(db: &C, ids: &[PersonId]) -> Result<HashMap<PersonId, Vec<String>>> {
    let mut found: HashMap<PersonId, Vec<String>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let rows = person_subject::Entity::find().filter(person_subject::Column::PersonId.is_in(ids.iter().copied()));
    for row in rows.all(db).await? {
        found.entry(row.person_id).or_default().push(row.subject);
    }
    let order = |code: &String| kernel::subject::SUBJECTS.iter().position(|s| s == code);
    found.values_mut().for_each(|codes| codes.sort_by_key(order));
    Ok(found)
}

#[derive(FromQueryResult)]
struct Workplace {
    person_id: PersonId,
    organisation_id: OrgId,
    kind: OrgKind,
    short_name: String,
}

/// Where each person works: the oldest confirmed school, else another employer; never an association.
async fn workplaces<C: ConnectionTrait>(db: &C, ids: &[PersonId]) -> Result<HashMap<PersonId, OrgRef>> {
    let mut found: HashMap<PersonId, OrgRef> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let rows = affiliation::Entity::find()
        .select_only()
        .column(affiliation::Column::PersonId)
        .column(affiliation::Column::OrganisationId)
        .column(organisation::Column::Kind)
        .column(organisation::Column::ShortName)
        .join(JoinType::InnerJoin, affiliation::Relation::Organisation.def())
        .filter(affiliation::Column::PersonId.is_in(ids.iter().copied()))
        .filter(affiliation::Column::Status.eq(AffiliationStatus::Confirmed))
        .filter(organisation::Column::Kind.ne(OrgKind::Association))
        .order_by_asc(affiliation::Column::AskedAt)
        .order_by_asc(affiliation::Column::Id)
        .into_model::<Workplace>()
        .all(db)
        .await?;
    for row in rows {
        let place = OrgRef { id: row.organisation_id, kind: row.kind, short_name: row.short_name };
        let known = found.get(&row.person_id);
        if known.is_none_or(|known| known.kind != OrgKind::School && place.kind == OrgKind::School) {
            found.insert(row.person_id, place);
        }
    }
    Ok(found)
}

/// The line that names each organisation. Unknown ids are absent.
pub async fn org_refs<C: ConnectionTrait>(db: &C, ids: &[OrgId]) -> Result<HashMap<OrgId, OrgRef>> {
    let mut found = HashMap::with_capacity(ids.len());
    let unique: Vec<OrgId> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    for part in unique.chunks(CHUNK) {
        let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(part.iter().copied()));
        found.extend(rows.all(db).await?.into_iter().map(|o| (o.id, org_ref(&o))));
    }
    Ok(found)
}

pub fn org_ref(org: &organisation::Model) -> OrgRef {
    OrgRef { id: org.id, kind: org.kind, short_name: org.short_name.clone() }
}

/// Confirmed members of any of these organisations, blocked people left out.
pub async fn people_of<C: ConnectionTrait>(db: &C, orgs: &[OrgId]) -> Result<BTreeSet<PersonId>> {
    let mut found = BTreeSet::new();
    for part in orgs.chunks(CHUNK) {
        let ids: Vec<PersonId> = affiliation::Entity::find()
            .select_only()
            .column(affiliation::Column::PersonId)
            .join(JoinType::InnerJoin, affiliation::Relation::Person.def())
            .filter(affiliation::Column::OrganisationId.is_in(part.iter().copied()))
            .filter(affiliation::Column::Status.eq(AffiliationStatus::Confirmed))
            .filter(person::Column::Status.eq(PersonStatus::Confirmed))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(ids);
    }
    Ok(found)
}

/// Confirmed people whose name matches every word of `q`, at most `limit`: those whose surname a word begins come first,
/// each part by name.
/// `within`: only confirmed members of these organisations; nothing means anywhere.
pub async fn search_people<C: ConnectionTrait>(
    db: &C,
    q: &str,
    within: Option<&[OrgId]>,
    limit: u64,
) -> Result<Vec<PersonRef>> {
    let words = names::person_query(q);
    let mut query = person::Entity::find()
        .filter(person::Column::Status.eq(PersonStatus::Confirmed))
        .filter(names::matches(person::Column::SearchKey, &words));
    if let Some(orgs) = within {
        query = query.filter(member_of(orgs.to_vec()));
    }
    let rows = query
        .order_by(names::rank(person::Column::SearchKey, &words), Order::Asc)
        .order_by_asc(person::Column::SearchKey)
        .order_by_asc(person::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    lines(db, rows).await
}

/// People with a confirmed affiliation in one of these organisations, as a condition on `person`.
pub(crate) fn member_of(orgs: Vec<OrgId>) -> sea_orm::sea_query::SimpleExpr {
    let members = affiliation::Entity::find()
        .select_only()
        .column(affiliation::Column::PersonId)
        .filter(affiliation::Column::OrganisationId.is_in(orgs))
        .filter(affiliation::Column::Status.eq(AffiliationStatus::Confirmed))
        .into_query();
    Expr::col((person::Entity, person::Column::Id)).in_subquery(members)
}
