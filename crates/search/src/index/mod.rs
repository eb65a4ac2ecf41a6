//! The index: its fields, its files, and what of it a reader sees.

pub mod columns;
pub mod folder;
pub mod schema;
pub mod sight;
pub mod store;
pub mod vocabulary;

pub use schema::Fields;
pub use sight::{Part, Sight, Sights};
pub use store::{Payload, Pen, Shelf};
