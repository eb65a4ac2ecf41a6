//! Organisations and their people.

use std::collections::HashMap;

use axum::{Json, extract::State};
use kernel::{Actor, Error, OrgId, OrgKind, OrgRef, Page, PageQuery, PersonId, PersonRef, Result as Outcome, Role};
use platform::{
    App,
    http::{Body, Created, Id, MaybeActor, Parameters, Problems, Result, Signed},
};
use sea_orm::{Condition, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::{self, Affiliation};
use crate::{
    directory,
    entity::{affiliation, organisation, person, role_grant},
    facts, names,
    organisations::{self, Change, NewOrganisation},
    policy,
    words::{AffiliationStatus, AssociationLevel, PersonStatus},
};

#[derive(Serialize, ToSchema)]
pub struct Organisation {
    pub id: OrgId,
    pub kind: OrgKind,
    pub parent: Option<OrgRef>,
    /// From the region down to the parent.
    pub path: Vec<OrgRef>,
    pub legal_name: String,
    pub short_name: String,
    pub place: Option<String>,
    pub school_type: Option<String>,
    pub time_zone: String,
    pub code: Option<String>,
    pub subject: Option<String>,
    pub level: Option<AssociationLevel>,
    pub about: Option<String>,
    pub version: i32,
    pub closed: bool,
    pub people_count: i64,
    pub leaders: Vec<PersonRef>,
    pub my: MyPlace,
}

/// The one who asks, and this organisation.
#[derive(Serialize, ToSchema)]
pub struct MyPlace {
    pub affiliation: Option<Affiliation>,
    pub can_edit: bool,
    pub can_invite: bool,
    pub can_confirm: bool,
    pub can_join: bool,
}

#[derive(Serialize, ToSchema)]
pub struct OrgSummary {
    pub id: OrgId,
    pub kind: OrgKind,
    pub short_name: String,
    pub legal_name: String,
    pub place: Option<String>,
    pub parent: Option<OrgRef>,
    pub people_count: i64,
    pub subject: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct OrgPerson {
    pub person: PersonRef,
    pub affiliation: Affiliation,
    pub roles: Vec<Role>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrganisationsQuery {
    /// As people write it: «оош 12», «№12 Малый Увал».
    pub q: Option<String>,
    pub kind: Option<OrgKind>,
    /// Directly under this one.
    pub parent: Option<OrgId>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

/// Organisations. Regions, municipalities and schools without signing in, for registration
#[utoipa::path(get, path = "/organisations", tag = "accounts", operation_id = "list_organisations",
    params(OrganisationsQuery), responses((status = 200, body = Page<OrgSummary>), Problems))]
pub async fn list(
    State(app): State<App>,
    MaybeActor(actor): MaybeActor,
    Parameters(query): Parameters<OrganisationsQuery>,
) -> Result<Json<Page<OrgSummary>>> {
    policy::list_organisations(actor.as_ref(), query.kind).or_refuse()?;
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let mut rows = organisation::Entity::find().filter(wanted(&query));
    if let Some((key, id)) = page.key::<(String, OrgId)>()? {
        let later =
            Condition::all().add(organisation::Column::SearchKey.eq(key.as_str())).add(organisation::Column::Id.gt(id));
        rows = rows.filter(Condition::any().add(organisation::Column::SearchKey.gt(key)).add(later));
    }
    let rows = rows
        .order_by_asc(organisation::Column::SearchKey)
        .order_by_asc(organisation::Column::Id)
        .limit(page.limit() as u64 + 1)
        .all(app.reader())
        .await?;
    let cut = Page::cut(rows, page.limit(), |o| (o.search_key.clone(), o.id))?;
    Ok(Json(Page { items: summaries(app.reader(), cut.items).await?, next: cut.next }))
}

fn wanted(query: &OrganisationsQuery) -> Condition {
    let mut all = Condition::all().add(organisation::Column::ClosedAt.is_null());
    if let Some(q) = &query.q {
        all = all.add(names::matches(organisation::Column::SearchKey, &names::org_query(q)));
    }
    if let Some(kind) = query.kind {
        all = all.add(organisation::Column::Kind.eq(kind));
    }
    if let Some(parent) = query.parent {
        all = all.add(organisation::Column::ParentId.eq(parent));
    }
    all
}

async fn summaries<C: ConnectionTrait>(db: &C, rows: Vec<organisation::Model>) -> Outcome<Vec<OrgSummary>> {
    let ids: Vec<OrgId> = rows.iter().map(|o| o.id).collect();
    let parents: Vec<OrgId> = rows.iter().filter_map(|o| o.parent_id).collect();
    let counts = organisations::people_counts(db, &ids).await?;
    let parents = directory::org_refs(db, &parents).await?;
    let summary = |o: organisation::Model| OrgSummary {
        id: o.id,
        kind: o.kind,
        short_name: o.short_name,
        legal_name: o.legal_name,
        place: o.place,
        parent: o.parent_id.and_then(|p| parents.get(&p).cloned()),
        people_count: counts.get(&o.id).copied().unwrap_or(0),
        subject: o.subject,
    };
    Ok(rows.into_iter().map(summary).collect())
}

/// An organisation
#[utoipa::path(get, path = "/organisations/{id}", tag = "accounts", operation_id = "get_organisation",
    params(("id" = OrgId, Path)), responses((status = 200, body = Organisation), Problems))]
pub async fn get(State(app): State<App>, Signed(actor): Signed, Id(id): Id<OrgId>) -> Result<Json<Organisation>> {
    policy::consented(&actor).or_refuse()?;
    Ok(Json(view(&app, &actor, id).await?))
}

pub(super) async fn view(app: &App, actor: &Actor, id: OrgId) -> Outcome<Organisation> {
    let db = app.db().snapshot().await?;
    let org = organisation::Entity::find_by_id(id).one(&db).await?.ok_or(Error::Hidden)?;
    let path = path(&db, &org).await?;
    let count = organisations::people_counts(&db, &[id]).await?.remove(&id).unwrap_or(0);
    let leaders = if policy::browse_people(actor).allowed() { leaders(&db, app, id).await? } else { Vec::new() };
    Ok(Organisation {
        parent: path.last().cloned(),
        path,
        people_count: count,
        leaders,
        my: my_place(&db, actor, &org).await?,
        id,
        kind: org.kind,
        closed: org.closed_at.is_some(),
        legal_name: org.legal_name,
        short_name: org.short_name,
        place: org.place,
        school_type: org.school_type,
        time_zone: org.time_zone,
        code: org.code,
        subject: org.subject,
        level: org.level,
        about: org.about,
        version: org.version,
    })
}

async fn path<C: ConnectionTrait>(db: &C, org: &organisation::Model) -> Outcome<Vec<OrgRef>> {
    let above = directory::ancestors(db, &[org.id]).await?.remove(&org.id).unwrap_or_default();
    let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(above)).all(db).await?;
    let rows: HashMap<OrgId, organisation::Model> = rows.into_iter().map(|o| (o.id, o)).collect();
    let mut path = Vec::new();
    let mut next = org.parent_id;
    while let Some(parent) = next.and_then(|id| rows.get(&id)).filter(|_| path.len() < rows.len()) {
        path.push(directory::org_ref(parent));
        next = parent.parent_id;
    }
    path.reverse();
    Ok(path)
}

/// Who answers for the organisation: heads, leaders, coordinators with exactly this scope.
async fn leaders<C: ConnectionTrait>(db: &C, app: &App, id: OrgId) -> Outcome<Vec<PersonRef>> {
    const LEADING: [Role; 4] =
        [Role::SchoolHead, Role::AssociationLeader, Role::MunicipalCoordinator, Role::RegionalCoordinator];
    let people: Vec<PersonId> = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::PersonId)
        .filter(role_grant::Column::ScopeId.eq(id))
        .filter(role_grant::Column::Role.is_in(LEADING))
        .filter(facts::in_force_somewhere(app.now()))
        .order_by_asc(role_grant::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let rows = person::Entity::find()
        .filter(person::Column::Id.is_in(people))
        .filter(person::Column::Status.eq(PersonStatus::Confirmed))
        .order_by_asc(person::Column::SearchKey)
        .all(db)
        .await?;
    directory::lines(db, rows).await
}

async fn my_place<C: ConnectionTrait>(db: &C, actor: &Actor, org: &organisation::Model) -> Outcome<MyPlace> {
    let own = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.eq(actor.person))
        .filter(affiliation::Column::OrganisationId.eq(org.id))
        .filter(affiliation::Column::EndedAt.is_null())
        .one(db)
        .await?;
    let affiliation = views::affiliations(db, own.into_iter().collect()).await?.pop();
    let place = organisations::place(org);
    Ok(MyPlace {
        can_edit: policy::edit_organisation(actor, org.id).allowed(),
        can_invite: policy::invite(actor, Role::Teacher, &place).allowed(),
        can_confirm: policy::confirm(actor, org.id).allowed(),
        can_join: affiliation.is_none() && policy::ask_to_join(actor, &place).allowed(),
        affiliation,
    })
}

/// Found an organisation
#[utoipa::path(post, path = "/organisations", tag = "accounts", operation_id = "create_organisation",
    request_body = NewOrganisation, responses((status = 201, body = Organisation), Problems))]
pub async fn create(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<NewOrganisation>,
) -> Result<Created<Organisation>> {
    let mut tx = app.begin().await?;
    let org = organisations::create(&mut tx, &actor, body).await?;
    tx.commit().await?;
    let actor = app.people()?.actor(&app, actor.person).await?.unwrap_or(actor);
    Ok(Created(view(&app, &actor, org.id).await?))
}

/// Change an organisation
#[utoipa::path(patch, path = "/organisations/{id}", tag = "accounts", operation_id = "change_organisation",
    params(("id" = OrgId, Path)), request_body(content = Change), responses((status = 200, body = Organisation), Problems))]
pub async fn change(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<OrgId>,
    Body(body): Body<Change>,
) -> Result<Json<Organisation>> {
    let mut tx = app.begin().await?;
    match organisations::change(&mut tx, &actor, id, body).await {
        Err(Error::Stale(_)) => {
            let current = serde_json::to_value(view(&app, &actor, id).await?)?;
            return Err(Error::Stale(current).into());
        }
        changed => changed?,
    };
    tx.commit().await?;
    Ok(Json(view(&app, &actor, id).await?))
}

/// Confirmed people of an organisation
#[utoipa::path(get, path = "/organisations/{id}/people", tag = "accounts", operation_id = "list_organisation_people",
    params(("id" = OrgId, Path), PageQuery), responses((status = 200, body = Page<OrgPerson>), Problems))]
pub async fn people(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<OrgId>,
    Parameters(page): Parameters<PageQuery>,
) -> Result<Json<Page<OrgPerson>>> {
    policy::browse_people(&actor).or_refuse()?;
    let db = app.db().snapshot().await?;
    let org = organisation::Entity::find_by_id(id).one(&db).await?.ok_or(Error::Hidden)?;
    let mut rows = person::Entity::find()
        .filter(person::Column::Status.eq(PersonStatus::Confirmed))
        .filter(directory::member_of(vec![id]));
    if let Some((key, after)) = page.key::<(String, PersonId)>()? {
        let later = Condition::all().add(person::Column::SearchKey.eq(key.as_str())).add(person::Column::Id.gt(after));
        rows = rows.filter(Condition::any().add(person::Column::SearchKey.gt(key)).add(later));
    }
    let rows = rows
        .order_by_asc(person::Column::SearchKey)
        .order_by_asc(person::Column::Id)
        .limit(page.limit() as u64 + 1)
        .all(&db)
        .await?;
    let cut = Page::cut(rows, page.limit(), |p| (p.search_key.clone(), p.id))?;
    Ok(Json(Page { items: members(&db, &app, &org, cut.items).await?, next: cut.next }))
}

async fn members<C: ConnectionTrait>(
    db: &C,
    app: &App,
    org: &organisation::Model,
    rows: Vec<person::Model>,
) -> Outcome<Vec<OrgPerson>> {
    let ids: Vec<PersonId> = rows.iter().map(|p| p.id).collect();
    let places = affiliation::Entity::find()
        .filter(affiliation::Column::OrganisationId.eq(org.id))
        .filter(affiliation::Column::Status.eq(AffiliationStatus::Confirmed))
        .filter(affiliation::Column::PersonId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let orgs = HashMap::from([(org.id, directory::org_ref(org))]);
    let mut places: HashMap<PersonId, Affiliation> =
        places.into_iter().filter_map(|a| Some((a.person_id, views::affiliation(a, &orgs)?))).collect();
    let mut roles: HashMap<PersonId, Vec<Role>> = HashMap::new();
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::ScopeId.eq(org.id))
        .filter(role_grant::Column::PersonId.is_in(ids))
        .filter(facts::in_force_somewhere(app.now()))
        .order_by_asc(role_grant::Column::Id);
    for grant in grants.all(db).await? {
        roles.entry(grant.person_id).or_default().push(grant.role);
    }
    let lines = directory::lines(db, rows).await?;
    Ok(lines
        .into_iter()
        .filter_map(|person| {
            let affiliation = places.remove(&person.id)?;
            Some(OrgPerson { roles: roles.remove(&person.id).unwrap_or_default(), person, affiliation })
        })
        .collect())
}
