//! Young teachers of pairs, and who helps each. Of how long anybody has been teaching nothing is known here: young is whom
//! a school has named so in a pair.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{Actor, OrgId, OrgRef, PairingId, PairingPersonId, PersonId, PersonRef, Result};
use platform::{App, ports::Names};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    entity::life::{pairing, pairing_person, pairing_tie},
    kinds::{Duty, PairState, Side},
    policy::{self, life::visible},
};

/// Databases bind a limited number of values.
const CHUNK: usize = 500;

/// A young teacher of a school that is helped.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct YoungTeacher {
    pub person: PersonRef,
    pub school: Option<OrgRef>,
    pub pairing_id: PairingId,
    /// Who works with them in the pair; nobody: there is somebody to be found.
    pub mentors: Vec<PersonRef>,
}

/// Of the pairs that go on and that the actor acts or answers for: those without a mentor first.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn young_teachers(app: &App, actor: &Actor) -> Result<Vec<YoungTeacher>> {
    let db = app.reader();
    let runs = policy::run_by(actor);
    let rows = pairing::Entity::find()
        .filter(visible(actor))
        .filter(pairing::Column::State.is_in(PairState::HOLDING))
        .order_by_asc(pairing::Column::Number);
    let mine = |row: &pairing::Model| {
        let schools = [row.mentor_id, row.mentee_id];
        schools.iter().any(|school| runs.contains(school) || policy::coordinates(actor, *school))
    };
    let pairs: HashMap<PairingId, OrgId> =
        rows.all(db).await?.into_iter().filter(mine).map(|row| (row.id, row.mentee_id)).collect();
    let ids: Vec<PairingId> = pairs.keys().copied().collect();
    let mut people: BTreeMap<PairingPersonId, pairing_person::Model> = BTreeMap::new();
    let mut ties: Vec<pairing_tie::Model> = Vec::new();
    for part in ids.chunks(CHUNK) {
        let found = pairing_person::Entity::find()
            .filter(pairing_person::Column::PairingId.is_in(part.iter().copied()))
            .filter(pairing_person::Column::Until.is_null());
        people.extend(found.all(db).await?.into_iter().map(|row| (row.id, row)));
        let found = pairing_tie::Entity::find()
            .filter(pairing_tie::Column::PairingId.is_in(part.iter().copied()))
            .filter(pairing_tie::Column::Until.is_null());
        ties.extend(found.all(db).await?);
    }
    let names = Names::load(app, people.values().map(|row| row.person_id).collect()).await?;
    let schools: Vec<OrgId> = pairs.values().copied().collect();
    let schools = accounts::directory::org_refs(db, &schools).await?;
    let young = people.values().filter(|row| row.side == Side::Mentee && row.duty == Duty::YoungTeacher);
    let mut found: Vec<YoungTeacher> = young
        .map(|row| YoungTeacher {
            person: names.of(row.person_id),
            school: pairs.get(&row.pairing_id).and_then(|school| schools.get(school)).cloned(),
            pairing_id: row.pairing_id,
            mentors: helpers(&people, &ties, row.id).into_iter().map(|id| names.of(id)).collect(),
        })
        .collect();
    found.sort_by_cached_key(|one| (!one.mentors.is_empty(), one.person.surname.clone(), one.person.id));
    Ok(found)
}

/// Who works with somebody of a pair now.
fn helpers(
    people: &BTreeMap<PairingPersonId, pairing_person::Model>,
    ties: &[pairing_tie::Model],
    who: PairingPersonId,
) -> BTreeSet<PersonId> {
    let with = ties.iter().filter(|tie| tie.mentee_person_id == who);
    with.filter_map(|tie| people.get(&tie.mentor_person_id)).map(|row| row.person_id).collect()
}
