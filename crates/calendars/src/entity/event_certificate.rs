//! Table `event_certificate`.

use kernel::{EventCertificateId, EventId, PersonId, RegistrationId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventCertificateId,
    pub number: String,
    pub event_id: EventId,
    pub registration_id: RegistrationId,
    pub person_id: PersonId,
    /// To whom, in the dative case, as printed.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// «Анисимова М. П.»: for the page that checks the number.
    #[sea_orm(column_type = "Text")]
    pub holder: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub host: String,
    #[sea_orm(column_type = "Text")]
    pub held_on: String,
    pub minutes: i32,
    #[sea_orm(column_type = "Text")]
    pub signer: String,
    #[sea_orm(column_type = "Text")]
    pub signer_post: String,
    pub issued_by: PersonId,
    pub issued_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    /// Why it was revoked.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Another one was given in its place.
    pub replaced_by: Option<EventCertificateId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
