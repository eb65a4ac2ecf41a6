//! One index in one folder: its writer, its reader, its position in the feed.
//!
//! Invariants: every commit carries position and fingerprint, so they move with the documents; the reader is reloaded
//! by whoever commits, so a commit that returned is visible.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use platform::ports::{DocKey, Document};
use serde::{Deserialize, Serialize};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, Searcher,
    indexer::{IndexWriterOptions, LogMergePolicy},
};

use super::{
    folder::Folder,
    schema::{self, Fields},
};
use crate::analysis::Analysis;

/// What a commit carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// Everything up to here is in the documents.
    pub seq: i64,
    /// How the texts were cut.
    pub fingerprint: String,
    /// Whose history `seq` counts.
    pub epoch: String,
}

/// What is read: shared by queries, replaced as a whole after a rebuild.
pub struct Shelf {
    pub fields: Fields,
    pub analysis: Arc<Analysis>,
    reader: IndexReader,
    pub index: Index,
    /// Where it lies, unless in memory.
    folder: Option<Folder>,
}

impl Shelf {
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Makes the last commit visible.
    ///
    /// # Errors
    /// When files of the index are gone.
    pub fn reload(&self) -> tantivy::Result<()> {
        self.reader.reload()
    }

    fn over(index: Index, folder: Option<Folder>, analysis: &Arc<Analysis>) -> tantivy::Result<Self> {
        let index = schema::prepare(index, analysis);
        let fields = Fields::of(&index.schema())?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, analysis: Arc::clone(analysis), reader, index, folder })
    }

    /// An index in memory: for percolation, tests and benchmarks of relevance.
    ///
    /// # Errors
    /// When the schema cannot be read back.
    pub fn in_memory(analysis: &Arc<Analysis>) -> tantivy::Result<Self> {
        Self::over(Index::create_in_ram(schema::schema()), None, analysis)
    }

    /// Opens what lies in the folder; nothing when there is none.
    ///
    /// # Errors
    /// When it is damaged, or of another schema.
    pub fn open(folder: &Path, analysis: &Arc<Analysis>) -> anyhow::Result<Option<Self>> {
        if !folder.join("meta.json").exists() {
            return Ok(None);
        }
        let folder = Folder::open(folder)?;
        let index = Index::open(folder.clone())?;
        anyhow::ensure!(index.schema() == schema::schema(), "the index has other fields");
        let shelf = Self::over(index, Some(folder), analysis)?;
        anyhow::ensure!(shelf.is_whole(), "files are damaged");
        Ok(Some(shelf))
    }

    /// Reads every file and compares sums: for whoever doubts.
    pub fn is_whole(&self) -> bool {
        self.is_sound() && self.index.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
    }

    /// Looks whether files were touched from outside.
    pub fn is_sound(&self) -> bool {
        self.folder.as_ref().is_none_or(Folder::is_sound)
    }

    /// A new, empty one.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path, analysis: &Arc<Analysis>) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let folder = Folder::open(folder)?;
        let index = Index::create(folder.clone(), schema::schema(), tantivy::IndexSettings::default())?;
        Ok(Self::over(index, Some(folder), analysis)?)
    }

    /// What the last commit carried.
    pub fn payload(&self) -> Option<Payload> {
        let metas = self.index.load_metas().ok()?;
        serde_json::from_str(metas.payload.as_deref()?).ok()
    }

    /// # Errors
    /// When somebody else writes here, or the folder is gone.
    pub fn pen(&self, heap: usize) -> tantivy::Result<Pen> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(heap.max(15_000_000))
            .build();
        let writer: IndexWriter = self.index.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        // By default a segment is never rewritten for its deleted documents alone.
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        Ok(Pen { writer, fields: self.fields })
    }
}

/// The one writer.
pub struct Pen {
    writer: IndexWriter,
    fields: Fields,
}

impl Pen {
    /// The document as it is now, instead of whatever was there.
    ///
    /// # Errors
    /// When the indexing thread died.
    pub fn put(&self, document: &Document) -> tantivy::Result<()> {
        self.writer.delete_term(self.fields.key_term(&document.key));
        self.add(document)
    }

    /// A document that is not there yet.
    ///
    /// # Errors
    /// When the indexing thread died.
    pub fn add(&self, document: &Document) -> tantivy::Result<()> {
        self.writer.add_document(self.fields.document(document)).map(drop)
    }

    pub fn remove(&self, key: &DocKey) {
        self.writer.delete_term(self.fields.key_term(key));
    }

    /// # Errors
    /// When the disk refuses.
    pub fn commit(&mut self, payload: &Payload) -> anyhow::Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(payload)?);
        commit.commit()?;
        Ok(())
    }

    /// Waits for merges; for benchmarks.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn finish(self) -> tantivy::Result<()> {
        self.writer.wait_merging_threads()
    }
}
