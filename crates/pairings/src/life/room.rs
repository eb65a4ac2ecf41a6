//! The room of a pair: a private space of the forums. Who is in it follows from who they are: the pair's people, those who
//! act for the schools, their curators and coordinators. When rights change, places in rooms change with them.

use std::collections::BTreeSet;

use async_trait::async_trait;
use kernel::{Actor, Code, Error, FeedEvent, OrgId, PairingId, PersonId, Result, Role, SpaceId};
use platform::{
    Tx,
    cursors::Follower,
    ports::{NewRoom, RoomRole, RoomSeat},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};

use super::{access, closing, people, schools};
use crate::{
    codes,
    entity::life::pairing,
    event::{life::kind, pair::PairEvent},
    policy::{COORDINATORS, RUNNERS},
};

const ABOUT: &str = "Комната пары: видна людям пары, руководителям обеих школ, их кураторам и координаторам.";

/// Opens the room; it is opened once.
///
/// # Errors
/// `WrongState` when the pair is over and had none.
pub async fn open(tx: &mut Tx, actor: &Actor, id: PairingId) -> Result<SpaceId> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.open_room().or_refuse()?;
    if let Some(space) = desk.row.space_id {
        return Ok(space);
    }
    if !desk.row.state.live() {
        return Err(Error::Conflict(Code::WrongState));
    }
    let room = NewRoom {
        key: format!("pairing:{id}"),
        title: title(tx.db(), &desk.row).await?,
        about: ABOUT.to_owned(),
        people: everybody(tx, &desk.row).await?,
    };
    let app = tx.app().clone();
    let space = app.rooms()?.open(tx, actor.person, room).await?;
    let change = pairing::ActiveModel { id: Set(id), space_id: Set(Some(space)), ..Default::default() };
    change.update(tx.db()).await?;
    tx.emit(PairEvent::new(kind::ROOM_OPENED, id, actor.person));
    Ok(space)
}

async fn title<C: ConnectionTrait>(db: &C, row: &pairing::Model) -> Result<String> {
    let names = accounts::directory::org_refs(db, &[row.mentor_id, row.mentee_id]).await?;
    let name = |id: OrgId| names.get(&id).map(|org| org.short_name.clone()).unwrap_or_default();
    let theme = codes::theme(row.theme_kind, &row.theme);
    Ok(format!("Пара № {}: {} и {}, {theme}", row.number, name(row.mentor_id), name(row.mentee_id)))
}

/// Everybody who has a place in the room, with what they are there.
async fn everybody(tx: &Tx, row: &pairing::Model) -> Result<Vec<(PersonId, RoomRole)>> {
    let both = [row.mentor_id, row.mentee_id];
    let above = schools::above(tx.db(), &both).await?;
    let mut maybe: BTreeSet<PersonId> = schools::holders(tx.db(), &RUNNERS, &both.into(), tx.now()).await?;
    let reaching: Vec<Role> = COORDINATORS.into_iter().chain([Role::Curator]).collect();
    maybe.extend(schools::holders(tx.db(), &reaching, &above, tx.now()).await?);
    maybe.extend(people::live(tx.db(), row.id).await?.into_iter().map(|person| person.person_id));
    let mut found = Vec::new();
    for person in maybe {
        if let Some(role) = role(tx, person, row).await? {
            found.push((person, role));
        }
    }
    Ok(found)
}

/// What somebody is in the room of a pair, by what they are now.
async fn role(tx: &Tx, person: PersonId, row: &pairing::Model) -> Result<Option<RoomRole>> {
    let Some(actor) = accounts::facts::load(tx.db(), person, tx.now()).await? else { return Ok(None) };
    let seat = access::seat(tx.db(), &actor, row).await?;
    Ok(seat.room(&actor, [row.mentor_id, row.mentee_id]))
}

/// Somebody became one of the pair's people, or is none any more.
pub(crate) async fn reseat(tx: &mut Tx, row: &pairing::Model, person: PersonId) -> Result<()> {
    let Some(space) = row.space_id else { return Ok(()) };
    let role = role(tx, person, row).await?;
    let app = tx.app().clone();
    app.rooms()?.seat(tx, &[RoomSeat { space, person, role }]).await
}

/// The pair is over: the room is read, nobody writes.
pub(crate) async fn put_away(tx: &mut Tx, row: &pairing::Model) -> Result<()> {
    let Some(space) = row.space_id else { return Ok(()) };
    let app = tx.app().clone();
    app.rooms()?.put_away(tx, space).await
}

/// Keeps pairs in step with people: whoever left a school is none of the pair's people any more, and rooms are open to
/// those whose offices reach them. Pairs of a school that was closed go no further.
pub struct Rights;

#[async_trait]
impl Follower for Rights {
    fn name(&self) -> &'static str {
        "pairings.rights"
    }

    fn wants(&self, kind: &str) -> bool {
        matches!(kind, accounts::event::RIGHTS_CHANGED | accounts::event::ORGANISATION_CHANGED)
    }

    async fn handle(&self, tx: &mut Tx, events: &[FeedEvent]) -> Result<()> {
        let (rights, orgs): (Vec<_>, Vec<_>) =
            events.iter().partition(|event| event.kind == accounts::event::RIGHTS_CHANGED);
        for org in orgs.iter().map(|event| OrgId(event.subject)).collect::<BTreeSet<_>>() {
            closing::follow(tx, org).await?;
        }
        let changed: BTreeSet<PersonId> = rights.iter().map(|event| PersonId(event.subject)).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let rooms = pairing::Entity::find()
            .filter(pairing::Column::SpaceId.is_not_null())
            .order_by_asc(pairing::Column::Id)
            .all(tx.db())
            .await?;
        for person in changed {
            let actor = accounts::facts::load(tx.db(), person, tx.now()).await?;
            people::left(tx, person, actor.as_ref()).await?;
            follow(tx, person, actor.as_ref(), &rooms).await?;
        }
        Ok(())
    }
}

async fn follow(tx: &mut Tx, person: PersonId, actor: Option<&Actor>, rooms: &[pairing::Model]) -> Result<()> {
    let mut seats = Vec::new();
    for row in rooms {
        let Some(space) = row.space_id else { continue };
        let role = match actor {
            Some(actor) => access::seat(tx.db(), actor, row).await?.room(actor, [row.mentor_id, row.mentee_id]),
            None => None,
        };
        seats.push(RoomSeat { space, person, role });
    }
    if seats.is_empty() {
        return Ok(());
    }
    let app = tx.app().clone();
    app.rooms()?.seat(tx, &seats).await
}
