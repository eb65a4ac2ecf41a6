//! Which pairs are best, provably, and why, in words.
//!
//! Pure: [`problem`] (what is asked, in canonical bytes), [`flow`] and [`stable`] (two ways to answer), [`score`],
//! [`solve`], [`explain`], [`sensitivity`], [`plane`]. Nothing there knows a database or a clock.
//!
//! Around it: [`gather`] reads a territory into a problem, [`runs`] keep problem and answer with their hashes,
//! [`decisions`] say what becomes of a pair, [`weights`] and [`wishes`] are what a run takes into account.

pub mod compare;
pub mod decisions;
pub mod explain;
pub mod flow;
pub mod gather;
pub(crate) mod live;
pub mod mentors;
pub mod order;
pub(crate) mod own;
pub mod plane;
pub mod problem;
pub mod runs;
pub mod score;
pub mod sensitivity;
pub mod solve;
pub mod stable;
mod standing;
pub mod view;
pub mod weights;
pub mod wishes;
mod words;
