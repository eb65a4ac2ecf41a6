//! What answers are made of.

mod attendance;
mod cards;
mod list;
mod page;
mod registrations;

pub use attendance::{Attendance, attendance};
pub use cards::{EventCard, EventSeats, card_of, cards, path};
pub use list::{EventQuery, events};
pub use page::{EventPage, page};
pub use registrations::{Registration, RegistrationQuery, registration, registrations};
