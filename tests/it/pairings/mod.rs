//! Pairings over HTTP.

mod life;
mod matching;
mod schools;
mod work;
