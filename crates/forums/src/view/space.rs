//! A space: its card, its rooms, its members.

use std::collections::HashMap;

use kernel::{Actor, DateTime, OrgId, OrgRef, PersonId, PersonRef, Result, SectionId, SpaceId, Utc};
use platform::App;
use platform::ports::Names;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect, Value, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::statement,
    entity::{section, space, space_member},
    kinds::{Audience, JoinRule, MemberState, SpaceKind, SpaceRole, TopicKind, WatchLevel},
    policy::{Seat, SpaceFacts, Standing},
    roster,
    unread::{self, SpaceUnread, places},
    watches::{self, Levels, Scope},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpaceRef {
    pub id: SpaceId,
    pub title: String,
    pub kind: SpaceKind,
    /// Put away: read, never written.
    pub archived: bool,
}

impl SpaceRef {
    pub fn of(space: &space::Model) -> Self {
        Self { id: space.id, title: space.title.clone(), kind: space.kind, archived: space.archived_at.is_some() }
    }
}

/// How the reader stands to a space that is listed for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MyState {
    None,
    Requested,
    Invited,
    Member,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MySpace {
    pub role: Option<SpaceRole>,
    pub state: MyState,
    pub unread: i32,
    pub unread_topics: i32,
    pub watch: WatchLevel,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpaceCard {
    pub id: SpaceId,
    pub kind: SpaceKind,
    pub title: String,
    pub about: String,
    pub org: Option<OrgRef>,
    pub join: JoinRule,
    /// Contents are for members only.
    pub private: bool,
    /// Put away: read, never written.
    pub archived: bool,
    /// 0 for those who may not look inside.
    pub topic_count: i32,
    pub member_count: i32,
    pub last_post_at: Option<DateTime<Utc>>,
    pub my: MySpace,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SectionCard {
    pub id: SectionId,
    pub title: String,
    pub about: Option<String>,
    pub position: i32,
    pub topic_count: i32,
    pub unread: i32,
    pub watch: WatchLevel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpaceCan {
    pub post: bool,
    pub announce: bool,
    pub moderate: bool,
    pub edit: bool,
    pub invite: bool,
    /// Put the space away, or take it out.
    pub archive: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Space {
    #[serde(flatten)]
    pub card: SpaceCard,
    /// Empty for those who may not look inside, like everything below.
    pub sections: Vec<SectionCard>,
    pub moderators: Vec<PersonRef>,
    pub version: i32,
    pub can: SpaceCan,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Member {
    pub person: PersonRef,
    pub role: SpaceRole,
    pub state: MemberState,
    pub since: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Tally {
    id: Uuid,
    topics: i64,
    last: Option<DateTime<Utc>>,
}

/// Cards in the order of the rows. Rows must be ones the actor may know of.
pub async fn cards<C: ConnectionTrait>(db: &C, actor: &Actor, spaces: Vec<space::Model>) -> Result<Vec<SpaceCard>> {
    if spaces.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<SpaceId> = spaces.iter().map(|s| s.id).collect();
    let rows = space_member::Entity::find()
        .filter(space_member::Column::PersonId.eq(actor.person))
        .filter(space_member::Column::SpaceId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let explicit: HashMap<SpaceId, space_member::Model> = rows.into_iter().map(|m| (m.space_id, m)).collect();
    let seats: HashMap<SpaceId, Seat> =
        spaces.iter().map(|s| (s.id, Seat::take(actor, &SpaceFacts::of(s, explicit.get(&s.id))))).collect();
    let inside: Vec<SpaceId> = ids.iter().copied().filter(|id| seats[id].read().allowed()).collect();
    let orgs: Vec<OrgId> = spaces.iter().filter_map(|s| s.organisation_id).collect();
    let orgs = accounts::directory::org_refs(db, &orgs).await?;
    let tallies = tallies(db, "space_id", inside.iter().map(|id| id.0).collect()).await?;
    let unread = unread::of_spaces(db, actor.person, &inside).await?;
    let levels = watches::levels(db, actor.person, &Scope::of_spaces(ids)).await?;
    let counts = roster::counts(db, &spaces).await?;
    let card = |space: space::Model| {
        let tally = tallies.get(&space.id.0);
        SpaceCard {
            org: space.organisation_id.and_then(|id| orgs.get(&id)).cloned(),
            private: space.audience == Audience::Members,
            archived: space.archived_at.is_some(),
            topic_count: tally.map_or(0, |t| i32::try_from(t.topics).unwrap_or(i32::MAX)),
            member_count: counts.get(&space.id).copied().unwrap_or(0),
            last_post_at: tally.and_then(|t| t.last),
            my: my(
                &seats[&space.id],
                explicit.get(&space.id),
                unread.get(&space.id).copied().unwrap_or_default(),
                levels.effective(space.id, None, None),
            ),
            id: space.id,
            kind: space.kind,
            title: space.title,
            about: space.about,
            join: space.join_rule,
        }
    };
    Ok(spaces.into_iter().map(card).collect())
}

fn my(seat: &Seat, row: Option<&space_member::Model>, unread: SpaceUnread, watch: WatchLevel) -> MySpace {
    let (role, state) = match (seat.standing, row.map(|m| m.state)) {
        (Standing::Moderator, _) => (Some(SpaceRole::Moderator), MyState::Member),
        (Standing::Member, _) => (Some(SpaceRole::Member), MyState::Member),
        (Standing::Reader, Some(MemberState::Member)) => (Some(SpaceRole::Reader), MyState::Member),
        (standing, state) => {
            let role = (standing == Standing::Reader).then_some(SpaceRole::Reader);
            let state = match state {
                Some(MemberState::Requested) => MyState::Requested,
                Some(MemberState::Invited) => MyState::Invited,
                _ => MyState::None,
            };
            (role, state)
        }
    };
    MySpace { role, state, unread: unread.posts, unread_topics: unread.topics, watch }
}

/// Topics and newest post by space or by section.
async fn tallies<C: ConnectionTrait>(db: &C, column: &str, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Tally>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT {column} AS id, count(*) AS topics, max(last_post_at) AS last FROM topic \
         WHERE deleted_at IS NULL AND {column} IN ({}) GROUP BY {column}",
        places(1, ids.len())
    );
    let values = ids.into_iter().map(Value::from);
    let rows = Tally::find_by_statement(statement(db, &sql, values)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The whole space for one reader.
pub async fn space<C: ConnectionTrait>(
    app: &App,
    db: &C,
    actor: &Actor,
    row: space::Model,
    seat: &Seat,
) -> Result<Space> {
    let id = row.id;
    let version = row.version;
    let facts = SpaceFacts::of(&row, None);
    let mut cards = cards(db, actor, vec![row]).await?;
    let card = cards.pop().ok_or(kernel::Error::Hidden)?;
    let inside = seat.read().allowed();
    let moderators: Vec<PersonId> = if inside { roster::moderators(db, &facts, app.now()).await? } else { Vec::new() };
    let names = Names::load(app, moderators.clone()).await?;
    Ok(Space {
        card,
        sections: if inside { sections(db, actor, id).await? } else { Vec::new() },
        moderators: moderators.into_iter().map(|person| names.of(person)).collect(),
        version,
        can: SpaceCan {
            post: seat.start_topic(TopicKind::Discussion).allowed(),
            announce: seat.start_topic(TopicKind::Announcement).allowed(),
            moderate: seat.moderate().allowed(),
            edit: seat.moderate().allowed(),
            invite: seat.moderate().allowed(),
            archive: seat.archive().allowed(),
        },
    })
}

pub async fn sections<C: ConnectionTrait>(db: &C, actor: &Actor, space: SpaceId) -> Result<Vec<SectionCard>> {
    let rows = section::Entity::find()
        .filter(section::Column::SpaceId.eq(space))
        .order_by_asc(section::Column::Position)
        .order_by_asc(section::Column::Id)
        .limit(200)
        .all(db)
        .await?;
    let ids: Vec<SectionId> = rows.iter().map(|s| s.id).collect();
    let tallies = tallies(db, "section_id", ids.iter().map(|id| id.0).collect()).await?;
    let unread = unread::of_sections(db, actor.person, &ids).await?;
    let levels: Levels = watches::levels(db, actor.person, &Scope::of_sections(space, ids)).await?;
    let card = |row: section::Model| SectionCard {
        topic_count: tallies.get(&row.id.0).map_or(0, |t| i32::try_from(t.topics).unwrap_or(i32::MAX)),
        unread: unread.get(&row.id).copied().unwrap_or(0),
        watch: levels.effective(space, Some(row.id), None),
        id: row.id,
        title: row.title,
        about: row.about,
        position: row.position,
    };
    Ok(rows.into_iter().map(card).collect())
}
