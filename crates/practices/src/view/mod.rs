//! What the API shows.

mod cards;
mod list;
mod page;
mod reviewing;

pub use cards::{Counts, PracticeCard, cards};
pub use list::{PracticeQuery, practices};
pub use page::{Practice, Work, page, work};
pub use reviewing::{Expert, Remark, Reviewing, experts, reviewing};
