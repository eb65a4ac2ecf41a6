//! Fields of the index. Nothing is stored: the key lies in fast columns, everything shown comes from the tables.

use std::sync::Arc;

use platform::ports::{Audience, DocKey, Document};
use tantivy::{
    Index, TantivyDocument, Term,
    schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};
use uuid::Uuid;

use crate::{
    analysis::{
        Analysis,
        tokens::{Chain, Terms},
    },
    names,
};

/// Raised with every change of fields, and when a kind of thing is told that was not before: an index without it is
/// built anew.
pub const VERSION: u32 = 2;

/// Text of attachments kept of one document.
const FILES: usize = 200 * 1024;

/// Texts cut into lemmas, with their weight in a match.
pub const TEXTS: usize = 8;

/// The fields by name.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub key: Field,
    pub title: Field,
    pub tags: Field,
    pub summary: Field,
    pub about: Field,
    pub authors: Field,
    pub places: Field,
    pub body: Field,
    pub files: Field,
    /// Every form that a document holds anywhere: exact words, completions, corrections.
    pub forms: Field,
    pub kind: Field,
    pub audience: Field,
    pub subject: Field,
    pub grade: Field,
    pub form: Field,
    pub skill: Field,
    pub school: Field,
    pub level: Field,
    pub licence: Field,
    pub year: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub at: Field,
    pub quality: Field,
    pub uses: Field,
}

/// Names of columns of numbers.
pub mod column {
    pub const ID_HIGH: &str = "id_high";
    pub const ID_LOW: &str = "id_low";
    pub const AT: &str = "at";
    pub const QUALITY: &str = "quality";
    pub const USES: &str = "uses";
}

fn text(chain: &str, positions: bool) -> TextOptions {
    let option = if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::Basic };
    let indexing = TextFieldIndexing::default().set_tokenizer(chain).set_index_option(option);
    TextOptions::default().set_indexing_options(indexing.set_fieldnorms(positions))
}

fn word() -> TextOptions {
    text("raw", false).set_fast("raw")
}

/// The schema.
pub fn schema() -> Schema {
    let mut schema = Schema::builder();
    schema.add_text_field("key", text("raw", false));
    for name in ["title", "tags", "summary", "about", "authors", "places", "body", "files"] {
        schema.add_text_field(name, text("lemmas", true));
    }
    schema.add_text_field("forms", text("forms", false));
    for name in ["kind", "subject", "form", "skill", "school", "level", "licence", "year", "grade"] {
        schema.add_text_field(name, word());
    }
    schema.add_text_field("audience", text("raw", false));
    let fast = NumericOptions::default().set_fast();
    schema.add_u64_field(column::ID_HIGH, fast.clone());
    schema.add_u64_field(column::ID_LOW, fast.clone());
    schema.add_i64_field(column::AT, fast.clone());
    schema.add_f64_field(column::QUALITY, fast.clone());
    schema.add_u64_field(column::USES, fast);
    schema.build()
}

impl Fields {
    /// # Errors
    /// When the index has another schema.
    pub fn of(schema: &Schema) -> tantivy::Result<Self> {
        let field = |name: &str| schema.get_field(name);
        Ok(Self {
            key: field("key")?,
            title: field("title")?,
            tags: field("tags")?,
            summary: field("summary")?,
            about: field("about")?,
            authors: field("authors")?,
            places: field("places")?,
            body: field("body")?,
            files: field("files")?,
            forms: field("forms")?,
            kind: field("kind")?,
            audience: field("audience")?,
            subject: field("subject")?,
            grade: field("grade")?,
            form: field("form")?,
            skill: field("skill")?,
            school: field("school")?,
            level: field("level")?,
            licence: field("licence")?,
            year: field("year")?,
            id_high: field(column::ID_HIGH)?,
            id_low: field(column::ID_LOW)?,
            at: field(column::AT)?,
            quality: field(column::QUALITY)?,
            uses: field(column::USES)?,
        })
    }

    /// Texts with their weights and their usual length in words. The length is a constant, so that no text that a
    /// reader may not see has a part in their ranking.
    pub const fn texts(&self) -> [(Field, f32, u64); TEXTS] {
        [
            (self.title, 2.0, 8),
            (self.tags, 2.0, 8),
            (self.summary, 1.5, 25),
            (self.about, 1.0, 6),
            (self.authors, 1.5, 3),
            (self.places, 1.2, 8),
            (self.body, 1.0, 120),
            (self.files, 0.7, 600),
        ]
    }

    pub fn term(field: Field, text: &str) -> Term {
        Term::from_field_text(field, text)
    }

    pub fn key_term(&self, key: &DocKey) -> Term {
        Self::term(self.key, &format!("{}:{}", key.kind, key.id))
    }

    /// The document as the index takes it.
    pub fn document(&self, source: &Document) -> TantivyDocument {
        let mut to = TantivyDocument::default();
        to.add_text(self.key, format!("{}:{}", source.key.kind, source.key.id));
        to.add_text(self.kind, source.key.kind);
        let (high, low) = source.key.id.as_u64_pair();
        to.add_u64(self.id_high, high);
        to.add_u64(self.id_low, low);
        let about = names::about(source);
        let files = files(source);
        for (field, text) in [
            (self.title, source.title.as_str()),
            (self.summary, &source.summary),
            (self.body, &source.body),
            (self.about, &about),
            (self.files, &files),
        ] {
            self.add_text(&mut to, field, text);
        }
        for (field, texts) in
            [(self.tags, &source.keywords), (self.authors, &source.authors), (self.places, &source.places)]
        {
            texts.iter().for_each(|text| self.add_text(&mut to, field, text));
        }
        self.add_words(&mut to, source);
        to
    }

    fn add_text(&self, to: &mut TantivyDocument, field: Field, text: &str) {
        if !text.is_empty() {
            to.add_text(field, text);
            to.add_text(self.forms, text);
        }
    }

    fn add_words(&self, to: &mut TantivyDocument, source: &Document) {
        for reader in &source.audience {
            to.add_text(self.audience, reader.to_string());
        }
        for subject in &source.subjects {
            to.add_text(self.subject, subject);
        }
        for grade in &source.grades {
            to.add_text(self.grade, grade.to_string());
        }
        for skill in &source.skills {
            to.add_text(self.skill, skill.to_string());
        }
        for (field, word) in [(self.form, &source.form), (self.level, &source.level), (self.licence, &source.licence)] {
            word.iter().for_each(|word| to.add_text(field, word));
        }
        source.school.iter().for_each(|school| to.add_text(self.school, school.to_string()));
        to.add_text(self.year, source.at.format("%Y").to_string());
        to.add_i64(self.at, source.at.timestamp());
        to.add_f64(self.quality, f64::from(source.quality.clamp(0.0, 1.0)));
        to.add_u64(self.uses, u64::from(source.uses));
    }
}

fn files(source: &Document) -> String {
    let mut all = String::new();
    for file in &source.files {
        all.push_str(&file.name);
        all.push('\n');
        all.push_str(&file.text);
        all.push('\n');
        if all.len() > FILES {
            let end = (0..=FILES).rev().find(|at| all.is_char_boundary(*at)).unwrap_or(0);
            all.truncate(end);
            break;
        }
    }
    all
}

/// Both cuts of the chain, under the names that fields refer to.
pub fn chains(analysis: &Arc<Analysis>) -> TokenizerManager {
    let chains = TokenizerManager::default();
    for (name, terms) in [("lemmas", Terms::Lemmas), ("forms", Terms::Forms)] {
        chains.register(name, Chain { analysis: Arc::clone(analysis), terms });
    }
    chains
}

/// Teaches an opened index the chain.
pub fn prepare(mut index: Index, analysis: &Arc<Analysis>) -> Index {
    index.set_tokenizers(chains(analysis));
    index
}

/// Terms of what a reader may find.
pub fn audience_terms(fields: &Fields, audiences: &[Audience]) -> Vec<Term> {
    audiences.iter().map(|a| Fields::term(fields.audience, &a.to_string())).collect()
}

/// An id from its columns.
pub const fn id(high: u64, low: u64) -> Uuid {
    Uuid::from_u64_pair(high, low)
}
