//! Rooms of other features: private groups whose people follow something outside the forums.

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{PersonId, Result, SpaceId, Timestamp};
use platform::{
    App, Tx,
    ports::{NewRoom, RoomRole, RoomSeat, Rooms},
};
use sea_orm::{ActiveValue::Set, QuerySelect, QueryTrait, entity::prelude::*, sea_query::OnConflict};

use crate::{
    entity::{post, space, space_member, topic},
    event::Event,
    kinds::{Audience, JoinRule, MemberState, SpaceKind, SpaceRole},
    members, spaces, words,
};

const MAX_TITLE: usize = 120;
/// Databases bind a limited number of values.
const CHUNK: usize = 500;

pub struct Opening;

fn role(role: RoomRole) -> SpaceRole {
    match role {
        RoomRole::Member => SpaceRole::Member,
        RoomRole::Moderator => SpaceRole::Moderator,
    }
}

#[async_trait]
impl Rooms for Opening {
    async fn open(&self, tx: &mut Tx, by: PersonId, room: NewRoom) -> Result<SpaceId> {
        let key = format!("house:{}", room.key);
        let title: String = room.title.chars().take(MAX_TITLE).collect();
        let row = space::Model {
            id: tx.id(),
            kind: SpaceKind::Group,
            organisation_id: None,
            search_key: words::key(&format!("{title} {}", room.about)),
            title,
            about: room.about,
            join_rule: JoinRule::Invitation,
            audience: Audience::Members,
            external_key: Some(key.clone()),
            version: 1,
            created_by: Some(by),
            created_at: tx.now(),
            archived_at: None,
        };
        let id = row.id;
        let made = space::Entity::insert(space::ActiveModel::from(row).reset_all())
            .on_conflict(OnConflict::column(space::Column::ExternalKey).do_nothing().to_owned())
            .exec_without_returning(tx.db())
            .await?;
        let id = if made > 0 { id } else { spaces::by_external_key(tx.db(), &key).await?.map_or(id, |row| row.id) };
        let seats: Vec<RoomSeat> =
            room.people.into_iter().map(|(person, role)| RoomSeat { space: id, person, role: Some(role) }).collect();
        self.seat(tx, &seats).await?;
        tx.emit(Event::SpaceFounded { space: id });
        Ok(id)
    }

    async fn seat(&self, tx: &mut Tx, seats: &[RoomSeat]) -> Result<()> {
        let known = known(tx, seats).await?;
        for seat in seats {
            match (known.get(&(seat.space, seat.person)), seat.role) {
                (Some((_, MemberState::Removed)), _) | (None, None) => {}
                (Some((stands, MemberState::Member)), Some(wanted)) if *stands == role(wanted) => {}
                (_, Some(wanted)) => place(tx, *seat, role(wanted)).await?,
                (Some(_), None) => {
                    space_member::Entity::delete_by_id((seat.space, seat.person)).exec(tx.db()).await?;
                    changed(tx, *seat);
                }
            }
        }
        Ok(())
    }

    async fn put_away(&self, tx: &mut Tx, id: SpaceId) -> Result<()> {
        let row = spaces::locked(tx, id).await?;
        if row.archived_at.is_some() {
            return Ok(());
        }
        let change = space::ActiveModel {
            id: Set(id),
            archived_at: Set(Some(tx.now())),
            version: Set(row.version + 1),
            ..Default::default()
        };
        change.update(tx.db()).await?;
        tx.emit(Event::SpaceFounded { space: id });
        Ok(())
    }

    async fn posts(&self, app: &App, id: SpaceId, from: Timestamp, until: Timestamp) -> Result<i64> {
        let topics = topic::Entity::find().select_only().column(topic::Column::Id);
        let topics = topics.filter(topic::Column::SpaceId.eq(id)).into_query();
        let written = post::Entity::find()
            .filter(post::Column::TopicId.in_subquery(topics))
            .filter(post::Column::CreatedAt.gte(from))
            .filter(post::Column::CreatedAt.lt(until))
            .filter(post::Column::DeletedAt.is_null());
        Ok(i64::try_from(written.count(app.reader()).await?).unwrap_or(i64::MAX))
    }
}

/// What those named are in those rooms now.
async fn known(tx: &Tx, seats: &[RoomSeat]) -> Result<HashMap<(SpaceId, PersonId), (SpaceRole, MemberState)>> {
    let mut found = HashMap::new();
    for part in seats.chunks(CHUNK) {
        let rows = space_member::Entity::find()
            .filter(space_member::Column::SpaceId.is_in(part.iter().map(|seat| seat.space)))
            .filter(space_member::Column::PersonId.is_in(part.iter().map(|seat| seat.person)))
            .all(tx.db())
            .await?;
        found.extend(rows.into_iter().map(|row| ((row.space_id, row.person_id), (row.role, row.state))));
    }
    Ok(found)
}

async fn place(tx: &mut Tx, seat: RoomSeat, role: SpaceRole) -> Result<()> {
    let row = space_member::ActiveModel {
        space_id: Set(seat.space),
        person_id: Set(seat.person),
        role: Set(role),
        state: Set(MemberState::Member),
        since: Set(tx.now()),
    };
    space_member::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([space_member::Column::SpaceId, space_member::Column::PersonId])
                .update_columns([space_member::Column::Role, space_member::Column::State, space_member::Column::Since])
                .to_owned(),
        )
        .exec_without_returning(tx.db())
        .await?;
    members::begin_unread_here(tx, seat.space, seat.person).await?;
    changed(tx, seat);
    Ok(())
}

fn changed(tx: &mut Tx, seat: RoomSeat) {
    tx.emit(Event::RightsChanged { actor: seat.person, person: seat.person, space: seat.space });
    tx.emit(Event::SpaceFounded { space: seat.space });
}
