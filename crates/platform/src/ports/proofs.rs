//! Papers that anybody may check by their number: one page for all of them, whichever feature gave them.

use async_trait::async_trait;
use kernel::Result;

use crate::App;

/// What a number is worth, in words for whoever holds the paper.
#[derive(Clone, Debug)]
pub struct Proof {
    /// «Свидетельство подлинное»
    pub heading: String,
    /// It holds today.
    pub stands: bool,
    /// One sentence about that.
    pub standing: String,
    /// Names and what they say, as printed; empty ones are left out.
    pub facts: Vec<(&'static str, String)>,
    pub remark: Option<&'static str>,
    /// Path within the site and its words.
    pub link: Option<(String, &'static str)>,
    /// What such a paper is, and what it is not.
    pub foot: &'static str,
}

#[async_trait]
pub trait Proofs: Send + Sync {
    /// The paper with this number, as [`kernel::paper_number::normal`] writes it.
    async fn proof(&self, app: &App, number: &str) -> Result<Option<Proof>>;
}
