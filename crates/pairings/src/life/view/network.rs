//! Who helps whom in what: active pairs of a territory, for everybody who works there. No results, no needs.

use std::collections::BTreeSet;

use kernel::{Actor, DateTime, Error, OrgId, OrgRef, PairingId, Result, Role, Utc};
use platform::App;
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use super::runs::{self, PairingRun};
use crate::{
    entity::life::pairing,
    kinds::{PairState, ThemeKind},
    policy::{self, life::of_territory},
};

/// A line between two schools.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NetworkPair {
    pub id: PairingId,
    pub mentor: OrgId,
    pub mentee: OrgId,
    pub theme_kind: ThemeKind,
    pub theme: String,
    pub active_since: Option<DateTime<Utc>>,
    /// The reader may open it.
    pub open: bool,
    /// The run it came from, for those who read its board.
    pub run: Option<PairingRun>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingNetwork {
    pub schools: Vec<OrgRef>,
    pub pairs: Vec<NetworkPair>,
}

/// # Errors
/// `Hidden` for those who neither work in the territory nor answer for it.
pub async fn network(app: &App, actor: &Actor, territory: OrgId) -> Result<PairingNetwork> {
    let looks = actor.circle.contains(&territory)
        || policy::coordinates(actor, territory)
        || actor.holds_over(&[Role::Observer, Role::Curator], territory);
    if !actor.confirmed || !actor.consented || !looks {
        return Err(Error::Hidden);
    }
    let db = app.reader();
    let below: BTreeSet<OrgId> =
        accounts::directory::descendants(db, &[territory]).await?.into_values().flatten().collect();
    let rows = pairing::Entity::find()
        .filter(of_territory(below.clone()))
        .filter(pairing::Column::State.eq(PairState::Active))
        .order_by_asc(pairing::Column::Number)
        .all(db)
        .await?;
    let seen = pairing::Entity::find()
        .filter(policy::life::visible(actor))
        .filter(of_territory(below))
        .filter(pairing::Column::State.eq(PairState::Active))
        .all(db)
        .await?;
    let seen: BTreeSet<PairingId> = seen.into_iter().map(|row| row.id).collect();
    let ids: Vec<OrgId> = rows.iter().flat_map(|row| [row.mentor_id, row.mentee_id]).collect();
    let mut schools: Vec<OrgRef> = accounts::directory::org_refs(db, &ids).await?.into_values().collect();
    schools.sort_by(|one, other| (&one.short_name, one.id).cmp(&(&other.short_name, other.id)));
    let runs = runs::of(db, actor, &rows).await?;
    let pairs = rows
        .into_iter()
        .map(|row| NetworkPair {
            open: seen.contains(&row.id),
            run: row.run_id.and_then(|id| runs.get(&id).cloned()),
            id: row.id,
            mentor: row.mentor_id,
            mentee: row.mentee_id,
            theme_kind: row.theme_kind,
            theme: row.theme,
            active_since: row.active_since,
        })
        .collect();
    Ok(PairingNetwork { schools, pairs })
}
