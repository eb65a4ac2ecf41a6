//! Reading without downloading: a safe page of an office document, a picture of a PDF's first page.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use kernel::{Actor, DateTime, FileId, Result, Utc};
use platform::{
    App,
    ports::{FilePlace, FileRef},
};
use sea_orm::EntityTrait;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    binding,
    entity::{blob::Preview, text},
    links::{self, What},
    store::{self, Store},
};

/// A file as it can be read at once.
#[derive(Debug, Serialize, ToSchema)]
pub struct FilePreview {
    pub file: FileRef,
    /// Headings, paragraphs, lists and tables; no links, no scripts, no pictures.
    pub html: Option<String>,
    /// Address of a picture: the file itself, or the first page.
    pub picture: Option<String>,
    /// Address for downloading.
    pub download: String,
    /// Address for opening in a tab of its own, where the browser can show such a file.
    pub open: Option<String>,
    pub expires_at: DateTime<Utc>,
    /// Slides, sheets, pages that hold text, in order.
    pub parts: Vec<FilePlace>,
    /// Why there is no text: `encrypted`, `damaged`, `too_large`, `nonsense`, `empty`.
    pub text_reason: Option<String>,
}

/// # Errors
/// `Hidden` for whoever may not read it.
pub async fn of(app: &App, reader: Option<&Actor>, id: FileId) -> Result<FilePreview> {
    let (row, contents) = binding::seen(app, reader, id).await?;
    let links = links::of(app, reader, &row, &contents).await?;
    let html = match contents.preview {
        Preview::Html => {
            let bytes = Store::of(app)?.get(&store::derived(contents.id, "html")).await?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        }
        _ => None,
    };
    let picture = match contents.preview {
        Preview::Picture if contents.media_type.starts_with("image/") => links.open.clone(),
        Preview::Picture => Some(links::address(app, reader, &row, What::Page).await?),
        _ => None,
    };
    let parts = match text::Entity::find_by_id(contents.id).one(app.reader()).await? {
        Some(text) => text.parts()?.into_iter().map(|p| p.place).collect(),
        None => Vec::new(),
    };
    Ok(FilePreview {
        file: binding::shown(&row, &contents),
        html,
        picture,
        download: links.download,
        open: links.open,
        expires_at: links.expires_at,
        parts,
        text_reason: contents.text_reason,
    })
}

static SAFE: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags =
        ["h2", "h3", "h4", "p", "br", "strong", "ul", "li", "table", "tr", "td", "section", "blockquote", "tbody"];
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::new());
    builder
});

/// The child wrote this while it read a hostile file: only a closed list of tags without attributes is believed.
pub fn sanitised(html: &str) -> String {
    SAFE.clean(html).to_string()
}
