//! Tables: which pairs are best, provably, and why, in words.
