//! The life of a pair: states, agreement, people, room, silence.
//!
//! Everything of a pair changes under the lock of its row ([`locked`]). What it takes of others (places of the mentor,
//! the need of the mentee) it takes in the write that makes it active, and gives back in the write that ends it.

mod access;
pub mod agreements;
mod closing;
mod counter;
pub mod curators;
pub(crate) mod live;
pub(crate) mod notices;
pub mod pairs;
pub mod people;
pub(crate) mod personal;
mod places;
pub mod room;
mod schools;
pub(crate) mod silence;
pub mod steps;
pub mod view;

pub use access::{PairDesk, desk, lock, locked};
pub use pairs::touch;
