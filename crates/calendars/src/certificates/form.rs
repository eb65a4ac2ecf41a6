//! What certificates of an event say besides names: who signs, for how many hours, from which minute on; and the names
//! that the host knows better than the rules.

use kernel::{Actor, EventId, PersonRef, RegistrationId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::OnConflict};

use crate::{
    access,
    dative::{Declined, dative},
    entity::{event, event_certificate_form, event_certificate_name, event_registration},
    plan::ProgrammeItem,
};

const MAX_LINE: usize = 200;
const MAX_MINUTES: i32 = 31 * 24 * 60;

/// As somebody types it.
#[derive(Clone, Debug)]
pub struct NewForm {
    pub signer: String,
    pub signer_post: String,
    pub minutes: i32,
    pub least_minutes: i32,
}

/// The form of an event, or what follows of the event itself while nobody wrote one.
pub async fn of<C: ConnectionTrait>(db: &C, event: &event::Model) -> Result<event_certificate_form::Model> {
    if let Some(row) = event_certificate_form::Entity::find_by_id(event.id).one(db).await? {
        return Ok(row);
    }
    let people = accounts::directory::names(db, &[event.owner_id]).await?;
    let owner = people.get(&event.owner_id);
    Ok(event_certificate_form::Model {
        event_id: event.id,
        signer: owner.map(PersonRef::short_name).unwrap_or_default(),
        signer_post: owner.and_then(|person| person.position.clone()).unwrap_or_default(),
        minutes: length(event),
        least_minutes: 0,
    })
}

/// Minutes of the programme, else from the first to the last; nights between two days are no hours of work.
fn length(event: &event::Model) -> i32 {
    let items: Vec<ProgrammeItem> = serde_json::from_str(&event.programme).unwrap_or_default();
    let said: i32 = items.iter().map(|item| item.minutes).sum();
    let (Some(starts), Some(ends)) = (event.starts_wall, event.ends_wall) else { return said };
    let whole = i32::try_from((ends - starts).num_minutes()).unwrap_or(MAX_MINUTES).min(MAX_MINUTES);
    if starts.date() == ends.date() || said == 0 { whole } else { said.min(whole) }
}

pub async fn save(tx: &Tx, actor: &Actor, id: EventId, new: NewForm) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let mut checks = Checks::default();
    checks
        .text(&new.signer, MAX_LINE, "signer")
        .up_to(&new.signer_post, MAX_LINE, "signer_post")
        .require((1..=MAX_MINUTES).contains(&new.minutes), "minutes", "invalid")
        .require((0..=new.minutes.max(0)).contains(&new.least_minutes), "least_minutes", "invalid");
    checks.done()?;
    let row = event_certificate_form::Model {
        event_id: id,
        signer: new.signer.trim().to_owned(),
        signer_post: new.signer_post.trim().to_owned(),
        minutes: new.minutes,
        least_minutes: new.least_minutes,
    };
    use event_certificate_form::Column;
    let over = OnConflict::column(Column::EventId)
        .update_columns([Column::Signer, Column::SignerPost, Column::Minutes, Column::LeastMinutes])
        .to_owned();
    event_certificate_form::Entity::insert(event_certificate_form::ActiveModel::from(row).reset_all())
        .on_conflict(over)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// How the host wants somebody to be called; nothing: by the rules again.
pub async fn name_as(tx: &Tx, actor: &Actor, id: EventId, registration: RegistrationId, name: &str) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let row = event_registration::Entity::find_by_id(registration).one(tx.db()).await?;
    let row = row.filter(|row| row.event_id == id).ok_or(kernel::Error::Hidden)?;
    call(tx, &row, name).await
}

pub(super) async fn call(tx: &Tx, row: &event_registration::Model, name: &str) -> Result<()> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut checks = Checks::default();
    checks.up_to(&name, MAX_LINE, "name");
    checks.done()?;
    event_certificate_name::Entity::delete_by_id(row.id).exec(tx.db()).await?;
    if !name.is_empty() {
        let row = event_certificate_name::Model { registration_id: row.id, name };
        event_certificate_name::Entity::insert(event_certificate_name::ActiveModel::from(row).reset_all())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// To whom it is given, in the dative case.
pub async fn name<C: ConnectionTrait>(db: &C, registration: RegistrationId, person: &PersonRef) -> Result<Declined> {
    let said = event_certificate_name::Entity::find_by_id(registration).one(db).await?;
    Ok(said.map_or_else(|| ruled(person), |row| Declined { text: row.name, sure: true }))
}

pub fn ruled(person: &PersonRef) -> Declined {
    dative(&person.surname, &person.given_name, person.patronymic.as_deref())
}
