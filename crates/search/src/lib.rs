//! Full-text search.

/// The feature.
pub fn feature() -> platform::Feature {
    platform::Feature { name: "search", ..Default::default() }
}
