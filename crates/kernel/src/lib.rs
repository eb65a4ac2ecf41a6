//! Words shared by the whole product: typed ids, the clock, the actor, decisions, errors, pages and feed events.
//!
//! Invariants: nothing here does I/O, nothing is async, nothing knows axum, tokio or a connection.
//! Not here: rules of any feature, HTTP mapping (see `platform::http`), tables.

pub mod actor;
pub mod clock;
mod day;
pub mod decision;
pub mod error;
pub mod event;
pub mod id;
pub mod page;
pub mod paper_number;
pub mod people;
pub mod subject;

pub use actor::{Actor, Grant, Role};
/// Spelled out in DTOs: the OpenAPI derive knows the type by this name, not by our alias.
pub use chrono::{DateTime, Utc};
pub use clock::{Clock, FixedClock, SystemClock, Timestamp};
pub use day::russian_day;
pub use decision::Decision;
pub use error::{Code, Error, FieldError, Result};
pub use event::{FeedEvent, NewEvent, Stream};
pub use id::*;
pub use page::{Page, PageCursor, PageQuery};
pub use people::{OrgKind, OrgRef, PersonRef};
