//! Who may do what. Pure and total: facts first, then a match.

pub mod life;
pub mod matching;
pub mod schools;
pub mod work;
