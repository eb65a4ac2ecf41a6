//! Stored files as features see them: bound to an owner, seen by whoever may see the owner.

use std::collections::HashMap;

use async_trait::async_trait;
use bytes::Bytes;
use kernel::{Actor, FileId, PersonId, Result};
use uuid::Uuid;

use crate::{App, Tx};

/// What a file is attached to: `post`, `practice`…
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner {
    pub kind: String,
    pub id: Uuid,
}

impl Owner {
    pub fn new(kind: &str, id: Uuid) -> Self {
        Self { kind: kind.to_owned(), id }
    }
}

/// How far the text of a file is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub enum TextState {
    /// Being read now.
    Waiting,
    /// Read; it is found by search.
    Ready,
    /// Nothing to read in this kind of file, or nothing could be read.
    None,
}

/// A file as lists show it.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct FileRef {
    pub id: FileId,
    /// Name as the person gave it, cleaned.
    pub name: String,
    /// Sniffed, not believed.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Pages, slides or sheets where known.
    pub pages: Option<i32>,
    /// A small picture of it exists.
    pub thumbnail: bool,
    /// It can be read as a page without downloading.
    pub preview: bool,
    /// Macros, or a page that could run scripts: it is only downloaded, with a warning.
    pub download_only: bool,
    pub text: TextState,
}

/// Where in a file something stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub enum FilePlace {
    Page {
        number: u32,
    },
    Slide {
        number: u32,
    },
    Sheet {
        name: String,
    },
    /// Above or below the text of every page.
    Header,
    Note,
}

/// A part of a file's text: it goes on until the next one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FilePart {
    pub place: FilePlace,
    /// Where it begins in the text, in bytes.
    pub start: usize,
}

/// The text of a file for the index and for drafts made from documents.
#[derive(Clone, Debug)]
pub struct FileText {
    pub id: FileId,
    pub name: String,
    pub text: String,
    /// Slides, sheets, pages in order; empty where the file has none.
    pub parts: Vec<FilePart>,
}

/// Implemented by `files`.
#[async_trait]
pub trait Files: Send + Sync {
    /// Makes exactly these the files of the owner, in this order, in the running write. Files must be of this person
    /// and unbound, or bound to this owner already; what is left out is unbound and collected later.
    ///
    /// # Errors
    /// `Invalid` naming `files[i]` when one is not theirs or not there.
    async fn bind(&self, tx: &mut Tx, owner: &Owner, by: PersonId, files: &[FileId]) -> Result<()>;

    /// Binds the same contents to another owner as well, for a new version of the same thing.
    ///
    /// # Errors
    /// `Internal` when the database refuses.
    async fn copy(&self, tx: &mut Tx, from: &Owner, to: &Owner) -> Result<()>;

    /// Files of each owner, in order. No rights are asked: the caller shows the owner already.
    async fn of(&self, app: &App, owners: &[Owner]) -> Result<HashMap<Owner, Vec<FileRef>>>;

    /// Texts of the owners' files, as far as they are read.
    async fn texts(&self, app: &App, owners: &[Owner]) -> Result<HashMap<Owner, Vec<FileText>>>;

    /// The text of one unbound file of this person, read now if it was not yet.
    ///
    /// # Errors
    /// `Hidden` when it is not theirs; `Invalid` of the field `file`, with the reason, when nothing can be read in it.
    async fn read(&self, app: &App, by: PersonId, file: FileId) -> Result<FileText>;

    /// The contents.
    ///
    /// # Errors
    /// `Hidden` when there is none.
    async fn bytes(&self, app: &App, file: FileId) -> Result<Bytes>;

    /// Stores contents that did not come over HTTP: the demo, imports.
    ///
    /// # Errors
    /// `Invalid` when the contents are refused.
    async fn store(&self, app: &App, by: PersonId, name: &str, contents: Bytes) -> Result<FileId>;
}

/// Features whose things have files. Access to a file is access to its owner.
#[async_trait]
pub trait FileOwners: Send + Sync {
    fn kinds(&self) -> &'static [&'static str];

    /// May this reader, or anybody when `None`, see the owner now?
    async fn may_read(&self, app: &App, reader: Option<&Actor>, owner: &Owner) -> Result<bool>;
}
