//! Consents: separate, versioned, dated records. Nothing is overwritten; a withdrawal ends a record, it does not erase it.

use std::collections::BTreeSet;

use kernel::{Actor, Code, ConsentId, Error, PersonId, Result};
use platform::{Tx, db};
use sea_orm::{QueryOrder, QuerySelect, Set, entity::prelude::*};

use crate::{
    entity::{consent, person},
    event::What,
    leaving,
    words::{ConsentKind, PersonStatus},
};

/// Version of the text in force. Raise it together with the text; everybody is then asked again.
pub const PROCESSING_VERSION: i32 = 1;
pub const PUBLICATION_VERSION: i32 = 1;

const PROCESSING: &str = include_str!("../consent/processing.ru.md");
const PUBLICATION: &str = include_str!("../consent/publication.ru.md");

/// Version and text in force.
pub fn text(kind: ConsentKind) -> (i32, &'static str) {
    match kind {
        ConsentKind::Processing => (PROCESSING_VERSION, PROCESSING),
        ConsentKind::Publication => (PUBLICATION_VERSION, PUBLICATION),
    }
}

/// Consents of a person, oldest first.
pub async fn of_person<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<consent::Model>> {
    let rows = consent::Entity::find().filter(consent::Column::PersonId.eq(person));
    Ok(rows.order_by_asc(consent::Column::GivenAt).order_by_asc(consent::Column::Id).all(db).await?)
}

/// Those of `people` who may be named to anybody: they agreed to the text in force, still let us process anything at
/// all, and are not shut out.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn public<C: ConnectionTrait>(db: &C, people: &[PersonId]) -> Result<BTreeSet<PersonId>> {
    let mut named = BTreeSet::new();
    for part in people.chunks(500) {
        let given = |kind: ConsentKind| {
            consent::Entity::find()
                .select_only()
                .column(consent::Column::PersonId)
                .filter(consent::Column::PersonId.is_in(part.iter().copied()))
                .filter(consent::Column::Kind.eq(kind))
                .filter(consent::Column::WithdrawnAt.is_null())
        };
        let agreed: Vec<PersonId> = given(ConsentKind::Publication)
            .filter(consent::Column::Version.eq(PUBLICATION_VERSION))
            .into_tuple()
            .all(db)
            .await?;
        let processed: Vec<PersonId> = given(ConsentKind::Processing).into_tuple().all(db).await?;
        let here: Vec<PersonId> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Id.is_in(part.iter().copied()))
            .filter(person::Column::Status.is_not_in([PersonStatus::Blocked, PersonStatus::Erased]))
            .into_tuple()
            .all(db)
            .await?;
        named.extend(agreed.into_iter().filter(|id| processed.contains(id) && here.contains(id)));
    }
    Ok(named)
}

/// Records that a person agreed to the text in force. Agreeing twice leaves one record.
///
/// # Errors
/// `Conflict` when `version` is not the one in force: the person has read another text.
pub async fn give(tx: &mut Tx, person: PersonId, kind: ConsentKind, version: i32) -> Result<consent::Model> {
    if version != text(kind).0 {
        return Err(Error::invalid("version", "invalid"));
    }
    let given = consent::Entity::find()
        .filter(consent::Column::PersonId.eq(person))
        .filter(consent::Column::Kind.eq(kind))
        .filter(consent::Column::Version.eq(version))
        .filter(consent::Column::WithdrawnAt.is_null())
        .one(tx.db())
        .await?;
    if let Some(given) = given {
        return Ok(given);
    }
    let row = consent::ActiveModel {
        id: Set(tx.id()),
        person_id: Set(person),
        kind: Set(kind),
        version: Set(version),
        given_at: Set(tx.now()),
        withdrawn_at: Set(None),
    };
    let row = row.insert(tx.db()).await.map_err(|error| {
        if db::is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() }
    })?;
    tx.emit(What::ConsentGiven { consent: row.id, person, kind, version }.by(person));
    tx.emit(What::RightsChanged { person }.by(person));
    Ok(row)
}

/// Ends a consent of one's own. Without the one to processing only one's own data stay open, and in
/// [`leaving::GRACE`] they are erased unless it is given again.
///
/// # Errors
/// `Hidden` for a consent of somebody else.
pub async fn withdraw(tx: &mut Tx, actor: &Actor, id: ConsentId) -> Result<()> {
    let row = consent::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    if row.person_id != actor.person {
        return Err(Error::Hidden);
    }
    let ended = consent::Entity::update_many()
        .col_expr(consent::Column::WithdrawnAt, Expr::value(tx.now()))
        .filter(consent::Column::Id.eq(id))
        .filter(consent::Column::WithdrawnAt.is_null())
        .exec(tx.db())
        .await?;
    if ended.rows_affected == 1 {
        let person = actor.person;
        if row.kind == ConsentKind::Processing {
            leaving::schedule(tx, &row).await?;
        }
        tx.emit(What::ConsentWithdrawn { consent: id, person, kind: row.kind, version: row.version }.by(person));
        tx.emit(What::RightsChanged { person }.by(person));
    }
    Ok(())
}
