//! Certificates of publication: each author takes one for each version that experts recommended. Free, and worth what
//! the page says where its number is checked.

use kernel::{Actor, CertificateId, PersonId, PracticeId, PracticeVersionId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};

use crate::{
    access,
    entity::{certificate, practice, practice_author},
    event::{Detail, Event, kind},
};

/// Without letters that are read as digits or as each other.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random signs of a number: 50 bits, five and five.
const RANDOM: usize = 10;

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
    let year = tx.now().format("%Y").to_string();
    loop {
        let number = numbered(&year, rand::random());
        // A doubled one would be refused by the unique index; asked first, it is drawn again.
        let known = certificate::Entity::find().filter(certificate::Column::Number.eq(number.as_str()));
        if known.count(tx.db()).await? == 0 {
            return Ok(number);
        }
    }
}

/// «2026-7K3QM-X9T2P»
fn numbered(year: &str, mut random: u64) -> String {
    let mut number = format!("{year}-");
    for place in 0..RANDOM {
        if place == RANDOM / 2 {
            number.push('-');
        }
        let index = usize::try_from(random & 31).unwrap_or(0);
        number.push(char::from(SIGNS[index]));
        random >>= 5;
    }
    number
}

/// A number as it is stored: people type small letters, Russian ones that look the same, and leave out the dashes.
pub fn normal(typed: &str) -> Option<String> {
    if typed.len() > 100 {
        return None;
    }
    let mut signs = String::new();
    for c in typed.chars().flat_map(char::to_uppercase) {
        let sign = match c {
            'O' | 'О' => '0',
            'I' | 'L' => '1',
            'А' => 'A',
            'В' => 'B',
            'Е' | 'Ё' => 'E',
            'К' => 'K',
            'М' => 'M',
            'Н' => 'H',
            'Р' => 'P',
            'С' => 'C',
            'Т' => 'T',
            'У' => 'Y',
            'Х' => 'X',
            '-' | '–' | '—' | '−' | '№' => continue,
            c if c.is_whitespace() => continue,
            c => c,
        };
        if !u8::try_from(sign).is_ok_and(|sign| SIGNS.contains(&sign)) {
            return None;
        }
        signs.push(sign);
    }
    let year = signs.get(..4).filter(|year| year.chars().all(|c| c.is_ascii_digit()))?;
    let (first, second) = (signs.get(4..9)?, signs.get(9..)?);
    (signs.len() == 4 + RANDOM).then(|| format!("{year}-{first}-{second}"))
}
