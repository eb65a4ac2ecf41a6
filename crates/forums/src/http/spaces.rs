//! `/spaces`

use axum::{Json, extract::State};
use kernel::{Actor, Error, OrgId, Page, SpaceId};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access,
    kinds::{JoinRule, SpaceKind},
    spaces::{self, Changed, NewSpace, SpaceChange},
    view::{
        Space, SpaceCard,
        lists::{self, SpaceQuery},
        space as view,
    },
};

#[derive(Deserialize, ToSchema)]
pub struct CreateSpace {
    pub kind: SpaceKind,
    pub title: String,
    #[serde(default)]
    pub about: String,
    pub join: JoinRule,
    pub org_id: Option<OrgId>,
}

#[derive(Deserialize, ToSchema)]
pub struct ChangeSpace {
    pub version: i32,
    pub title: Option<String>,
    pub about: Option<String>,
    pub join: Option<JoinRule>,
    /// Puts the space away (everything stays readable, nothing is written), or takes it out again.
    pub archived: Option<bool>,
}

async fn current(app: &App, actor: &Actor, id: SpaceId) -> Result<Space> {
    let db = app.reader();
    let seat = access::room(db, actor, id).await?.seat;
    let row = lists::space_row(db, id).await?;
    Ok(view::space(app, db, actor, row, &seat).await?)
}

/// Spaces the caller may know of, by title
#[utoipa::path(get, path = "/spaces", tag = "forums", params(SpaceQuery), responses((status = 200, body = Page<SpaceCard>), Problems))]
pub async fn list_spaces(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<SpaceQuery>,
) -> Result<Json<Page<SpaceCard>>> {
    Ok(Json(lists::spaces(&app, &actor, &query).await?))
}

/// Opens a space
#[utoipa::path(post, path = "/spaces", tag = "forums", request_body = CreateSpace, responses((status = 201, body = Space), Problems))]
pub async fn create_space(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(body): Body<CreateSpace>,
) -> Result<Created<Space>> {
    let CreateSpace { kind, title, about, join, org_id } = body;
    let new = NewSpace { kind, title, about, join, organisation: org_id, external_key: None };
    let mut tx = app.begin().await?;
    let row = spaces::create(&mut tx, &actor, new).await?;
    tx.commit().await?;
    Ok(Created(current(&app, &actor, row.id).await?))
}

/// One space with its sections
#[utoipa::path(get, path = "/spaces/{id}", tag = "forums", params(("id" = SpaceId, Path)), responses((status = 200, body = Space), Problems))]
pub async fn get_space(State(app): State<App>, Reader(actor): Reader, Id(id): Id<SpaceId>) -> Result<Json<Space>> {
    Ok(Json(current(&app, &actor, id).await?))
}

/// Changes title, description or way in; puts the space away or takes it out
#[utoipa::path(patch, path = "/spaces/{id}", tag = "forums", params(("id" = SpaceId, Path)), request_body = ChangeSpace, responses((status = 200, body = Space), Problems))]
pub async fn change_space(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SpaceId>,
    Body(body): Body<ChangeSpace>,
) -> Result<Json<Space>> {
    let ChangeSpace { version, title, about, join, archived } = body;
    let mut tx = app.begin().await?;
    let changed = spaces::change(&mut tx, &actor, id, SpaceChange { version, title, about, join, archived }).await?;
    match changed {
        Changed::Done => {
            tx.commit().await?;
            Ok(Json(current(&app, &actor, id).await?))
        }
        Changed::Stale => {
            drop(tx);
            Err(Error::Stale(serde_json::to_value(current(&app, &actor, id).await?)?).into())
        }
    }
}
