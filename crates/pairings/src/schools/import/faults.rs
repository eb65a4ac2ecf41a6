//! What is wrong with a cell, a row or a file: a code with what stands in the words, for pages of any language, and the
//! words themselves as the server writes them.

use std::collections::BTreeMap;

/// Something that keeps a file from being taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub code: &'static str,
    pub params: BTreeMap<String, String>,
    pub text: String,
}

impl Fault {
    /// `russian`: `$name` stands where [`Self::with`] puts something in.
    pub fn new(code: &'static str, russian: &str) -> Self {
        Self { code, params: BTreeMap::new(), text: russian.to_owned() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        let value = value.to_string();
        self.text = self.text.replace(&format!("${name}"), &value);
        self.params.insert(name.to_owned(), value);
        self
    }

    /// About what stands in the cell.
    pub fn of(code: &'static str, cell: &str, russian: &str) -> Self {
        Self::new(code, &format!("«$value»: {russian}")).with("value", super::cells::short(cell))
    }

    /// Words that another feature has found for a file that cannot be read.
    pub fn unreadable(reason: String) -> Self {
        Self { code: "unreadable", params: BTreeMap::new(), text: reason }
    }
}
