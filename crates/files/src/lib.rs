//! Stored files.

/// The feature.
pub fn feature() -> platform::Feature {
    platform::Feature { name: "files", ..Default::default() }
}
