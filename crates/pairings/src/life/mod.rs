//! The life of a pair: states, agreement, people, room, silence.
//!
//! Everything of a pair changes under the lock of its row ([`locked`]). What it takes of others (places of the mentor,
//! the need of the mentee) it takes in the write that makes it active, and gives back in the write that ends it.

mod access;
mod counter;
pub mod pairs;
mod places;
mod schools;
mod silence;
pub mod steps;

pub use access::{PairDesk, desk, lock, locked};
pub use pairs::touch;
