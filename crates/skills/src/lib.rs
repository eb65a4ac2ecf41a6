//! The catalogue of skills.

/// The feature.
pub fn feature() -> platform::Feature {
    platform::Feature { name: "skills", ..Default::default() }
}
