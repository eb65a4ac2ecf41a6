//! Links that work for minutes: signed, naming the reader, whose rights are asked again when the file is served.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use kernel::{Actor, DateTime, Error, FileId, PersonId, Result, Utc};
use platform::App;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::sync::OnceLock;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    entity::{blob, file, link_key},
    names,
};

/// What of a file a link serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// As a download.
    File,
    /// In the browser, where that is safe.
    Open,
    Thumbnail,
    /// The first page.
    Page,
}

/// What a link says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    #[serde(rename = "f")]
    pub file: FileId,
    /// Nobody in particular, for what everybody may see.
    #[serde(rename = "p")]
    pub person: Option<PersonId>,
    #[serde(rename = "w")]
    pub what: What,
    /// Seconds.
    #[serde(rename = "e")]
    pub expires: i64,
}

/// Addresses of a file for one reader, for some minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileLinks {
    pub download: String,
    /// Opens in the browser; absent where that is not safe or not possible.
    pub open: Option<String>,
    pub thumbnail: Option<String>,
    pub expires_at: DateTime<Utc>,
}

/// Types that browsers show and that cannot act in our name.
pub fn opens(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "application/pdf")
}

fn expiry(app: &App) -> DateTime<Utc> {
    app.now() + chrono::TimeDelta::minutes(i64::from(app.config().files.link_minutes))
}

/// # Errors
/// `Internal` when the key cannot be read.
pub async fn address(app: &App, reader: Option<&Actor>, row: &file::Model, what: What) -> Result<String> {
    let claim =
        Claim { file: row.id, person: reader.map(|actor| actor.person), what, expires: expiry(app).timestamp() };
    Ok(format!("/f/{}/{}", sign(app, &claim).await?, names::percent(&row.name)))
}

/// # Errors
/// `Internal` when the key cannot be read.
pub async fn of(app: &App, reader: Option<&Actor>, row: &file::Model, contents: &blob::Model) -> Result<FileLinks> {
    let can_open = opens(&contents.media_type) && !contents.download_only;
    Ok(FileLinks {
        download: address(app, reader, row, What::File).await?,
        open: if can_open { Some(address(app, reader, row, What::Open).await?) } else { None },
        thumbnail: if contents.thumbnail { Some(address(app, reader, row, What::Thumbnail).await?) } else { None },
        expires_at: expiry(app),
    })
}

async fn sign(app: &App, claim: &Claim) -> Result<String> {
    let said = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claim)?);
    let mut mac = mac(app).await?;
    mac.update(said.as_bytes());
    Ok(format!("{said}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())))
}

/// What a token says, if we signed it and it still runs. The bare id of a file is a claim of nobody in particular
/// that never expires: for open pages, whose files everybody may see.
///
/// # Errors
/// `Hidden` when it is forged; `Refused(LinkExpired)` when its time is over.
pub async fn check(app: &App, token: &str) -> Result<Claim> {
    if let Ok(id) = token.parse::<Uuid>() {
        return Ok(Claim { file: FileId(id), person: None, what: What::File, expires: i64::MAX });
    }
    let (said, signature) = token.split_once('.').ok_or(Error::Hidden)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Error::Hidden)?;
    let mut mac = mac(app).await?;
    mac.update(said.as_bytes());
    mac.verify_slice(&signature).map_err(|_| Error::Hidden)?;
    let said = URL_SAFE_NO_PAD.decode(said).map_err(|_| Error::Hidden)?;
    let claim: Claim = serde_json::from_slice(&said).map_err(|_| Error::Hidden)?;
    if claim.expires < app.now().timestamp() {
        return Err(Error::Refused(kernel::Code::LinkExpired));
    }
    Ok(claim)
}

#[derive(Default)]
struct Key(OnceLock<Vec<u8>>);

async fn mac(app: &App) -> Result<Hmac<Sha256>> {
    let memory = app.memory::<Key>();
    let key = match memory.0.get() {
        Some(key) => key.clone(),
        None => {
            let key = stored_key(app).await?;
            memory.0.get_or_init(|| key).clone()
        }
    };
    Ok(Hmac::<Sha256>::new_from_slice(&key).map_err(anyhow::Error::from)?)
}

/// One key for all processes, made by whoever needs it first.
async fn stored_key(app: &App) -> Result<Vec<u8>> {
    if let Some(row) = link_key::Entity::find_by_id(1).one(app.reader()).await? {
        return Ok(URL_SAFE_NO_PAD.decode(&row.secret).map_err(anyhow::Error::from)?);
    }
    let tx = app.begin().await?;
    let row = link_key::ActiveModel {
        id: Set(1),
        secret: Set(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())),
        created_at: Set(tx.now()),
    };
    link_key::Entity::insert(row)
        .on_conflict(OnConflict::column(link_key::Column::Id).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    tx.commit().await?;
    let row = link_key::Entity::find_by_id(1).one(app.db().writer()).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the key of links was not stored"))?;
    Ok(URL_SAFE_NO_PAD.decode(&row.secret).map_err(anyhow::Error::from)?)
}
