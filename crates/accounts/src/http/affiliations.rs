//! Belonging to organisations, and saying that somebody does.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{AffiliationId, DateTime, OrgId, Page, PageQuery, PersonId, PersonRef, Timestamp, Utc};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Result, Signed},
};
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::{self, Affiliation};
use crate::{
    affiliations, directory,
    entity::{affiliation, person},
    policy, visible,
    words::{AffiliationStatus, PersonStatus},
};

#[derive(Deserialize, ToSchema)]
pub struct JoinRequest {
    pub position: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub struct ConfirmationAnswer {
    pub accept: bool,
    /// Why not; told to the person who asked.
    pub reason: Option<String>,
}

/// Somebody asks to be confirmed.
#[derive(Serialize, ToSchema)]
pub struct Confirmation {
    pub affiliation: Affiliation,
    pub person: PersonRef,
    pub email_confirmed: bool,
    pub asked_at: DateTime<Utc>,
}

/// Ask an organisation to confirm that one belongs to it
#[utoipa::path(post, path = "/organisations/{id}/affiliations", tag = "accounts", operation_id = "join_organisation",
    params(("id" = OrgId, Path)), request_body = JoinRequest, responses((status = 201, body = Affiliation), Problems))]
pub async fn join(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<OrgId>,
    Body(body): Body<JoinRequest>,
) -> Result<Created<Affiliation>> {
    let mut tx = app.begin().await?;
    let row = affiliations::ask(&mut tx, &actor, id, body.position).await?;
    tx.commit().await?;
    Ok(Created(one(&app, row).await?))
}

async fn one(app: &App, row: affiliation::Model) -> kernel::Result<Affiliation> {
    let view = views::affiliations(app.reader(), vec![row]).await?.pop();
    view.ok_or(kernel::Error::Hidden)
}

/// Leave, withdraw a request, or end somebody's membership
#[utoipa::path(delete, path = "/affiliations/{id}", tag = "accounts", operation_id = "end_affiliation",
    params(("id" = AffiliationId, Path)), responses((status = 204), Problems))]
pub async fn end(State(app): State<App>, Signed(actor): Signed, Id(id): Id<AffiliationId>) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    affiliations::end(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Requests that wait for an answer, the oldest first
#[utoipa::path(get, path = "/confirmations", tag = "accounts", operation_id = "list_confirmations", params(PageQuery),
    responses((status = 200, body = Page<Confirmation>), Problems))]
pub async fn list(
    State(app): State<App>,
    Signed(actor): Signed,
    Parameters(page): Parameters<PageQuery>,
) -> Result<Json<Page<Confirmation>>> {
    policy::browse_people(&actor).or_refuse()?;
    let db = app.db().snapshot().await?;
    let mut rows = affiliation::Entity::find()
        .join(JoinType::InnerJoin, affiliation::Relation::Person.def())
        .filter(affiliation::Column::Status.eq(AffiliationStatus::Pending))
        .filter(person::Column::Status.is_not_in([PersonStatus::Blocked, PersonStatus::Erased]))
        .filter(visible::requests(&actor));
    if let Some((at, id)) = page.key::<(Timestamp, AffiliationId)>()? {
        let later = Condition::all().add(affiliation::Column::AskedAt.eq(at)).add(affiliation::Column::Id.gt(id));
        rows = rows.filter(Condition::any().add(affiliation::Column::AskedAt.gt(at)).add(later));
    }
    let rows = rows
        .order_by_asc(affiliation::Column::AskedAt)
        .order_by_asc(affiliation::Column::Id)
        .limit(page.limit() as u64 + 1)
        .all(&db)
        .await?;
    let cut = Page::cut(rows, page.limit(), |a| (a.asked_at, a.id))?;
    Ok(Json(Page { items: confirmations(&db, cut.items).await?, next: cut.next }))
}

async fn confirmations<C: ConnectionTrait>(db: &C, rows: Vec<affiliation::Model>) -> kernel::Result<Vec<Confirmation>> {
    let people: Vec<PersonId> = rows.iter().map(|a| a.person_id).collect();
    let orgs: Vec<OrgId> = rows.iter().map(|a| a.organisation_id).collect();
    let orgs = directory::org_refs(db, &orgs).await?;
    let proved: Vec<PersonId> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .filter(person::Column::EmailConfirmedAt.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let names = directory::names(db, &people).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Confirmation {
                person: names.get(&row.person_id)?.clone(),
                email_confirmed: proved.contains(&row.person_id),
                asked_at: row.asked_at,
                affiliation: views::affiliation(row, &orgs)?,
            })
        })
        .collect())
}

/// Answer a request
#[utoipa::path(post, path = "/affiliations/{id}/confirmation", tag = "accounts", operation_id = "answer_confirmation",
    params(("id" = AffiliationId, Path)), request_body = ConfirmationAnswer,
    responses((status = 200, body = Affiliation), Problems))]
pub async fn answer(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<AffiliationId>,
    Body(body): Body<ConfirmationAnswer>,
) -> Result<Json<Affiliation>> {
    let mut tx = app.begin().await?;
    let row = affiliations::decide(&mut tx, &actor, id, body.accept, body.reason).await?;
    tx.commit().await?;
    Ok(Json(one(&app, row).await?))
}
