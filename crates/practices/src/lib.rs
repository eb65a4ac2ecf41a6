//! The bank of practices.

/// The feature.
pub fn feature() -> platform::Feature {
    platform::Feature { name: "practices", ..Default::default() }
}
