//! Tables: which pairs are best, provably, and why, in words.

pub mod match_decision;
pub mod match_run;
pub mod match_weights;
pub mod school_wish;
