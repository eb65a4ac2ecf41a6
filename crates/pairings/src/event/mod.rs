//! What happened. Ids and enums only.

pub mod life;
pub mod matching;
pub mod pair;
pub mod schools;
pub mod work;
