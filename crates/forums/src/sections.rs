//! Sections: rooms inside a space, in the order its moderators give them.

use kernel::{Actor, Code, Error, Result, SectionId, SpaceId, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    access,
    entity::{section, topic, watch},
    event::Event,
    kinds::WatchTarget,
    spaces, topics,
};

const MAX_TITLE: usize = 120;
const MAX_ABOUT: usize = 1_000;
const MAX_SECTIONS: usize = 100;

#[derive(Clone, Debug)]
pub struct NewSection {
    pub title: String,
    pub about: Option<String>,
}

fn check(title: &str, about: Option<&str>) -> Result<()> {
    let mut checks = Checks::default();
    checks.text(title, MAX_TITLE, "title").up_to(about.unwrap_or_default(), MAX_ABOUT, "about");
    checks.done()
}

fn tidy(about: Option<String>) -> Option<String> {
    about.map(|a| a.trim().to_owned()).filter(|a| !a.is_empty())
}

/// Adds a section at the end.
pub async fn create(tx: &mut Tx, actor: &Actor, space: SpaceId, new: NewSection) -> Result<section::Model> {
    check(&new.title, new.about.as_deref())?;
    spaces::locked(tx, space).await?;
    let room = access::readable_room(tx.db(), actor, space).await?;
    room.seat.moderate().or_refuse()?;
    let count = in_order(tx, space).await?.len();
    let mut checks = Checks::default();
    checks.require(count < MAX_SECTIONS, "title", "too_many");
    checks.done()?;
    let row = section::Model {
        id: tx.id(),
        space_id: space,
        title: new.title.trim().to_owned(),
        about: tidy(new.about),
        position: i32::try_from(count).unwrap_or(i32::MAX),
        created_at: tx.now(),
    };
    let row = section::ActiveModel::from(row).reset_all().insert(tx.db()).await?;
    tx.emit(Event::SpaceChanged { actor: actor.person, space });
    Ok(row)
}

async fn in_order(tx: &Tx, space: SpaceId) -> Result<Vec<section::Model>> {
    Ok(section::Entity::find()
        .filter(section::Column::SpaceId.eq(space))
        .order_by_asc(section::Column::Position)
        .order_by_asc(section::Column::Id)
        .all(tx.db())
        .await?)
}

/// Changes of a section; what is absent stays. `position` is its new place, counted from 0.
#[derive(Clone, Debug, Default)]
pub struct SectionChange {
    pub title: Option<String>,
    pub about: Option<Option<String>>,
    pub position: Option<i32>,
}

pub async fn change(tx: &mut Tx, actor: &Actor, id: SectionId, change: SectionChange) -> Result<section::Model> {
    let (row, room) = access::section(tx.db(), actor, id).await?;
    room.seat.moderate().or_refuse()?;
    spaces::locked(tx, row.space_id).await?;
    let title = change.title.unwrap_or_else(|| row.title.clone());
    let about = change.about.map_or_else(|| row.about.clone(), tidy);
    check(&title, about.as_deref())?;
    let changed = section::ActiveModel {
        id: Set(id),
        title: Set(title.trim().to_owned()),
        about: Set(about),
        ..Default::default()
    };
    let mut changed = changed.update(tx.db()).await?;
    if let Some(position) = change.position {
        changed.position = reorder(tx, &changed, position).await?;
    }
    tx.emit(Event::SpaceChanged { actor: actor.person, space: row.space_id });
    Ok(changed)
}

/// Where the topics of a section go that is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// There must be none.
    Empty,
    /// Into another section of the space, or out of any.
    Move(Option<SectionId>),
}

/// Takes a section away. Topics deleted long ago go out of it silently: they only exist for moderators.
///
/// # Errors
/// `InUse` when topics stand in it and nothing is said about them.
pub async fn delete(tx: &mut Tx, actor: &Actor, id: SectionId, rest: Rest) -> Result<()> {
    let (row, _) = access::section(tx.db(), actor, id).await?;
    spaces::locked(tx, row.space_id).await?;
    let (row, room) = access::section(tx.db(), actor, id).await?;
    room.seat.moderate().or_refuse()?;
    // New topics wait behind the space's lock, moved ones behind this row's.
    section::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.ok_or(Error::Hidden)?;
    let to = match rest {
        Rest::Move(Some(to)) if to == id => return Err(Error::invalid("section_id", "invalid")),
        Rest::Move(to) => to,
        Rest::Empty => None,
    };
    topics::check_section(tx, row.space_id, to).await?;
    let standing = topic::Entity::find()
        .filter(topic::Column::SectionId.eq(id))
        .filter(topic::Column::DeletedAt.is_null())
        .count(tx.db())
        .await?;
    if rest == Rest::Empty && standing > 0 {
        return Err(Error::Conflict(Code::InUse));
    }
    topic::Entity::update_many()
        .col_expr(topic::Column::SectionId, Expr::value(to))
        .col_expr(topic::Column::Version, Expr::col(topic::Column::Version).add(1))
        .filter(topic::Column::SectionId.eq(id))
        .exec(tx.db())
        .await?;
    watch::Entity::delete_many()
        .filter(watch::Column::TargetKind.eq(WatchTarget::Section))
        .filter(watch::Column::TargetId.eq(id.0))
        .exec(tx.db())
        .await?;
    section::Entity::delete_by_id(id).exec(tx.db()).await?;
    tx.emit(Event::SpaceChanged { actor: actor.person, space: row.space_id });
    Ok(())
}

async fn reorder(tx: &Tx, moved: &section::Model, position: i32) -> Result<i32> {
    let mut all = in_order(tx, moved.space_id).await?;
    all.retain(|s| s.id != moved.id);
    let place = usize::try_from(position).unwrap_or(0).min(all.len());
    all.insert(place, moved.clone());
    for (position, row) in (0..).zip(&all) {
        if row.position != position {
            let change = section::ActiveModel { id: Set(row.id), position: Set(position), ..Default::default() };
            change.update(tx.db()).await?;
        }
    }
    Ok(i32::try_from(place).unwrap_or(0))
}
