//! Materials of an event: files, links, the recording. Each says for itself who reads it.

use async_trait::async_trait;
use kernel::{Actor, Error, EventId, EventMaterialId, FileId, PersonId, Result, error::Checks};
use platform::{
    App, Tx,
    ports::{FileOwners, Owner},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};

use super::reads;
use crate::{
    access::{self, Desk},
    entity::{event, event_material},
    event::{Event, kind},
    kinds::{Access, EventState, MaterialKind},
    policy,
};

/// Kind of owner of files; its id is a material's.
const KIND: &str = "event_material";
const MOST: u64 = 50;
const MAX_TITLE: usize = 200;
const MAX_URL: usize = 2_000;

pub fn owner(id: EventMaterialId) -> Owner {
    Owner::new(KIND, id.0)
}

/// A material on its way in.
#[derive(Clone, Debug)]
pub struct NewMaterial {
    pub kind: MaterialKind,
    pub title: String,
    pub url: String,
    pub file: Option<FileId>,
    pub access: Access,
}

pub async fn add(tx: &mut Tx, actor: &Actor, id: EventId, new: NewMaterial) -> Result<event_material::Model> {
    let desk = open(tx, actor, id).await?;
    let mut checks = Checks::default();
    check(&mut checks, new.kind, &new.title, &new.url);
    checks.require(new.kind != MaterialKind::File || new.file.is_some(), "file_id", "required");
    checks.require(new.kind == MaterialKind::File || new.file.is_none(), "file_id", "invalid");
    checks.done()?;
    let known = event_material::Entity::find().filter(event_material::Column::EventId.eq(id));
    if known.count(tx.db()).await? >= MOST {
        return Err(Error::invalid("title", "too_many"));
    }
    let last = event_material::Entity::find()
        .filter(event_material::Column::EventId.eq(id))
        .order_by_desc(event_material::Column::Position)
        .one(tx.db())
        .await?;
    let row = event_material::Model {
        id: tx.id(),
        event_id: id,
        position: last.map_or(0, |row| row.position + 1),
        kind: new.kind,
        title: tidy(&new.title),
        url: new.url.trim().to_owned(),
        access: new.access,
        by_id: actor.person,
        created_at: tx.now(),
    };
    event_material::Entity::insert(event_material::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    if let Some(file) = new.file {
        bind(tx, row.id, actor.person, &[file]).await?;
    }
    changed(tx, &desk, actor);
    Ok(row)
}

async fn bind(tx: &mut Tx, id: EventMaterialId, by: PersonId, files: &[FileId]) -> Result<()> {
    let app = tx.app().clone();
    app.files()?.bind(tx, &owner(id), by, files).await.map_err(|error| match error {
        Error::Invalid(_) => Error::invalid("file_id", "unknown"),
        error => error,
    })
}

/// Another title, address or audience; what kind of thing it is stays.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    id: EventId,
    material: EventMaterialId,
    (title, url, access): (&str, &str, Access),
) -> Result<event_material::Model> {
    let desk = open(tx, actor, id).await?;
    let row = found(tx.db(), id, material).await?;
    let mut checks = Checks::default();
    check(&mut checks, row.kind, title, url);
    checks.done()?;
    let change = event_material::ActiveModel {
        id: Set(row.id),
        title: Set(tidy(title)),
        url: Set(url.trim().to_owned()),
        access: Set(access),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    changed(tx, &desk, actor);
    Ok(row)
}

pub async fn remove(tx: &mut Tx, actor: &Actor, id: EventId, material: EventMaterialId) -> Result<()> {
    let desk = open(tx, actor, id).await?;
    let row = found(tx.db(), id, material).await?;
    if row.kind == MaterialKind::File {
        bind(tx, row.id, actor.person, &[]).await?;
    }
    event_material::Entity::delete_by_id(row.id).exec(tx.db()).await?;
    changed(tx, &desk, actor);
    Ok(())
}

async fn open(tx: &Tx, actor: &Actor, id: EventId) -> Result<Desk> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.attach(&desk.facts).or_refuse()?;
    Ok(desk)
}

fn changed(tx: &mut Tx, desk: &Desk, actor: &Actor) {
    if desk.facts.state != EventState::Draft {
        tx.emit(Event::new(kind::CHANGED, desk.row.id, actor.person));
    }
}

fn tidy(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(checks: &mut Checks, kind: MaterialKind, title: &str, url: &str) {
    let web = url::Url::parse(url.trim()).is_ok_and(|u| ["http", "https"].contains(&u.scheme()));
    let good = match kind {
        MaterialKind::File => url.trim().is_empty(),
        MaterialKind::Link | MaterialKind::Recording => url.len() <= MAX_URL && web,
    };
    // A file has a name of its own, and a recording needs none.
    checks
        .require(kind != MaterialKind::Link || !title.trim().is_empty(), "title", "required")
        .up_to(title, MAX_TITLE, "title")
        .require(good, "url", "invalid");
}

async fn found<C: ConnectionTrait>(db: &C, id: EventId, material: EventMaterialId) -> Result<event_material::Model> {
    let row = event_material::Entity::find_by_id(material).one(db).await?;
    row.filter(|row| row.event_id == id).ok_or(Error::Hidden)
}

/// Materials of an event in their order.
pub async fn of<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<event_material::Model>> {
    let rows = event_material::Entity::find()
        .filter(event_material::Column::EventId.eq(id))
        .order_by_asc(event_material::Column::Position)
        .order_by_asc(event_material::Column::Id);
    Ok(rows.all(db).await?)
}

/// Access to a file is access to its material.
pub struct EventFiles;

#[async_trait]
impl FileOwners for EventFiles {
    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    async fn may_read(&self, app: &App, reader: Option<&Actor>, owner: &Owner) -> Result<bool> {
        let db = app.reader();
        let row = event_material::Entity::find_by_id(EventMaterialId(owner.id)).one(db).await?;
        let Some(row) = row else { return Ok(false) };
        let Some(actor) = reader else {
            let event = event::Entity::find_by_id(row.event_id).one(db).await?;
            return Ok(row.access == Access::Readers && event.is_some_and(|event| policy::is_open(&event)));
        };
        match access::desk(db, actor, row.event_id).await {
            Ok(desk) => Ok(reads(&desk, row.access)),
            Err(Error::Hidden | Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
