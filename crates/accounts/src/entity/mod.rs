//! Tables of this feature, one a file. Only use cases write them.

pub mod affiliation;
pub mod consent;
pub mod credential;
pub mod invitation;
pub mod one_time_token;
pub mod organisation;
pub mod person;
pub mod person_subject;
pub mod purge_log;
pub mod refresh_token;
pub mod registration;
pub mod role_grant;
pub mod session;
pub mod sign_in_delay;
pub mod signing_key;
