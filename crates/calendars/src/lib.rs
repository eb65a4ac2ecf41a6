//! Calendars: seminars, open lessons, everything that gathers people.
//!
//! Invariants
//! - Every rule is in [`policy`], and its SQL twin `policy::visible` guards every list, feed and notice. A draft exists
//!   only for its owner and for those who lead a school that holds it.
//! - Stored is what the clock on the wall shows and the zone of that wall; the instant is computed of them.
//! - A place is taken by a guarded UPDATE in the transaction that writes the registration: the sum of places taken never
//!   passes the capacity, and nobody passes those who wait.
//! - One live registration of a person for an event: a partial unique index says so.
//! - A place that becomes free goes to the head of the queue in the write that frees it. Who came together comes in
//!   together; a place that is kept for some schools is nobody else's until its day.
//! - An event has one id for ever; `sequence` grows with every change that calendars of participants must hear of.
//! - The address of a feed is stored as a hash; whoever holds it reads what its person may read now.
//! - Of who came every mark is kept with its maker; what follows of them stands on the registration. Only whoever has
//!   a place can have been there.
//! - What a rule made are events like any other: nothing that is done to many of them takes a place from anybody in silence.
//! - Where one connects is told to those who have a place, speak or manage it, and to nobody else.
//!
//! Not here: the talk about an event (a topic of the forums, opened through a port), the index, the inbox.

pub mod access;
pub mod after;
pub mod attendance;
pub mod certificates;
mod changes;
mod clashes;
pub mod codes;
mod dates;
pub mod dative;
pub mod entity;
pub mod event;
pub mod events;
mod evidence;
pub mod feeds;
mod gatherings;
mod guests;
mod http;
mod ical;
pub mod join_log;
pub mod kinds;
mod letters;
mod live;
mod notices;
mod open;
mod personal;
pub mod plan;
pub mod policy;
mod post;
pub mod registrations;
pub mod reminders;
pub mod reports;
pub mod rules;
mod search;
pub mod seats;
pub mod series;
mod slots;
pub mod steps;
pub mod templates;
mod terms;
pub mod territory;
mod view;
pub mod visits;
pub mod wall;
mod watch;

use std::sync::Arc;

/// Plugs the feature into the house.
pub fn feature() -> platform::Feature {
    platform::Feature {
        name: "calendars",
        routes: http::routes(),
        streams: Some(Arc::new(live::EventStreams)),
        pages: http::pages(),
        notices: Some(Arc::new(notices::EventNotices)),
        search: Some(Arc::new(search::EventSearch)),
        open: Some(Arc::new(open::OpenEvents)),
        followers: vec![Arc::new(letters::Letters)],
        jobs: vec![
            Arc::new(watch::Watching),
            Arc::new(certificates::batch::Giving),
            Arc::new(after::follow_up::Asking),
        ],
        evidence: Some(Arc::new(evidence::Held)),
        file_owners: Some(Arc::new(after::materials::EventFiles)),
        gatherings: Some(Arc::new(gatherings::Drafts)),
        proofs: Some(Arc::new(certificates::Attended)),
        personal: Some(Arc::new(personal::Own)),
        ..Default::default()
    }
}
