//! `/pairings/{id}/people`, `/pairings/{id}/ties`, `/pairings/{id}/room`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{PairingId, PairingPersonId, PairingTieId, SpaceId};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::life::{
    people::{self, NewPerson, NewTie},
    room,
    view::{self, PairingPage, PairingPersonView, YoungTeacher},
};

#[derive(Serialize, ToSchema)]
pub struct PairingRoom {
    pub space_id: SpaceId,
}

/// Everybody who is or was of the pair, those of now first
#[utoipa::path(get, path = "/pairings/{id}/people", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = Vec<PairingPersonView>), Problems))]
pub async fn list_pairing_people(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<Vec<PairingPersonView>>> {
    Ok(Json(view::people(&app, &actor, id).await?))
}

/// Young teachers of the pairs one acts or answers for, those without a mentor first
#[utoipa::path(get, path = "/young-teachers", tag = "pairings", responses((status = 200, body = Vec<YoungTeacher>), Problems))]
pub async fn list_young_teachers(State(app): State<App>, Reader(actor): Reader) -> Result<Json<Vec<YoungTeacher>>> {
    Ok(Json(view::young_teachers(&app, &actor).await?))
}

/// Names somebody of a side
#[utoipa::path(post, path = "/pairings/{id}/people", tag = "pairings", params(("id" = PairingId, Path)), request_body = NewPerson, responses((status = 201, body = PairingPage), Problems))]
pub async fn add_pairing_person(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(new): Body<NewPerson>,
) -> Result<Created<PairingPage>> {
    let mut tx = app.begin().await?;
    people::add(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    Ok(Created(view::page(&app, &actor, id).await?))
}

/// Somebody is none of its people any more; the line with their dates stays
#[utoipa::path(delete, path = "/pairings/{id}/people/{person}", tag = "pairings", params(("id" = PairingId, Path), ("person" = PairingPersonId, Path)), responses((status = 204), Problems))]
pub async fn remove_pairing_person(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, person)): Id<(PairingId, PairingPersonId)>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    people::remove(&mut tx, &actor, id, person).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that two people of the pair work with each other
#[utoipa::path(post, path = "/pairings/{id}/ties", tag = "pairings", params(("id" = PairingId, Path)), request_body = NewTie, responses((status = 201, body = PairingPage), Problems))]
pub async fn tie_pairing_people(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(new): Body<NewTie>,
) -> Result<Created<PairingPage>> {
    let mut tx = app.begin().await?;
    people::tie(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    Ok(Created(view::page(&app, &actor, id).await?))
}

/// They do not any more
#[utoipa::path(delete, path = "/pairings/{id}/ties/{tie}", tag = "pairings", params(("id" = PairingId, Path), ("tie" = PairingTieId, Path)), responses((status = 204), Problems))]
pub async fn untie_pairing_people(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, tie)): Id<(PairingId, PairingTieId)>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    people::untie(&mut tx, &actor, id, tie).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The private space of the pair; opened now when nobody has asked for it yet
#[utoipa::path(post, path = "/pairings/{id}/room", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingRoom), Problems))]
pub async fn open_pairing_room(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingRoom>> {
    let mut tx = app.begin().await?;
    let space_id = room::open(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(PairingRoom { space_id }))
}
