//! Spaces: opened, renamed, described, put away. What is in them is written by the other use cases.

use kernel::{Actor, Code, Error, OrgId, OrgKind, Result, SpaceId, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QuerySelect, entity::prelude::*, sea_query::LockType};

use crate::{
    access,
    entity::{space, space_member},
    event::Event,
    kinds::{Audience, JoinRule, MemberState, SpaceKind, SpaceRole},
    policy, words,
};

const MAX_TITLE: usize = 120;
const MAX_ABOUT: usize = 2_000;

/// A space on its way in.
#[derive(Clone, Debug)]
pub struct NewSpace {
    pub kind: SpaceKind,
    pub title: String,
    pub about: String,
    pub join: JoinRule,
    pub organisation: Option<OrgId>,
    /// Name in the files it was loaded from; loading twice makes one space.
    pub external_key: Option<String>,
}

/// Opens a space. Who opens a group moderates it.
pub async fn create(tx: &mut Tx, actor: &Actor, new: NewSpace) -> Result<space::Model> {
    policy::create_space(actor, new.kind, new.organisation).or_refuse()?;
    let mut checks = Checks::default();
    checks.text(&new.title, MAX_TITLE, "title").up_to(&new.about, MAX_ABOUT, "about");
    checks.done()?;
    check_organisation(tx, &new).await?;
    let group = new.kind == SpaceKind::Group;
    let title = new.title.trim().to_owned();
    let row = space::Model {
        id: tx.id(),
        kind: new.kind,
        organisation_id: new.organisation,
        search_key: words::key(&format!("{title} {}", new.about)),
        title,
        about: new.about.trim().to_owned(),
        join_rule: if group { new.join } else { JoinRule::Auto },
        audience: match new.kind {
            SpaceKind::Open | SpaceKind::Association => Audience::Network,
            SpaceKind::School | SpaceKind::Municipality | SpaceKind::Group => Audience::Members,
        },
        external_key: new.external_key,
        version: 1,
        created_by: Some(actor.person),
        created_at: tx.now(),
        archived_at: None,
    };
    let inserted = space::ActiveModel::from(row).reset_all().insert(tx.db()).await;
    let row = inserted.map_err(|error| match platform::db::is_unique_violation(&error) {
        true => Error::Conflict(Code::AlreadyExists),
        false => error.into(),
    })?;
    if group {
        let member = space_member::Model {
            space_id: row.id,
            person_id: actor.person,
            role: SpaceRole::Moderator,
            state: MemberState::Member,
            since: tx.now(),
        };
        space_member::ActiveModel::from(member).reset_all().insert(tx.db()).await?;
    }
    tx.emit(Event::SpaceChanged { actor: actor.person, space: row.id });
    Ok(row)
}

/// A space of an organisation names one of the right kind; open spaces and groups name none or any they speak for.
async fn check_organisation(tx: &Tx, new: &NewSpace) -> Result<()> {
    let wanted = match new.kind {
        SpaceKind::Open | SpaceKind::Group => None,
        SpaceKind::Association => Some(OrgKind::Association),
        SpaceKind::School => Some(OrgKind::School),
        SpaceKind::Municipality => Some(OrgKind::Municipality),
    };
    let Some(id) = new.organisation else {
        return if wanted.is_some() { Err(Error::invalid("org_id", "required")) } else { Ok(()) };
    };
    if wanted.is_none() {
        return Err(Error::invalid("org_id", "invalid"));
    }
    let known = accounts::directory::org_refs(tx.db(), &[id]).await?;
    match known.get(&id) {
        Some(org) if Some(org.kind) == wanted => Ok(()),
        _ => Err(Error::invalid("org_id", "unknown")),
    }
}

/// Changes of a space; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct SpaceChange {
    pub version: i32,
    pub title: Option<String>,
    pub about: Option<String>,
    pub join: Option<JoinRule>,
    /// Puts the space away, or takes it out again.
    pub archived: Option<bool>,
}

impl SpaceChange {
    fn of_card(&self) -> bool {
        self.title.is_some() || self.about.is_some() || self.join.is_some()
    }
}

/// Whether a change was made or came too late.
pub enum Changed {
    Done,
    Stale,
}

pub async fn change(tx: &mut Tx, actor: &Actor, id: SpaceId, change: SpaceChange) -> Result<Changed> {
    let row = locked(tx, id).await?;
    let room = access::room(tx.db(), actor, id).await?;
    if change.archived.is_some() {
        room.seat.archive().or_refuse()?;
    }
    if change.of_card() || change.archived.is_none() {
        room.seat.moderate().or_refuse()?;
    }
    if row.version != change.version {
        return Ok(Changed::Stale);
    }
    let title = change.title.map_or_else(|| row.title.clone(), |t| t.trim().to_owned());
    let about = change.about.map_or_else(|| row.about.clone(), |t| t.trim().to_owned());
    let renamed = title != row.title;
    let mut checks = Checks::default();
    checks.text(&title, MAX_TITLE, "title").up_to(&about, MAX_ABOUT, "about");
    checks.require(change.join.is_none() || row.kind == SpaceKind::Group, "join", "invalid");
    checks.done()?;
    let changed = space::ActiveModel {
        id: Set(id),
        search_key: Set(words::key(&format!("{title} {about}"))),
        title: Set(title),
        about: Set(about),
        join_rule: Set(change.join.unwrap_or(row.join_rule)),
        archived_at: Set(match change.archived {
            Some(away) => away.then(|| row.archived_at.unwrap_or(tx.now())),
            None => row.archived_at,
        }),
        version: Set(row.version + 1),
        ..Default::default()
    };
    changed.update(tx.db()).await?;
    tx.emit(Event::SpaceChanged { actor: actor.person, space: id });
    if renamed {
        tx.emit(Event::SpaceRenamed { actor: actor.person, space: id });
    }
    Ok(Changed::Done)
}

/// The row, locked: members, sections and the card change one at a time.
pub(crate) async fn locked(tx: &Tx, id: SpaceId) -> Result<space::Model> {
    space::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or(Error::Hidden)
}

/// The space loaded under this name.
pub async fn by_external_key<C: ConnectionTrait>(db: &C, key: &str) -> Result<Option<space::Model>> {
    Ok(space::Entity::find().filter(space::Column::ExternalKey.eq(key)).one(db).await?)
}
