//! Links that bring people in, made and withdrawn.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{DateTime, InvitationId, OrgId, OrgRef, Page, PageQuery, PersonId, PersonRef, Role, Utc};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Result, Signed},
};
use qrcode::{EcLevel, QrCode, render::svg};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    entry::LinkToken,
    views::{self, Affiliation},
};
use crate::{
    directory,
    entity::invitation,
    invitations::{self, NewInvitation},
    letters, policy, visible,
    words::InvitationKind,
};

#[derive(Serialize, ToSchema)]
pub struct Invitation {
    pub id: InvitationId,
    pub org: OrgRef,
    pub role: Role,
    pub kind: InvitationKind,
    pub max_uses: i32,
    pub used: i32,
    pub expires_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    /// Absent: made by whoever runs the installation.
    pub created_by: Option<PersonRef>,
    pub revoked: bool,
    /// For whom a single link is.
    pub for_name: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct InvitationCreated {
    pub invitation: Invitation,
    /// `/i/<token>`: shown once, stored as a hash.
    pub link: String,
    /// The whole address as a QR code.
    pub qr_svg: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InvitationsQuery {
    pub org: Option<OrgId>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

/// Links into the organisations one looks after, the newest first
#[utoipa::path(get, path = "/invitations", tag = "accounts", operation_id = "list_invitations",
    params(InvitationsQuery), responses((status = 200, body = Page<Invitation>), Problems))]
pub async fn list(
    State(app): State<App>,
    Signed(actor): Signed,
    Parameters(query): Parameters<InvitationsQuery>,
) -> Result<Json<Page<Invitation>>> {
    policy::browse_people(&actor).or_refuse()?;
    let db = app.db().snapshot().await?;
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let mut rows = invitation::Entity::find().filter(visible::invitations(&actor));
    if let Some(org) = query.org {
        rows = rows.filter(invitation::Column::OrganisationId.eq(org));
    }
    if let Some(before) = page.key::<InvitationId>()? {
        rows = rows.filter(invitation::Column::Id.lt(before));
    }
    let rows = rows.order_by_desc(invitation::Column::Id).limit(page.limit() as u64 + 1).all(&db).await?;
    let cut = Page::cut(rows, page.limit(), |i| i.id)?;
    Ok(Json(Page { items: describe(&db, cut.items).await?, next: cut.next }))
}

async fn describe<C: ConnectionTrait>(db: &C, rows: Vec<invitation::Model>) -> kernel::Result<Vec<Invitation>> {
    let orgs: Vec<OrgId> = rows.iter().map(|i| i.organisation_id).collect();
    let makers: Vec<PersonId> = rows.iter().filter_map(|i| i.created_by).collect();
    let orgs = directory::org_refs(db, &orgs).await?;
    let makers = directory::names(db, &makers).await?;
    let view = |i: invitation::Model| {
        Some(Invitation {
            id: i.id,
            org: orgs.get(&i.organisation_id)?.clone(),
            role: i.role,
            kind: i.kind,
            max_uses: i.max_uses,
            used: i.used,
            expires_at: i.expires_at,
            created_at: i.created_at,
            created_by: i.created_by.and_then(|id| makers.get(&id).cloned()),
            revoked: i.revoked_at.is_some(),
            for_name: full_name([i.surname, i.given_name, i.patronymic]),
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

fn full_name(parts: [Option<String>; 3]) -> Option<String> {
    let name: Vec<String> = parts.into_iter().flatten().collect();
    (!name.is_empty()).then(|| name.join(" "))
}

/// Make a link for one person or for a staff room
#[utoipa::path(post, path = "/invitations", tag = "accounts", operation_id = "create_invitation",
    request_body = NewInvitation, responses((status = 201, body = InvitationCreated), Problems))]
pub async fn create(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<NewInvitation>,
) -> Result<Created<InvitationCreated>> {
    let mut tx = app.begin().await?;
    let (row, token) = invitations::create(&mut tx, &actor, body).await?;
    tx.commit().await?;
    let qr_svg = qr(&letters::url(&app.config().http.public_url, "/i/", &token))?;
    let invitation = describe(app.reader(), vec![row]).await?.pop().ok_or(kernel::Error::Hidden)?;
    Ok(Created(InvitationCreated { invitation, link: format!("/i/{token}"), qr_svg }))
}

fn qr(address: &str) -> kernel::Result<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(anyhow::Error::from)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(240, 240).quiet_zone(true).build())
}

/// Join by a link with the account one has
#[utoipa::path(post, path = "/invitations/accept", tag = "accounts", operation_id = "join_by_invitation",
    request_body = LinkToken, responses((status = 201, body = Affiliation), Problems))]
pub async fn join(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<LinkToken>,
) -> Result<Created<Affiliation>> {
    let mut tx = app.begin().await?;
    let row = invitations::join(&mut tx, &actor, &body.token).await?;
    tx.commit().await?;
    let view = views::affiliations(app.reader(), vec![row]).await?.pop();
    Ok(Created(view.ok_or(kernel::Error::Hidden)?))
}

/// Make a link worthless
#[utoipa::path(delete, path = "/invitations/{id}", tag = "accounts", operation_id = "revoke_invitation",
    params(("id" = InvitationId, Path)), responses((status = 204), Problems))]
pub async fn revoke(State(app): State<App>, Signed(actor): Signed, Id(id): Id<InvitationId>) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    invitations::revoke(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
