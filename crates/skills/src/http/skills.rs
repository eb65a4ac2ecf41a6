//! `/skills`

use axum::{Json, body::Bytes, extract::State};
use kernel::{Code, Error, Page, PageQuery, SkillId};
use platform::{
    App,
    http::{Body, Created, Id, MaybeActor, Parameters, Problems, Result, Signed},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    catalogue::{self, NewSkill, SkillChange},
    entity::skill,
    import::{self, By, Report},
    query::{self, SkillQuery},
};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SkillsQuery {
    /// A subject code.
    pub subject: Option<String>,
    pub grade: Option<i32>,
    /// Words or a code as people type it: «проценты», «МА-5 8».
    pub q: Option<String>,
    /// Exactly these, separated by commas; archived ones too.
    pub ids: Option<String>,
    /// `next` of the previous page.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 100; 30 unless told.
    pub limit: Option<u32>,
}

/// A skill of the catalogue.
#[derive(Serialize, ToSchema)]
pub struct Skill {
    pub id: SkillId,
    pub subject: String,
    pub grade: i32,
    /// Task code: `8`, `11.1`, `4k1`.
    pub code: String,
    /// One to three words.
    pub short: String,
    /// What is checked, in full.
    pub text: String,
    /// Section of the subject.
    pub block: String,
    /// Points for the task.
    pub max: i32,
    pub source: String,
    /// Edition; the same code of another year may mean something else.
    pub year: i32,
    pub archived: bool,
    pub version: i32,
    /// Other words under which it is found.
    pub synonyms: Vec<String>,
}

impl Skill {
    fn new(row: skill::Model, synonyms: Vec<String>) -> Self {
        Self {
            id: row.id,
            subject: row.subject,
            grade: row.grade,
            code: row.code,
            short: row.short,
            text: row.text,
            block: row.block,
            max: row.max,
            source: row.source,
            year: row.year,
            archived: row.archived,
            version: row.version,
            synonyms,
        }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct CreateSkill {
    pub subject: String,
    pub grade: i32,
    pub code: String,
    pub short: String,
    pub text: String,
    #[serde(default)]
    pub block: String,
    #[serde(default)]
    pub max: i32,
    #[serde(default)]
    pub source: String,
    pub year: i32,
    #[serde(default)]
    pub synonyms: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
pub struct ChangeSkill {
    pub version: i32,
    pub short: Option<String>,
    pub text: Option<String>,
    pub block: Option<String>,
    pub max: Option<i32>,
    pub source: Option<String>,
    pub archived: Option<bool>,
    pub synonyms: Option<Vec<String>>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// Check and tell, write nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// Skills by subject, grade and order in the work
#[utoipa::path(get, path = "/skills", tag = "skills", params(SkillsQuery), responses((status = 200, body = Page<Skill>), Problems))]
pub async fn list_skills(
    State(app): State<App>,
    _reader: MaybeActor,
    Parameters(query): Parameters<SkillsQuery>,
) -> Result<Json<Page<Skill>>> {
    let ids = query.ids.as_deref().unwrap_or_default();
    let ids: std::result::Result<Vec<SkillId>, _> =
        ids.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::parse).collect();
    let wanted = SkillQuery {
        subject: query.subject,
        grade: query.grade,
        q: query.q,
        ids: ids.map_err(|_| Error::invalid("ids", "invalid"))?,
        page: PageQuery { cursor: query.cursor, limit: query.limit },
    };
    let page = query::skills(app.reader(), &wanted).await?;
    let ids: Vec<SkillId> = page.items.iter().map(|row| row.id).collect();
    let mut synonyms = query::synonyms(app.reader(), &ids).await?;
    Ok(Json(page.map(|row| {
        let words = synonyms.remove(&row.id).unwrap_or_default();
        Skill::new(row, words)
    })))
}

/// One skill
#[utoipa::path(get, path = "/skills/{id}", tag = "skills", params(("id" = SkillId, Path)), responses((status = 200, body = Skill), Problems))]
pub async fn get_skill(State(app): State<App>, _reader: MaybeActor, Id(id): Id<SkillId>) -> Result<Json<Skill>> {
    use sea_orm::EntityTrait;
    let row = skill::Entity::find_by_id(id).one(app.reader()).await.map_err(Error::from)?.ok_or(Error::Hidden)?;
    Ok(Json(Skill::new(row, catalogue::synonyms_of(app.reader(), id).await?)))
}

/// Adds a skill; for methodists of a region
#[utoipa::path(post, path = "/skills", tag = "skills", request_body = CreateSkill, responses((status = 201, body = Skill), Problems))]
pub async fn create_skill(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<CreateSkill>,
) -> Result<Created<Skill>> {
    let new = NewSkill {
        subject: body.subject,
        grade: body.grade,
        code: body.code,
        short: body.short,
        text: body.text,
        block: body.block,
        max: body.max,
        source: body.source,
        year: body.year,
    };
    let mut tx = app.begin().await?;
    let row = catalogue::create(&mut tx, &actor, new, body.synonyms).await?;
    tx.commit().await?;
    let synonyms = catalogue::synonyms_of(app.reader(), row.id).await?;
    Ok(Created(Skill::new(row, synonyms)))
}

/// Changes the words of a skill; a stale version answers 409 with the current words
#[utoipa::path(patch, path = "/skills/{id}", tag = "skills", params(("id" = SkillId, Path)), request_body = ChangeSkill, responses((status = 200, body = Skill), Problems))]
pub async fn change_skill(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<SkillId>,
    Body(body): Body<ChangeSkill>,
) -> Result<Json<Skill>> {
    let ChangeSkill { version, short, text, block, max, source, archived, synonyms } = body;
    let change = SkillChange { version, short, text, block, max, source, archived, synonyms };
    let mut tx = app.begin().await?;
    let row = catalogue::change(&mut tx, &actor, id, change).await?;
    tx.commit().await?;
    let synonyms = catalogue::synonyms_of(app.reader(), id).await?;
    Ok(Json(Skill::new(row, synonyms)))
}

/// Imports a list, CSV with `;` or XLSX, sent as the body; nothing is written when a row is wrong
#[utoipa::path(post, path = "/skills/import", tag = "skills", params(ImportQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Report), Problems))]
pub async fn import_skills(
    State(app): State<App>,
    Signed(actor): Signed,
    Parameters(query): Parameters<ImportQuery>,
    bytes: std::result::Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Json<Report>> {
    let bytes = bytes.map_err(|_| Error::Refused(Code::TooLarge))?;
    Ok(Json(import::run(&app, By::Methodist(&actor), &bytes, query.dry_run).await?))
}
