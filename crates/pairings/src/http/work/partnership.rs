//! `/organisations/{id}/partnership`

use axum::{Json, extract::State};
use kernel::OrgId;
use platform::{
    App,
    http::{Id, Problems, Reader, Result},
};

use crate::{
    schools::{access, years},
    work::partnership::{self, SchoolPartnership},
};

/// Whether a school works with others this school year: an active pair and something held in it, with what that rests on
#[utoipa::path(get, path = "/organisations/{id}/partnership", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = SchoolPartnership), Problems))]
pub async fn get_school_partnership(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<SchoolPartnership>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.overview(desk.place).or_refuse()?;
    let year = years::current(app.now(), &desk.school);
    Ok(Json(partnership::one(app.reader(), id, year).await?))
}
