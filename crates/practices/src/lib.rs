//! The bank of practices: what teachers made and measured, reviewed by experts, used and reported on by colleagues.
//!
//! Invariants
//! - Every rule is in [`policy`], and its SQL twin `policy::visible` guards every list, count, export and notice. A draft
//!   does not exist for anybody but its authors.
//! - One version at a time is in work (a partial unique index says so); one that was shown never changes again.
//! - A version is saved under its revision: of two who save at once the later hears 409 with the other's words.
//! - An expert reviews a version once (a unique index says so), never for their own school, and sees no other sheet.
//! - A level is never higher than the experts' totals and the coordinator's reach allow.
//! - Numbers of permanent addresses have no gaps and are given when a practice first becomes readable.
//! - A certificate is for one author of one version that experts recommended; it stands while both still hold.
//! - What was once open to everybody has a record for ever, at least as taken away; what never was leaves none.
//! - Markdown is rendered once, by the same renderer as posts.
//!
//! Not here: the comments of a practice (a topic of the forums, opened through a port), contents of files, the index,
//! how an open page is served (`platform::ports::OpenPages`) and harvested.

pub mod access;
pub mod adoptions;
mod attached;
pub mod authors;
mod bank;
pub mod certificates;
mod citation;
pub mod collections;
mod dates;
pub mod deciding;
pub mod documents;
pub mod drafts;
pub mod entity;
pub mod event;
mod evidence;
mod export;
mod harvest;
mod http;
pub mod import;
pub mod kinds;
mod notices;
mod open;
pub mod paper;
pub mod passport;
mod personal;
pub mod policy;
mod proof;
pub mod reactions;
mod records;
pub mod reviews;
pub mod rubric;
mod russian;
mod search;
pub mod submitting;
mod view;

use std::sync::Arc;

/// Plugs the feature into the house.
pub fn feature() -> platform::Feature {
    platform::Feature {
        name: "practices",
        routes: http::routes(),
        notices: Some(Arc::new(notices::BankNotices)),
        search: Some(Arc::new(search::PracticeSearch)),
        personal: Some(Arc::new(personal::Own)),
        file_owners: Some(Arc::new(attached::PracticeFiles)),
        open: Some(Arc::new(open::OpenPractices)),
        harvest: Some(Arc::new(harvest::Catalogue)),
        bank: Some(Arc::new(bank::Drafts)),
        evidence: Some(Arc::new(evidence::Published)),
        proofs: Some(Arc::new(proof::Certified)),
        followers: vec![Arc::new(records::Recording)],
        jobs: vec![Arc::new(reviews::Reminders)],
        ..Default::default()
    }
}
