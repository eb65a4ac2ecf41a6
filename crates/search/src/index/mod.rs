//! The index: its fields, its files, and what of it a reader sees.

pub mod schema;
pub mod sight;
pub mod store;
pub mod vocabulary;

pub use schema::Fields;
pub use sight::{Sight, Sights};
pub use store::{Payload, Pen, Shelf};
