//! Private rooms that other features open for some people and keep in step with who they are.

use async_trait::async_trait;
use kernel::{PersonId, Result, SpaceId, Timestamp};

use crate::{App, Tx};

/// What somebody is in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomRole {
    Member,
    Moderator,
}

/// A room on its way in.
#[derive(Clone, Debug)]
pub struct NewRoom {
    /// Name of the thing it is the room of: opened twice, it is one room.
    pub key: String,
    pub title: String,
    pub about: String,
    pub people: Vec<(PersonId, RoomRole)>,
}

/// Somebody's place in a room; without a role they are out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomSeat {
    pub space: SpaceId,
    pub person: PersonId,
    pub role: Option<RoomRole>,
}

/// Implemented by `forums`.
#[async_trait]
pub trait Rooms: Send + Sync {
    /// Opens a room that nobody sees but its people, in the running write.
    ///
    /// # Errors
    /// `Internal` when the database refuses.
    async fn open(&self, tx: &mut Tx, by: PersonId, room: NewRoom) -> Result<SpaceId>;

    /// Lets people in and out. Who was shown out by a moderator stays out; who has the place already keeps it.
    ///
    /// # Errors
    /// `Internal` when the database refuses.
    async fn seat(&self, tx: &mut Tx, seats: &[RoomSeat]) -> Result<()>;

    /// From now on it is read and not written.
    ///
    /// # Errors
    /// `Internal` when the database refuses.
    async fn put_away(&self, tx: &mut Tx, space: SpaceId) -> Result<()>;

    /// How many posts were written there from one moment to another, without those that were taken away.
    ///
    /// # Errors
    /// `Internal` when the database is out of reach.
    async fn posts(&self, app: &App, space: SpaceId, from: Timestamp, until: Timestamp) -> Result<i64>;
}
