//! Table `event_registration`.

use kernel::{EventGroupId, EventId, OrgId, PersonId, RegistrationId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{RegistrationState, Way};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegistrationId,
    pub event_id: EventId,
    pub person_id: PersonId,
    /// Where they worked when they registered.
    pub org_id: Option<OrgId>,
    pub way: Way,
    pub state: RegistrationState,
    /// Place in the queue; kept after promotion.
    pub queue_no: Option<i32>,
    /// Who registered them: themselves, their head, the host.
    pub by_id: PersonId,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    /// What follows of the marks; none: not there, or nobody has said so.
    pub attended_at: Option<Timestamp>,
    pub minutes: Option<i32>,
    /// Has said what they think of it; what they said is elsewhere and, where the form is anonymous, says nobody.
    pub answered: bool,
    /// Those who come together or not at all.
    pub group_id: Option<EventGroupId>,
    /// Of the schools places are kept for.
    pub favoured: bool,
    /// On such a place.
    pub kept: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
