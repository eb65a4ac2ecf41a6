//! Collections: practices picked by hand with a foreword, one's own or an association's.

use kernel::{Actor, Code, CollectionId, Decision, Error, OrgId, PracticeId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, entity::prelude::*, sea_query::ExprTrait};
use serde_json::json;

use crate::{
    access,
    entity::{collection, collection_item},
    event::CollectionChanged,
};

const MAX_TITLE: usize = 160;
const MAX_FOREWORD: usize = 4_000;
const MAX_NOTE: usize = 600;
const MAX_ITEMS: usize = 200;

/// Read by its owner, by those who run its organisation, and by the network once shared.
pub fn see(actor: &Actor, row: &collection::Model) -> Decision {
    let allowed = actor.consented && (edits(actor, row) || row.shared && actor.confirmed);
    if allowed { Decision::Allow } else { Decision::Hide }
}

/// Its owner, and whoever leads the organisation it belongs to.
pub fn edit(actor: &Actor, row: &collection::Model) -> Decision {
    match see(actor, row) {
        Decision::Allow if !actor.confirmed => Decision::Refuse(Code::NotConfirmed),
        Decision::Allow if !edits(actor, row) => Decision::Refuse(Code::NotAuthor),
        decision => decision,
    }
}

fn edits(actor: &Actor, row: &collection::Model) -> bool {
    row.owner_id == actor.person || row.organisation_id.is_some_and(|org| runs(actor, org))
}

fn runs(actor: &Actor, org: OrgId) -> bool {
    actor.leads(org) || actor.administers(org)
}

/// The SQL twin of [`see`].
pub fn visible(actor: &Actor) -> Condition {
    if !actor.consented {
        return Condition::all().add(Expr::val(1).eq(0));
    }
    let mut any = Condition::any().add(collection::Column::OwnerId.eq(actor.person));
    if actor.confirmed {
        any = any.add(collection::Column::Shared.eq(true));
    }
    if actor.is_administrator() {
        return any.add(collection::Column::OrganisationId.is_not_null());
    }
    let run: Vec<OrgId> = actor
        .grants
        .iter()
        .flat_map(|grant| grant.territory.iter().copied().chain(grant.scope))
        .filter(|org| runs(actor, *org))
        .collect();
    if actor.grants.iter().any(|grant| grant.scope.is_none() && ADMINISTERING.contains(&grant.role)) {
        return any.add(collection::Column::OrganisationId.is_not_null());
    }
    any.add(collection::Column::OrganisationId.is_in(run))
}

/// Roles of `Actor::administers`.
const ADMINISTERING: [kernel::Role; 5] = [
    kernel::Role::SchoolHead,
    kernel::Role::DeputyHead,
    kernel::Role::AssociationLeader,
    kernel::Role::MunicipalCoordinator,
    kernel::Role::RegionalCoordinator,
];

/// A collection on its way in.
#[derive(Clone, Debug)]
pub struct NewCollection {
    pub title: String,
    pub foreword: String,
    pub organisation: Option<OrgId>,
    pub shared: bool,
    pub external_key: Option<String>,
}

fn check(title: &str, foreword: &str) -> Result<()> {
    let mut checks = Checks::default();
    checks.text(title, MAX_TITLE, "title").up_to(foreword, MAX_FOREWORD, "foreword");
    checks.done()
}

pub async fn create(tx: &mut Tx, actor: &Actor, new: NewCollection) -> Result<collection::Model> {
    crate::policy::may_write(actor)?;
    check(&new.title, &new.foreword)?;
    if let Some(org) = new.organisation
        && !runs(actor, org)
    {
        return Err(Error::invalid("organisation", "unknown"));
    }
    let row = collection::Model {
        id: tx.id(),
        title: new.title.trim().to_owned(),
        foreword: new.foreword.trim().to_owned(),
        owner_id: actor.person,
        organisation_id: new.organisation,
        shared: new.shared,
        external_key: new.external_key,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    collection::Entity::insert(collection::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    tx.emit(CollectionChanged { collection: row.id, actor: actor.person });
    Ok(row)
}

async fn mine(tx: &Tx, actor: &Actor, id: CollectionId) -> Result<collection::Model> {
    use sea_orm::{QuerySelect, sea_query::LockType};
    let row = collection::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    let row = row.ok_or(Error::Hidden)?;
    edit(actor, &row).or_refuse()?;
    Ok(row)
}

fn current(row: &collection::Model, version: i32) -> Result<()> {
    if row.version == version {
        return Ok(());
    }
    Err(Error::Stale(json!({ "version": row.version, "title": row.title, "foreword": row.foreword })))
}

/// What may change. Absent stays.
#[derive(Clone, Debug, Default)]
pub struct CollectionChange {
    pub version: i32,
    pub title: Option<String>,
    pub foreword: Option<String>,
    pub shared: Option<bool>,
}

pub async fn change(tx: &mut Tx, actor: &Actor, id: CollectionId, change: CollectionChange) -> Result<()> {
    let row = mine(tx, actor, id).await?;
    current(&row, change.version)?;
    let title = change.title.unwrap_or(row.title);
    let foreword = change.foreword.unwrap_or(row.foreword);
    check(&title, &foreword)?;
    let changed = collection::ActiveModel {
        id: Set(id),
        title: Set(title.trim().to_owned()),
        foreword: Set(foreword.trim().to_owned()),
        shared: Set(change.shared.unwrap_or(row.shared)),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    changed.update(tx.db()).await?;
    tx.emit(CollectionChanged { collection: id, actor: actor.person });
    Ok(())
}

pub async fn delete(tx: &mut Tx, actor: &Actor, id: CollectionId) -> Result<()> {
    mine(tx, actor, id).await?;
    collection_item::Entity::delete_many().filter(collection_item::Column::CollectionId.eq(id)).exec(tx.db()).await?;
    collection::Entity::delete_by_id(id).exec(tx.db()).await?;
    tx.emit(CollectionChanged { collection: id, actor: actor.person });
    Ok(())
}

/// One place of a collection.
#[derive(Clone, Debug)]
pub struct Item {
    pub practice: PracticeId,
    /// Why it is here.
    pub note: String,
}

/// Makes exactly these the practices of a collection, in this order.
pub async fn arrange(tx: &mut Tx, actor: &Actor, id: CollectionId, version: i32, items: Vec<Item>) -> Result<()> {
    let row = mine(tx, actor, id).await?;
    current(&row, version)?;
    let mut checks = Checks::default();
    checks.require(items.len() <= MAX_ITEMS, "items", "too_many");
    for (index, item) in items.iter().enumerate() {
        checks.up_to(&item.note, MAX_NOTE, &format!("items[{index}].note"));
        let again = items[..index].iter().any(|before| before.practice == item.practice);
        checks.require(!again, &format!("items[{index}].practice_id"), "taken");
    }
    checks.done()?;
    let stored = stored(tx, id).await?;
    for (index, item) in items.iter().enumerate() {
        // What is there already may have become invisible to this editor; it stays until they take it out.
        if !stored.iter().any(|known| known.practice_id == item.practice) {
            readable(tx, actor, item.practice)
                .await
                .map_err(|_| Error::invalid(&format!("items[{index}].practice_id"), "unknown"))?;
        }
    }
    collection_item::Entity::delete_many().filter(collection_item::Column::CollectionId.eq(id)).exec(tx.db()).await?;
    let now = tx.now();
    let rows: Vec<_> = items
        .into_iter()
        .zip(0..)
        .map(|(item, position)| collection_item::ActiveModel {
            collection_id: Set(id),
            practice_id: Set(item.practice),
            position: Set(position),
            note: Set(item.note.trim().to_owned()),
            added_at: Set(stored.iter().find(|s| s.practice_id == item.practice).map_or(now, |s| s.added_at)),
        })
        .collect();
    if !rows.is_empty() {
        collection_item::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    bump(tx, actor, &row).await
}

/// Adds one practice at the end; what is there already stays where it is.
pub async fn add(tx: &mut Tx, actor: &Actor, id: CollectionId, practice: PracticeId, note: &str) -> Result<()> {
    let row = mine(tx, actor, id).await?;
    readable(tx, actor, practice).await?;
    let stored = stored(tx, id).await?;
    if stored.iter().any(|known| known.practice_id == practice) {
        return Ok(());
    }
    let mut checks = Checks::default();
    checks.require(stored.len() < MAX_ITEMS, "items", "too_many").up_to(note, MAX_NOTE, "note");
    checks.done()?;
    let item = collection_item::Model {
        collection_id: id,
        practice_id: practice,
        position: stored.last().map_or(0, |last| last.position + 1),
        note: note.trim().to_owned(),
        added_at: tx.now(),
    };
    collection_item::Entity::insert(collection_item::ActiveModel::from(item).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    bump(tx, actor, &row).await
}

pub async fn take_out(tx: &mut Tx, actor: &Actor, id: CollectionId, practice: PracticeId) -> Result<()> {
    let row = mine(tx, actor, id).await?;
    let removed = collection_item::Entity::delete_by_id((id, practice)).exec(tx.db()).await?;
    if removed.rows_affected == 0 { Ok(()) } else { bump(tx, actor, &row).await }
}

async fn stored(tx: &Tx, id: CollectionId) -> Result<Vec<collection_item::Model>> {
    Ok(collection_item::Entity::find()
        .filter(collection_item::Column::CollectionId.eq(id))
        .order_by_asc(collection_item::Column::Position)
        .all(tx.db())
        .await?)
}

/// Only what its editor reads goes into a collection.
async fn readable(tx: &Tx, actor: &Actor, practice: PracticeId) -> Result<()> {
    let desk = access::desk(tx.db(), actor, practice).await?;
    desk.seat.read_shown(&desk.facts).or_refuse()
}

async fn bump(tx: &mut Tx, actor: &Actor, row: &collection::Model) -> Result<()> {
    let changed = collection::ActiveModel {
        id: Set(row.id),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    changed.update(tx.db()).await?;
    tx.emit(CollectionChanged { collection: row.id, actor: actor.person });
    Ok(())
}
