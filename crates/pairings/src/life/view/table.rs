//! Who helps the schools of a table: active pairs, and those that are being agreed on for whoever may open them.

use std::collections::{BTreeSet, HashMap};

use accounts::directory;
use kernel::{Actor, OrgId, OrgRef, PairingId, Result};
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use super::runs::{self, PairingRun};
use crate::{
    entity::life::pairing,
    kinds::{PairState, ThemeKind},
    policy::life::visible,
    schools::access::CHUNK,
};

/// A mentor of a school in a line.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HelpedBy)]
pub struct HelpedBy {
    pub pairing_id: PairingId,
    pub mentor: OrgRef,
    pub theme_kind: ThemeKind,
    pub theme: String,
    pub state: PairState,
    /// The reader may open it.
    pub open: bool,
    /// The run it came from, for those who read its board.
    pub run: Option<PairingRun>,
}

/// By the school that is helped.
pub(crate) async fn helped_by<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    schools: &[OrgId],
) -> Result<HashMap<OrgId, Vec<HelpedBy>>> {
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    for part in schools.chunks(CHUNK) {
        let live = pairing::Entity::find()
            .filter(pairing::Column::MenteeId.is_in(part.iter().copied()))
            .filter(pairing::Column::State.is_in(PairState::LIVE))
            .order_by_asc(pairing::Column::Number);
        rows.extend(live.clone().all(db).await?);
        seen.extend(live.filter(visible(actor)).all(db).await?.into_iter().map(|row| row.id));
    }
    rows.retain(|row| row.state == PairState::Active || seen.contains(&row.id));
    let runs = runs::of(db, actor, &rows).await?;
    let mentors = directory::org_refs(db, &rows.iter().map(|row| row.mentor_id).collect::<Vec<_>>()).await?;
    let mut found: HashMap<OrgId, Vec<HelpedBy>> = HashMap::new();
    for row in rows {
        let Some(mentor) = mentors.get(&row.mentor_id).cloned() else { continue };
        found.entry(row.mentee_id).or_default().push(HelpedBy {
            pairing_id: row.id,
            mentor,
            theme_kind: row.theme_kind,
            theme: row.theme,
            state: row.state,
            open: seen.contains(&row.id),
            run: row.run_id.and_then(|id| runs.get(&id).cloned()),
        });
    }
    Ok(found)
}
