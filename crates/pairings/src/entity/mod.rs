//! One table a file.

pub mod life;
pub mod matching;
pub mod schools;
pub mod work;
