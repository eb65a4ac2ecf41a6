//! What is known of a school: context by year, statuses, needs, offers, schools like it, and who is willing to help
//! with a skill.
//!
//! Invariants
//! - Everything of one school is written behind the lock of its row, so whoever saves second is told of the first.
//! - A context speaks of intake and place, never of results, and holds counts only: no names, and a count under five
//!   leaves the server only to the school itself and to its coordinators.
//! - What is not known is absent and never a zero.
//! - A school that was closed keeps what it has and gets nothing new.
//! - Places of an offer are taken and given back by guarded UPDATEs of the life of pairs; here nobody lowers them under
//!   what is taken.

pub mod access;
pub mod context;
pub mod ground;
pub mod helping;
pub mod import;
pub mod likes;
pub mod needs;
pub mod offers;
pub(crate) mod own;
pub mod statuses;
pub mod terms;
pub mod territory;
pub mod themes;
pub mod years;
