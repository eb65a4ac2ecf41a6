//! Whom one may call by name: people who read the space.

use accounts::{directory, names};
use kernel::{Actor, PersonId, PersonRef, Result, SpaceId};
use platform::App;

use crate::{access, kinds::SpaceKind, policy::SpaceFacts, quoting, roster};

const SHOWN: usize = 12;
/// How many members of a group are looked through for a name.
const GROUP: usize = 1_000;
/// How many namesakes are asked for their rights.
const CANDIDATES: u64 = 40;

/// People whose name matches `q` and who may read the space now, the asker left out.
pub async fn people(app: &App, actor: &Actor, space: SpaceId, q: &str) -> Result<Vec<PersonRef>> {
    let room = access::readable_room(app.reader(), actor, space).await?;
    let candidates = candidates(app, &room.facts, q).await?;
    let ids: Vec<PersonId> = candidates.iter().map(|p| p.id).filter(|id| *id != actor.person).collect();
    let mut found = Vec::with_capacity(SHOWN);
    // Rights are asked in the order of the names until enough have them.
    for part in ids.chunks(SHOWN) {
        let readers = quoting::readers_among(app, app.reader(), &room.facts, part).await?;
        found.extend(candidates.iter().filter(|p| readers.contains(&p.id)).cloned());
        if found.len() >= SHOWN {
            break;
        }
    }
    found.truncate(SHOWN);
    Ok(found)
}

async fn candidates(app: &App, space: &SpaceFacts, q: &str) -> Result<Vec<PersonRef>> {
    let db = app.reader();
    let everywhere = matches!(space.kind, SpaceKind::Open | SpaceKind::Association);
    if everywhere {
        return directory::search_people(db, q, None, CANDIDATES).await;
    }
    if let Some(orgs) = roster::organisations(db, space).await? {
        return directory::search_people(db, q, Some(&orgs), CANDIDATES).await;
    }
    let members = roster::members(db, space, None, GROUP).await?;
    let wanted = names::person_query(q);
    let mut found: Vec<_> = members.into_iter().filter(|line| names::key_matches(&line.search_key, &wanted)).collect();
    // Stable: members come by name.
    found.sort_by_key(|line| names::key_rank(&line.search_key, &wanted));
    let ids: Vec<PersonId> = found.into_iter().map(|line| line.person_id).take(CANDIDATES as usize).collect();
    let people = directory::names(db, &ids).await?;
    Ok(ids.iter().filter_map(|id| people.get(id)).cloned().collect())
}
