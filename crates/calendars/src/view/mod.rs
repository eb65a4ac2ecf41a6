//! What answers are made of.

mod attendance;
mod cards;
mod list;
mod opened;
mod page;
mod registrations;
mod schools;
mod series;

pub use attendance::{Attendance, attendance};
pub use cards::{EventCard, EventSeats, card_of, cards, path, path_of};
pub use list::{EventQuery, events};
pub use opened::{OpenEvent, open_event};
pub use page::{EventPage, page};
pub use registrations::{Registration, RegistrationQuery, registered, registration, registrations};
pub use schools::{Colleague, SchoolEntry, colleagues, schools};
pub use series::{EventInSeries, EventRef, EventSeriesOutcome, EventSeriesPage, next_year, place, series};
