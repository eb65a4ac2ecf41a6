//! The composition root: the only place where both ends of every port are named, and the commands people type.
//!
//! Not here: business rules, tables, HTTP handlers of features.

pub mod cli;
pub mod demo;
pub mod http;
pub mod node;
pub mod setting;

use platform::Feature;

/// The whole list of features.
pub fn features() -> Vec<Feature> {
    vec![
        accounts::feature(),
        skills::feature(),
        files::feature(),
        forums::feature(),
        practices::feature(),
        calendars::feature(),
        pairings::feature(),
        search::feature(),
        notices::feature(),
        live::feature(),
    ]
}
