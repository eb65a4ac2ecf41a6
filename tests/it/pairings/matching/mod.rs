//! Which pairs are best, provably, and why, in words.
