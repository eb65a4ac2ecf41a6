//! Two runs side by side: which needs would be helped by another school.

use std::collections::BTreeMap;

use kernel::{Error, NeedId, OrgId, Result};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    problem::Problem,
    runs,
    sensitivity::Moved,
    solve::Outcome,
    view::{MoveView, Namer, RunHead, heads},
};
use crate::entity::matching::match_run;

/// What two runs have in common and what not.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchComparison)]
pub struct Comparison {
    /// The earlier one.
    pub before: RunHead,
    pub after: RunHead,
    pub moved: Vec<MoveView>,
    /// Needs both help by the same school.
    pub kept: usize,
    /// Both were asked the same.
    pub same_input: bool,
}

/// Whom each need of a run found.
fn found(problem: &Problem, outcome: &Outcome) -> BTreeMap<NeedId, Option<OrgId>> {
    let mut found: BTreeMap<NeedId, Option<OrgId>> = problem.needs.iter().map(|need| (need.id, None)).collect();
    found.extend(outcome.pairs.iter().map(|pair| (pair.need, Some(pair.mentor))));
    found
}

/// Compares them in the order in which they were made; `whole`: for whoever answers for the territory.
///
/// # Errors
/// `Internal` when what is stored cannot be read.
pub async fn of<C: ConnectionTrait>(
    db: &C,
    (one, other): (match_run::Model, match_run::Model),
    whole: bool,
) -> Result<Comparison> {
    let (before, after) = if one.id <= other.id { (one, other) } else { (other, one) };
    let ((was, was_found), (is, is_found)) = (runs::read(&before)?, runs::read(&after)?);
    let (old, new) = (found(&was, &was_found), found(&is, &is_found));
    let (old_names, new_names) = (Namer::of(db, was, whole).await?, Namer::of(db, is, whole).await?);
    let (mut moved, mut kept) = (Vec::new(), 0);
    let all: std::collections::BTreeSet<&NeedId> = old.keys().chain(new.keys()).collect();
    for need in all {
        let (before, after) = (old.get(need).copied().flatten(), new.get(need).copied().flatten());
        if before == after {
            kept += usize::from(before.is_some());
            continue;
        }
        let change = Moved { need: *need, before, after };
        moved.extend(new_names.moved(&change).or_else(|| old_names.moved(&change)));
    }
    let same_input = before.input_hash == after.input_hash;
    let mut heads = heads(db, &[before, after]).await?.into_iter();
    let (Some(before), Some(after)) = (heads.next(), heads.next()) else { return Err(Error::Hidden) };
    Ok(Comparison { before, after, moved, kept, same_input })
}
