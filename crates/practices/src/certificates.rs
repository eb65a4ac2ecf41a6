//! Certificates of publication: each author takes one for each version that experts recommended. Free, and worth what
//! the page says where its number is checked.

use chrono::Datelike;
use kernel::{Actor, CertificateId, PersonId, PracticeId, PracticeVersionId, Result, paper_number};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};

use crate::{
    access,
    entity::{certificate, practice, practice_author},
    event::{Detail, Event, kind},
};

pub use kernel::paper_number::normal;

/// Gives the actor a certificate of the version shown; the one they hold already, if they do.
pub async fn issue(tx: &mut Tx, actor: &Actor, id: PracticeId) -> Result<certificate::Model> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.certify(&desk.facts).or_refuse()?;
    let shown = desk.shown(tx.db()).await?;
    if let Some(held) = held(tx.db(), shown.id, actor.person).await? {
        return Ok(held);
    }
    let level = shown.level.ok_or(kernel::Error::Conflict(kernel::Code::WrongState))?;
    let person = accounts::directory::names(tx.db(), &[actor.person]).await?.remove(&actor.person);
    let (author, place) = person.map(|person| (person.full_name(), place(&person))).unwrap_or_default();
    let row = certificate::Model {
        id: tx.id::<CertificateId>(),
        number: fresh_number(tx).await?,
        practice_id: id,
        version_id: shown.id,
        person_id: actor.person,
        author,
        place,
        level,
        version_no: shown.no,
        issued_at: tx.now(),
        withdrawn_at: None,
    };
    certificate::Entity::insert(certificate::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    let detail = Detail { version: Some(shown.id), person: Some(actor.person), ..Detail::default() };
    tx.emit(Event::new(kind::CERTIFIED, id, actor.person).with(detail));
    Ok(row)
}

/// «учитель математики, СОШ № 6»
fn place(person: &kernel::PersonRef) -> String {
    let school = person.school.as_ref().map(|school| school.short_name.as_str());
    let parts = [person.position.as_deref(), school];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The certificate of this person for this version.
pub async fn held<C: ConnectionTrait>(
    db: &C,
    version: PracticeVersionId,
    person: PersonId,
) -> Result<Option<certificate::Model>> {
    let found = certificate::Entity::find()
        .filter(certificate::Column::VersionId.eq(version))
        .filter(certificate::Column::PersonId.eq(person));
    Ok(found.one(db).await?)
}

/// The certificate with this number, as somebody typed it.
pub async fn by_number<C: ConnectionTrait>(db: &C, typed: &str) -> Result<Option<certificate::Model>> {
    let Some(number) = normal(typed) else { return Ok(None) };
    Ok(certificate::Entity::find().filter(certificate::Column::Number.eq(number)).one(db).await?)
}

/// Certificates stand while the practice is published and their holders are its authors. Called wherever either
/// changes, in the same write.
pub(crate) async fn restate(tx: &Tx, id: PracticeId) -> Result<()> {
    let given = certificate::Entity::find().filter(certificate::Column::PracticeId.eq(id)).all(tx.db()).await?;
    if given.is_empty() {
        return Ok(());
    }
    let archived = practice::Entity::find_by_id(id).one(tx.db()).await?.is_none_or(|row| row.archived_at.is_some());
    let authors = practice_author::Entity::find().filter(practice_author::Column::PracticeId.eq(id)).all(tx.db());
    let authors: Vec<PersonId> = authors.await?.into_iter().map(|row| row.person_id).collect();
    for row in given {
        let stands = !archived && authors.contains(&row.person_id);
        if stands != row.withdrawn_at.is_none() {
            let withdrawn_at = Set((!stands).then(|| tx.now()));
            let change = certificate::ActiveModel { id: Set(row.id), withdrawn_at, ..Default::default() };
            change.update(tx.db()).await?;
        }
    }
    Ok(())
}

async fn fresh_number(tx: &Tx) -> Result<String> {
    let year = tx.now().year();
    loop {
        let number = paper_number::write(year, rand::random());
        // A doubled one would be refused by the unique index; asked first, it is drawn again.
        let known = certificate::Entity::find().filter(certificate::Column::Number.eq(number.as_str()));
        if known.count(tx.db()).await? == 0 {
            return Ok(number);
        }
    }
}
