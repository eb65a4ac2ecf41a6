//! The forums: who may do what, posts and their numbers, reading, editing, members, text.

mod answers;
mod closing;
mod drafts;
mod editing;
mod finding;
mod lists;
mod long;
mod markdown;
mod members;
mod policy;
mod posting;
mod privacy;
mod reading;
mod tagging;
mod telling;
mod twins;
