//! What the bank keeps about a person: handed out, erased.
//!
//! What was shown stays without a name: colleagues use and cite it. Drafts nobody else read, private collections and
//! traces of reading go.

use async_trait::async_trait;
use kernel::{PersonId, PracticeId, Result};
use platform::{
    App, Tx,
    ports::{ERASED_NAME, PersonalData, PersonalPart},
};
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};
use serde_json::{Value, json};

use crate::{
    attached, drafts,
    entity::{
        adoption, certificate, collection, collection_item, practice, practice_author, practice_reaction, practice_use,
        practice_version, review,
    },
};

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let db = app.reader();
        let part = |name, contents| PersonalPart { name, contents };
        Ok(vec![
            part("practices", practices(db, person).await?),
            part("adoptions", adoptions(db, person).await?),
            part("reviews", reviews(db, person).await?),
            part("collections", collections(db, person).await?),
            part("practice_reactions", reactions(db, person).await?),
            part("certificates", certificates(db, person).await?),
        ])
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        let unread = practice::Entity::find()
            .filter(practice::Column::OwnerId.eq(person))
            .filter(practice::Column::ShownId.is_null())
            .all(tx.db())
            .await?;
        for row in unread {
            if let Some(work) = row.work_id {
                attached::release(tx, work, person).await?;
            }
            drafts::erase(tx, &row).await?;
        }
        let private = collection::Entity::find()
            .filter(collection::Column::OwnerId.eq(person))
            .filter(collection::Column::Shared.eq(false))
            .all(tx.db())
            .await?;
        for row in private {
            collection_item::Entity::delete_many()
                .filter(collection_item::Column::CollectionId.eq(row.id))
                .exec(tx.db())
                .await?;
            collection::Entity::delete_by_id(row.id).exec(tx.db()).await?;
        }
        // The number goes on answering, about nobody.
        certificate::Entity::update_many()
            .col_expr(certificate::Column::Author, Expr::value(ERASED_NAME))
            .col_expr(certificate::Column::Place, Expr::value(""))
            .filter(certificate::Column::PersonId.eq(person))
            .exec(tx.db())
            .await?;
        practice_use::Entity::delete_many().filter(practice_use::Column::PersonId.eq(person)).exec(tx.db()).await?;
        Ok(())
    }
}

async fn practices<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let written = practice_author::Entity::find().filter(practice_author::Column::PersonId.eq(person));
    let ids: Vec<PracticeId> = written.all(db).await?.into_iter().map(|row| row.practice_id).collect();
    let mut found = Vec::new();
    for part in ids.chunks(200) {
        let rows = practice_version::Entity::find()
            .filter(practice_version::Column::PracticeId.is_in(part.iter().copied()))
            .order_by_asc(practice_version::Column::PracticeId)
            .order_by_asc(practice_version::Column::No);
        for row in rows.all(db).await? {
            let passport = drafts::stored(db, &row).await?;
            found.push(
                json!({ "practice": row.practice_id, "version": row.no, "state": row.state, "passport": passport }),
            );
        }
    }
    Ok(found.into())
}

async fn adoptions<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows =
        adoption::Entity::find().filter(adoption::Column::PersonId.eq(person)).order_by_asc(adoption::Column::Id);
    let line = |row: adoption::Model| {
        json!({ "practice": row.practice_id, "grade": row.grade, "outcome": row.outcome, "text": row.text,
            "before": row.before, "after": row.after, "created_at": row.created_at })
    };
    Ok(rows.all(db).await?.into_iter().map(line).collect())
}

async fn reviews<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = review::Entity::find().filter(review::Column::ExpertId.eq(person)).order_by_asc(review::Column::Id);
    let line = |row: review::Model| {
        json!({ "practice": row.practice_id, "state": row.state, "total": row.total, "verdict": row.verdict,
            "text": row.text, "assigned_at": row.assigned_at, "done_at": row.done_at })
    };
    Ok(rows.all(db).await?.into_iter().map(line).collect())
}

async fn collections<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = collection::Entity::find().filter(collection::Column::OwnerId.eq(person));
    let line = |row: collection::Model| {
        json!({ "id": row.id, "title": row.title, "foreword": row.foreword, "shared": row.shared,
            "created_at": row.created_at })
    };
    Ok(rows.order_by_asc(collection::Column::Id).all(db).await?.into_iter().map(line).collect())
}

async fn reactions<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = practice_reaction::Entity::find().filter(practice_reaction::Column::PersonId.eq(person));
    let line =
        |row: practice_reaction::Model| json!({ "practice": row.practice_id, "reaction": row.kind, "at": row.at });
    Ok(rows.order_by_asc(practice_reaction::Column::At).all(db).await?.into_iter().map(line).collect())
}

async fn certificates<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Value> {
    let rows = certificate::Entity::find().filter(certificate::Column::PersonId.eq(person));
    let line = |row: certificate::Model| {
        json!({ "number": row.number, "practice": row.practice_id, "version": row.version_no, "level": row.level,
            "author": row.author, "place": row.place, "issued_at": row.issued_at, "withdrawn_at": row.withdrawn_at })
    };
    Ok(rows.order_by_asc(certificate::Column::Id).all(db).await?.into_iter().map(line).collect())
}
