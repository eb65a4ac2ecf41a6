//! The runs that pairs came from, for those who read the boards they are on.

use std::collections::HashMap;

use kernel::{Actor, MatchRunId, OrgId, Result};
use sea_orm::{ConnectionTrait, QuerySelect, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    entity::{life::pairing, matching::match_run},
    policy::{SchoolSeat, matching::board},
    schools::access::CHUNK,
};

/// A run, as it is linked to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingRun {
    pub id: MatchRunId,
    pub number: i32,
    /// Whose board it is on.
    pub territory_id: OrgId,
}

/// By id; runs the actor may not read are absent.
pub(crate) async fn of<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    rows: &[pairing::Model],
) -> Result<HashMap<MatchRunId, PairingRun>> {
    let mut ids: Vec<MatchRunId> = rows.iter().filter_map(|row| row.run_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::new();
    for part in ids.chunks(CHUNK) {
        let runs = match_run::Entity::find()
            .filter(match_run::Column::Id.is_in(part.iter().copied()))
            .select_only()
            .columns([match_run::Column::Id, match_run::Column::Number, match_run::Column::TerritoryId])
            .into_tuple::<(MatchRunId, i32, OrgId)>();
        let read = |territory| board(SchoolSeat::take(actor, territory), false).allowed();
        let runs = runs.all(db).await?.into_iter().filter(|(_, _, territory)| read(*territory));
        found.extend(runs.map(|(id, number, territory_id)| (id, PairingRun { id, number, territory_id })));
    }
    Ok(found)
}
