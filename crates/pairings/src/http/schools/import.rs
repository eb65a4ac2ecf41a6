//! `/school-contexts/template`, `/organisations/{territory}/contexts/import`

use axum::{Json, extract::State, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{Error, OrgId};
use platform::{
    App,
    http::{Body, Id, Parameters, Problems, Reader, Result, sent},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::schools::import::{self, Imported};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `?territory=…&year=2026`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContextTemplateQuery {
    /// With a row for each of its schools; for its coordinators.
    pub territory: Option<OrgId>,
    /// The year in which the school year begins; this one unless told.
    pub year: Option<i32>,
}

#[derive(Deserialize, ToSchema)]
pub struct ImportContexts {
    /// The file as it is, in base64: an Excel workbook or a text, at most two million bytes.
    pub contents: String,
    /// Of rows that do not name one; this one unless told.
    pub year: Option<i32>,
    /// Only tells what would become of the rows.
    #[serde(default)]
    pub dry_run: bool,
}

/// The workbook in which contexts are filled in for many schools at once
#[utoipa::path(get, path = "/school-contexts/template", tag = "pairings", params(ContextTemplateQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), Problems))]
pub async fn get_school_context_template(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<ContextTemplateQuery>,
) -> Result<Response> {
    let book = import::workbook(app.reader(), &actor, query.territory, query.year, app.now()).await?;
    Ok(sent(XLSX, "school-contexts.xlsx", book))
}

/// Takes contexts of the schools of a territory in: all rows or none; the same file twice changes nothing
#[utoipa::path(post, path = "/organisations/{territory}/contexts/import", tag = "pairings", params(("territory" = OrgId, Path)), request_body = ImportContexts, responses((status = 200, body = Imported), Problems))]
pub async fn import_school_contexts(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(territory): Id<OrgId>,
    Body(ImportContexts { contents, year, dry_run }): Body<ImportContexts>,
) -> Result<Json<Imported>> {
    import::allowed(app.reader(), &actor, territory).await?;
    let contents = STANDARD.decode(contents.trim()).map_err(|_| Error::invalid("contents", "invalid"))?;
    let sheet = match import::read(contents).await? {
        Ok(sheet) => sheet,
        Err(reason) => return Ok(Json(Imported::refused(reason))),
    };
    let mut tx = app.begin().await?;
    let done = import::take(&mut tx, &actor, territory, &sheet, year, dry_run).await?;
    tx.commit().await?;
    Ok(Json(done))
}
