//! A certificate as whoever checks its number sees it.

use kernel::{DateTime, Result, Utc};
use platform::App;
use sea_orm::entity::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::path;
use crate::{
    access,
    entity::{certificate, practice},
    kinds::Level,
};

/// What a number is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    Genuine,
    /// The practice is out of publication, or the holder is no author of it any more.
    Withdrawn,
}

/// A certificate of publication.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Certificate {
    pub number: String,
    pub state: CertificateState,
    /// As printed.
    pub author: String,
    /// Position and school, as printed.
    pub place: String,
    pub title: String,
    pub level: Level,
    pub version: i32,
    /// The practice has a newer published version.
    pub revised: bool,
    pub published_at: DateTime<Utc>,
    pub issued_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// `/b/<number>`
    pub path: String,
    /// The page that checks the number.
    pub url: String,
}

pub async fn certificate(app: &App, row: certificate::Model) -> Result<Certificate> {
    let db = app.reader();
    let version = access::version(db, row.version_id).await?;
    let practice = practice::Entity::find_by_id(row.practice_id).one(db).await?.ok_or(kernel::Error::Hidden)?;
    Ok(Certificate {
        url: app.address(&format!("/verify/{}", row.number)),
        state: if row.withdrawn_at.is_some() { CertificateState::Withdrawn } else { CertificateState::Genuine },
        revised: practice.shown_id != Some(row.version_id),
        published_at: version.decided_at.unwrap_or(row.issued_at),
        path: path(&practice),
        number: row.number,
        author: row.author,
        place: row.place,
        title: version.title,
        level: row.level,
        version: row.version_no,
        issued_at: row.issued_at,
        withdrawn_at: row.withdrawn_at,
    })
}
