//! Who wrote it: the first author owns it and names the others.

use kernel::{Actor, Code, Error, PersonId, PracticeId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use crate::{
    access, certificates,
    entity::practice_author,
    event::{Detail, Event, kind},
};

const MOST: usize = 10;

/// Makes exactly these the authors, in this order; the owner stays first.
pub async fn set(tx: &mut Tx, actor: &Actor, id: PracticeId, people: Vec<PersonId>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.name_authors(&desk.facts).or_refuse()?;
    let mut wanted = vec![desk.facts.owner];
    for (index, person) in people.into_iter().enumerate() {
        if wanted.contains(&person) {
            continue;
        }
        let known = accounts::facts::load(tx.db(), person, tx.now()).await?;
        if known.is_none_or(|known| !known.confirmed) {
            return Err(Error::invalid(&format!("people[{index}]"), "unknown"));
        }
        // Somebody who judges it cannot have written it.
        if desk.facts.experts.contains(&person) {
            return Err(Error::Conflict(Code::NotIndependent));
        }
        wanted.push(person);
    }
    if wanted.len() > MOST {
        return Err(Error::invalid("people", "too_many"));
    }
    if wanted == desk.facts.authors {
        return Ok(());
    }
    write(tx, id, &wanted).await?;
    tx.emit(Event::new(kind::AUTHORS_CHANGED, id, actor.person));
    for person in wanted.iter().filter(|person| !desk.facts.authors.contains(person)) {
        let detail = Detail { person: Some(*person), ..Detail::default() };
        tx.emit(Event::new(kind::AUTHOR_ADDED, id, actor.person).with(detail));
    }
    Ok(())
}

/// A co-author takes their name off.
pub async fn leave(tx: &mut Tx, actor: &Actor, id: PracticeId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    if desk.seat.owner || !desk.seat.author {
        return Err(Error::Refused(Code::NotAuthor));
    }
    let rest: Vec<PersonId> = desk.facts.authors.into_iter().filter(|person| *person != actor.person).collect();
    write(tx, id, &rest).await?;
    tx.emit(Event::new(kind::AUTHORS_CHANGED, id, actor.person));
    Ok(())
}

async fn write(tx: &Tx, id: PracticeId, people: &[PersonId]) -> Result<()> {
    practice_author::Entity::delete_many().filter(practice_author::Column::PracticeId.eq(id)).exec(tx.db()).await?;
    let rows = people.iter().zip(0..).map(|(person, position)| practice_author::ActiveModel {
        practice_id: Set(id),
        person_id: Set(*person),
        position: Set(position),
        added_at: Set(tx.now()),
    });
    practice_author::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    certificates::restate(tx, id).await
}
