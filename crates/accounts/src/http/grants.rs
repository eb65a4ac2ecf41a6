//! Roles given and taken.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{GrantId, OrgId, Page, PageQuery, PersonId, PersonRef};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reason, ReasonBody, Result, Signed},
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::{self, Grant};
use crate::{
    directory,
    entity::role_grant,
    grants::{self, NewGrant},
    policy, visible,
};

/// A role and who holds it.
#[derive(Serialize, ToSchema)]
pub struct GrantOfPerson {
    pub grant: Grant,
    pub person: PersonRef,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GrantsQuery {
    /// With this organisation as scope.
    pub org: Option<OrgId>,
    pub person: Option<PersonId>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

/// Roles one looks after, and one's own; the newest first
#[utoipa::path(get, path = "/grants", tag = "accounts", operation_id = "list_grants", params(GrantsQuery),
    responses((status = 200, body = Page<GrantOfPerson>), Problems))]
pub async fn list(
    State(app): State<App>,
    Signed(actor): Signed,
    Parameters(query): Parameters<GrantsQuery>,
) -> Result<Json<Page<GrantOfPerson>>> {
    policy::browse_people(&actor).or_refuse()?;
    let db = app.db().snapshot().await?;
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let mut rows =
        role_grant::Entity::find().filter(visible::grants(&actor)).filter(role_grant::Column::RevokedAt.is_null());
    if let Some(org) = query.org {
        rows = rows.filter(role_grant::Column::ScopeId.eq(org));
    }
    if let Some(person) = query.person {
        rows = rows.filter(role_grant::Column::PersonId.eq(person));
    }
    if let Some(before) = page.key::<GrantId>()? {
        rows = rows.filter(role_grant::Column::Id.lt(before));
    }
    let rows = rows.order_by_desc(role_grant::Column::Id).limit(page.limit() as u64 + 1).all(&db).await?;
    let cut = Page::cut(rows, page.limit(), |g| g.id)?;
    Ok(Json(Page { items: of_people(&db, cut.items).await?, next: cut.next }))
}

async fn of_people<C: ConnectionTrait>(db: &C, rows: Vec<role_grant::Model>) -> kernel::Result<Vec<GrantOfPerson>> {
    let people: Vec<PersonId> = rows.iter().map(|g| g.person_id).collect();
    let names = directory::names(db, &people).await?;
    let grants = views::grants(db, rows).await?;
    Ok(people
        .into_iter()
        .zip(grants)
        .filter_map(|(person, grant)| Some(GrantOfPerson { grant, person: names.get(&person)?.clone() }))
        .collect())
}

/// Give a role
#[utoipa::path(post, path = "/grants", tag = "accounts", operation_id = "give_role", request_body = NewGrant,
    responses((status = 201, body = Grant), Problems))]
pub async fn give(State(app): State<App>, Signed(actor): Signed, Body(body): Body<NewGrant>) -> Result<Created<Grant>> {
    let mut tx = app.begin().await?;
    let row = grants::give(&mut tx, &actor, body).await?;
    tx.commit().await?;
    let grant = views::grants(app.reader(), vec![row]).await?.pop().ok_or(kernel::Error::Hidden)?;
    Ok(Created(grant))
}

/// Take a role away, or give up one's own; the reason is told to the person
#[utoipa::path(delete, path = "/grants/{id}", tag = "accounts", operation_id = "revoke_role",
    params(("id" = GrantId, Path)), request_body = Option<ReasonBody>, responses((status = 204), Problems))]
pub async fn revoke(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<GrantId>,
    Reason(reason): Reason,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    grants::revoke(&mut tx, &actor, id, reason).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
