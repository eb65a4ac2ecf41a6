//! Drafts kept for all devices of a person. The key says what the text will become, so that an edit is never
//! published as a reply. Two devices writing at once: the later hears 409 and gets both texts.

use kernel::{Actor, Error, PostId, Result, SpaceId, TopicId, error::Checks};
use platform::Tx;
use sea_orm::{
    ConnectionTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};

use crate::{entity::draft, markdown::MAX_BODY};

const MAX_DRAFTS: u64 = 200;
/// Ten files with long names fit.
const MAX_EXTRA: usize = 12_000;

/// A draft on its way in. `revision` is the one the device saw last, 0 for a new draft.
#[derive(Clone, Debug)]
pub struct NewDraft {
    pub title: Option<String>,
    pub body: String,
    pub extra: Option<serde_json::Value>,
    pub revision: i32,
}

/// `reply:<topic>`, `topic:<space>` or `edit:<post>`.
fn check_key(key: &str) -> Result<()> {
    let known = match key.split_once(':') {
        Some(("reply", id)) => id.parse::<TopicId>().is_ok(),
        Some(("topic", id)) => id.parse::<SpaceId>().is_ok(),
        Some(("edit", id)) => id.parse::<PostId>().is_ok(),
        _ => false,
    };
    if known { Ok(()) } else { Err(Error::Hidden) }
}

/// What became of a save.
pub enum Saved {
    Done(draft::Model),
    /// Another device was faster; this is what it wrote.
    Stale(draft::Model),
}

pub async fn save(tx: &mut Tx, actor: &Actor, key: &str, new: NewDraft) -> Result<Saved> {
    check_key(key)?;
    let extra = new.extra.as_ref().map(serde_json::to_string).transpose()?;
    let mut checks = Checks::default();
    checks.up_to(&new.body, MAX_BODY, "body").up_to(new.title.as_deref().unwrap_or_default(), 400, "title").up_to(
        extra.as_deref().unwrap_or_default(),
        MAX_EXTRA,
        "extra",
    );
    checks.done()?;
    let row = draft::Model {
        person_id: actor.person,
        draft_key: key.to_owned(),
        title: new.title,
        body: new.body,
        extra,
        revision: new.revision + 1,
        updated_at: tx.now(),
    };
    if write(tx, &row, new.revision).await? {
        return Ok(Saved::Done(row));
    }
    match one(tx.db(), actor, key).await? {
        Some(current) => Ok(Saved::Stale(current)),
        // Deleted elsewhere, perhaps because it was sent; what this device holds must not be lost.
        None => {
            let row = draft::Model { revision: 1, ..row };
            if write(tx, &row, 0).await? { Ok(Saved::Done(row)) } else { Err(Error::invalid("revision", "invalid")) }
        }
    }
}

/// Inserts at revision 0, else updates exactly that revision; false when it is not the current one.
async fn write(tx: &Tx, row: &draft::Model, seen: i32) -> Result<bool> {
    if seen > 0 {
        let updated = draft::Entity::update_many()
            .col_expr(draft::Column::Title, Expr::value(row.title.clone()))
            .col_expr(draft::Column::Body, Expr::value(row.body.clone()))
            .col_expr(draft::Column::Extra, Expr::value(row.extra.clone()))
            .col_expr(draft::Column::Revision, Expr::col(draft::Column::Revision).add(1))
            .col_expr(draft::Column::UpdatedAt, Expr::value(row.updated_at))
            .filter(draft::Column::PersonId.eq(row.person_id))
            .filter(draft::Column::DraftKey.eq(row.draft_key.as_str()))
            .filter(draft::Column::Revision.eq(seen))
            .exec(tx.db())
            .await?;
        return Ok(updated.rows_affected == 1);
    }
    if draft::Entity::find().filter(draft::Column::PersonId.eq(row.person_id)).count(tx.db()).await? >= MAX_DRAFTS {
        return Err(Error::invalid("key", "too_many"));
    }
    let inserted = draft::Entity::insert(draft::ActiveModel::from(row.clone()).reset_all())
        .on_conflict(OnConflict::columns([draft::Column::PersonId, draft::Column::DraftKey]).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    Ok(inserted > 0)
}

async fn one<C: ConnectionTrait>(db: &C, actor: &Actor, key: &str) -> Result<Option<draft::Model>> {
    Ok(draft::Entity::find_by_id((actor.person, key.to_owned())).one(db).await?)
}

/// Throws a draft away; what is not there is thrown away already.
pub async fn delete(tx: &mut Tx, actor: &Actor, key: &str) -> Result<()> {
    check_key(key)?;
    draft::Entity::delete_by_id((actor.person, key.to_owned())).exec(tx.db()).await?;
    Ok(())
}

/// All drafts of a person, newest first.
pub async fn all<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Vec<draft::Model>> {
    Ok(draft::Entity::find()
        .filter(draft::Column::PersonId.eq(actor.person))
        .order_by_desc(draft::Column::UpdatedAt)
        .limit(MAX_DRAFTS)
        .all(db)
        .await?)
}
