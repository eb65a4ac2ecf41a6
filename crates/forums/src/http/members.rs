//! `/spaces/{id}/members` and who may be mentioned

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Page, PageQuery, PersonId, PersonRef, SpaceId};
use platform::{
    App,
    http::{Body, Id, Parameters, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kinds::{MemberState, SpaceRole},
    members, mentionable,
    view::{Member, members as view},
};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MemberQuery {
    /// `requested`, `invited` and `removed` are for moderators; members unless told.
    pub state: Option<MemberState>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MentionQuery {
    /// Beginning of a name.
    #[serde(default)]
    pub q: String,
}

#[derive(Serialize, ToSchema)]
pub struct People {
    pub items: Vec<PersonRef>,
}

#[derive(Serialize, ToSchema)]
pub struct Joined {
    pub state: MemberState,
}

#[derive(Deserialize, ToSchema)]
pub struct SetMember {
    pub role: SpaceRole,
    /// `member` or `invited`.
    pub state: MemberState,
}

/// Members of a space, by name
#[utoipa::path(get, path = "/spaces/{id}/members", tag = "forums", params(("id" = SpaceId, Path), MemberQuery), responses((status = 200, body = Page<Member>), Problems))]
pub async fn list_members(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SpaceId>,
    Parameters(query): Parameters<MemberQuery>,
) -> Result<Json<Page<Member>>> {
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    Ok(Json(view::list(&app, &actor, id, query.state.unwrap_or(MemberState::Member), &page).await?))
}

/// Comes in, or asks to
#[utoipa::path(post, path = "/spaces/{id}/join", tag = "forums", params(("id" = SpaceId, Path)), responses((status = 200, body = Joined), Problems))]
pub async fn join_space(State(app): State<App>, Reader(actor): Reader, Id(id): Id<SpaceId>) -> Result<Json<Joined>> {
    let mut tx = app.begin().await?;
    let state = members::join(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(Joined { state }))
}

/// Leaves a group, or takes a request or an invitation back
#[utoipa::path(post, path = "/spaces/{id}/leave", tag = "forums", params(("id" = SpaceId, Path)), responses((status = 204), Problems))]
pub async fn leave_space(State(app): State<App>, Reader(actor): Reader, Id(id): Id<SpaceId>) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    members::leave(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a person in, invites them, or changes their role
#[utoipa::path(put, path = "/spaces/{id}/members/{person}", tag = "forums", params(("id" = SpaceId, Path), ("person" = PersonId, Path)),
    request_body = SetMember, responses((status = 200, body = Member), Problems))]
pub async fn set_member(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, person)): Id<(SpaceId, PersonId)>,
    Body(SetMember { role, state }): Body<SetMember>,
) -> Result<Json<Member>> {
    let mut tx = app.begin().await?;
    let row = members::set(&mut tx, &actor, id, person, role, state).await?;
    tx.commit().await?;
    Ok(Json(view::one(&app, row).await?))
}

/// Shows a person out and keeps the door shut; strikes off a request or an invitation
#[utoipa::path(delete, path = "/spaces/{id}/members/{person}", tag = "forums", params(("id" = SpaceId, Path), ("person" = PersonId, Path)),
    responses((status = 204), Problems))]
pub async fn remove_member(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, person)): Id<(SpaceId, PersonId)>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    members::remove(&mut tx, &actor, id, person).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// People who may be mentioned here: those who may read here
#[utoipa::path(get, path = "/spaces/{id}/mentionable", tag = "forums", params(("id" = SpaceId, Path), MentionQuery), responses((status = 200, body = People), Problems))]
pub async fn list_mentionable(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SpaceId>,
    Parameters(query): Parameters<MentionQuery>,
) -> Result<Json<People>> {
    Ok(Json(People { items: mentionable::people(&app, &actor, id, &query.q).await? }))
}
