//! What a pair plans, does and reports: the joint plan and what becomes of its items, visits, half-year reports, the
//! survey of both sides, and whether anything has changed in class.
//!
//! Invariants
//! - An item becomes one thing at most, and closes itself when that is held, signed or published; when that is called
//!   off the item is free again.
//! - A visit is signed by two people of two sides, each to the revision they saw; whatever is written afterwards takes
//!   the first signature away.
//! - A number nobody typed is «недостаточно данных», never a nought; of few children nothing is shown beyond their school
//!   and its coordinators.

pub mod becoming;
pub mod documents;
pub mod effect;
pub mod facts;
pub mod following;
pub mod items;
pub mod notices;
pub mod order;
pub mod own;
pub mod own_templates;
pub mod partnership;
pub mod progress;
pub mod report_view;
pub mod reports;
pub mod room;
pub mod statistics;
pub mod survey;
pub mod templates;
pub mod ties;
pub mod view;
pub mod visit_view;
pub mod visits;

/// Longest of what one writes in a line.
const MAX_TITLE: usize = 300;
/// Longest of what one writes in a field.
const MAX_TEXT: usize = 4_000;
const MAX_REASON: usize = 1_000;
/// A day's work, in minutes, and some more.
const MAX_MINUTES: i32 = 24 * 60;

/// Why something will not be: nobody takes anything off without a word.
fn why(reason: &str) -> kernel::Result<String> {
    let mut checks = kernel::error::Checks::default();
    checks.text(reason, MAX_REASON, "reason");
    checks.done()?;
    Ok(reason.trim().to_owned())
}

/// Spaces and line ends put right.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
