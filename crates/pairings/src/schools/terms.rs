//! What territories call the statuses: their own word, that of the territory above, or ours.

use std::collections::{BTreeMap, BTreeSet};

use accounts::facts;
use kernel::{Actor, Code, Error, OrgId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QuerySelect, entity::prelude::*, sea_query::LockType};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access;
use crate::{
    entity::schools::status_term,
    event::schools::{Event, kind},
    kinds::StatusKind,
    policy,
};

const MAX_TERM: usize = 160;

/// A word for a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = StatusTerm)]
pub struct Term {
    pub kind: StatusKind,
    /// Empty in a request: as above.
    pub term: String,
    /// The territory's own word.
    #[serde(default)]
    pub own: bool,
}

/// Words of a place.
#[derive(Clone, Debug, Default)]
pub struct Terms(BTreeMap<StatusKind, String>);

impl Terms {
    pub fn of(&self, kind: StatusKind) -> &str {
        self.0.get(&kind).map_or_else(|| kind.russian(), String::as_str)
    }
}

/// Words that count where an organisation is.
pub async fn over<C: ConnectionTrait>(db: &C, org: OrgId) -> Result<Terms> {
    let chain: Vec<OrgId> = access::above(db, org).await?.into_iter().map(|row| row.id).collect();
    let of = status_term::Column::TerritoryId.is_in(chain.iter().copied());
    let rows = status_term::Entity::find().filter(of).all(db).await?;
    let mut terms = BTreeMap::new();
    // The widest first, so that the nearest has the last word.
    for place in chain.iter().rev() {
        let here = rows.iter().filter(|row| row.territory_id == *place);
        terms.extend(here.map(|row| (row.kind, row.term.clone())));
    }
    Ok(Terms(terms))
}

/// Every status with its word in a territory.
pub async fn list<C: ConnectionTrait>(db: &C, territory: OrgId) -> Result<Vec<Term>> {
    let territory = access::territory(db, territory).await?.id;
    let terms = over(db, territory).await?;
    let of = status_term::Column::TerritoryId.eq(territory);
    let own: BTreeSet<StatusKind> =
        status_term::Entity::find().filter(of).all(db).await?.into_iter().map(|row| row.kind).collect();
    let line = |kind| Term { kind, term: terms.of(kind).to_owned(), own: own.contains(&kind) };
    Ok(StatusKind::ALL.into_iter().map(line).collect())
}

/// Writes a territory's words; those not named, and empty ones, are as above again.
///
/// # Errors
/// `Forbidden` for whoever does not coordinate the territory.
pub async fn save(tx: &mut Tx, actor: &Actor, territory: OrgId, words: Vec<Term>) -> Result<()> {
    let actor = facts::fresh(tx, actor).await?;
    let territory = access::territory(tx.db(), territory).await?.id;
    actor.may_write()?;
    if !policy::coordinates(&actor, territory) {
        return Err(Error::Refused(Code::Forbidden));
    }
    let words = checked(words)?;
    // One writer at a time.
    accounts::entity::organisation::Entity::find_by_id(territory).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    let of = status_term::Column::TerritoryId.eq(territory);
    status_term::Entity::delete_many().filter(of).exec(tx.db()).await?;
    let row = |(kind, term): (StatusKind, String)| status_term::ActiveModel {
        territory_id: Set(territory),
        kind: Set(kind),
        term: Set(term),
    };
    if !words.is_empty() {
        status_term::Entity::insert_many(words.into_iter().map(row)).exec_without_returning(tx.db()).await?;
    }
    tx.emit(Event::of(kind::TERMS_CHANGED, territory, actor.person));
    Ok(())
}

fn checked(words: Vec<Term>) -> Result<BTreeMap<StatusKind, String>> {
    let mut checks = Checks::default();
    let mut own = BTreeMap::new();
    for (at, word) in words.into_iter().enumerate() {
        let term = word.term.split_whitespace().collect::<Vec<_>>().join(" ");
        checks.up_to(&term, MAX_TERM, &format!("terms[{at}].term")).require(
            !own.contains_key(&word.kind),
            &format!("terms[{at}].kind"),
            "taken",
        );
        if !term.is_empty() {
            own.insert(word.kind, term);
        }
    }
    checks.done()?;
    Ok(own)
}
