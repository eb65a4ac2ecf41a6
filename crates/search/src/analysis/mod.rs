//! One chain for texts and for queries: characters, words, lemmas. Pure, and the same everywhere.
//!
//! Its version, that of the dictionary and that of the schema make the fingerprint of an index: texts that were cut in
//! another way are cut again.

pub mod characters;
pub mod layout;
pub mod lemmas;
pub mod own;
pub mod roots;
pub mod tokens;
pub mod translit;
pub mod words;

use std::sync::Arc;

use sha2::{Digest, Sha256};

pub use lemmas::{Lemmas, Morphology, Part, Remembering, Stems};
pub use words::{Word, composed, words};

/// Raised with every change of what words become.
const VERSION: u32 = 1;

/// The chain with its dictionary.
pub struct Analysis {
    lemmas: Remembering<Box<dyn Lemmas>>,
}

impl Lemmas for Box<dyn Lemmas> {
    fn lemmas(&self, word: &str) -> Vec<String> {
        self.as_ref().lemmas(word)
    }

    fn knows(&self, word: &str) -> bool {
        self.as_ref().knows(word)
    }

    fn part(&self, word: &str) -> Part {
        self.as_ref().part(word)
    }

    fn version(&self) -> String {
        self.as_ref().version()
    }
}

impl Analysis {
    pub fn with(lemmas: Box<dyn Lemmas>) -> Self {
        Self { lemmas: Remembering::new(lemmas) }
    }

    /// With the dictionary that comes with the program.
    pub fn bundled() -> Self {
        Self::with(Box::new(Morphology::default()))
    }

    /// Lemmas of a folded word, the likeliest first.
    pub fn lemmas(&self, word: &str) -> Arc<[String]> {
        self.lemmas.of(word)
    }

    /// Is it a word of the language?
    pub fn knows(&self, word: &str) -> bool {
        self.lemmas.inner().knows(word)
    }

    /// What the word says of the world.
    pub fn part(&self, word: &str) -> Part {
        self.lemmas.inner().part(word)
    }

    /// What an index cut by this chain must have been cut by.
    pub fn fingerprint(&self, schema: u32) -> String {
        let text = format!("chain {VERSION}; schema {schema}; {}", self.lemmas.inner().version());
        let digest = Sha256::digest(text.as_bytes());
        digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
    }
}
