//! HTTP glue: the problem document, extractors, answers. Handlers return [`Result`] and use `?`.

mod extract;
mod problem;
mod reason;
mod respond;

pub use extract::{Address, Body, Id, IdempotencyKey, MaybeActor, Parameters, Reader, Signed};
pub use problem::{Problem, ProblemBody, Problems};
pub use reason::{Reason, ReasonBody};
pub use respond::{Created, Revalidated, entity_tag, sent};

/// What handlers return.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// `{}`: an answer without content that still is JSON.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, utoipa::ToSchema)]
pub struct Empty {}
