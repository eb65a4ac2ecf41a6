//! The catalogue of skills: what pupils of a grade should be able to do in a subject, task by task.
//!
//! Invariants
//! - A skill is known by subject, grade, code and year; that never changes, words may.
//! - Rows of the embedded lists are written again only while nobody has edited them.
//! - A skill is archived, never deleted: practices and topics refer to it.
//! - Everybody reads the catalogue; methodists of a region edit it.
//!
//! Not here: what is tagged with a skill (each feature keeps its own tags, search joins them), results of works.

pub mod catalogue;
pub mod chips;
pub mod codes;
pub mod entity;
pub mod event;
mod http;
pub mod import;
mod open;
pub mod policy;
pub mod query;
mod search;
pub mod seed;

pub use chips::{SkillChip, by_key, chips, exist};

/// Plugs the feature into the house.
pub fn feature() -> platform::Feature {
    platform::Feature {
        name: "skills",
        routes: http::routes(),
        search: Some(std::sync::Arc::new(search::SkillSearch)),
        open: Some(std::sync::Arc::new(open::OpenSkills)),
        ..Default::default()
    }
}
