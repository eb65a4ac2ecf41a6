//! Tables of this feature.

pub mod notice;
