//! Keeps the list of what was ever open to everybody, and since when it is as it is: harvesters ask by that moment.
//!
//! A follower, because names come and go without the bank: a consent given or taken back changes who is named.

use std::collections::BTreeSet;

use async_trait::async_trait;
use kernel::{FeedEvent, PersonId, PracticeId, Result};
use platform::{Tx, cursors::Follower};
use sea_orm::{Set, entity::prelude::*, sea_query::OnConflict};
use serde::Deserialize;

use crate::{
    entity::{practice, practice_author, practice_record, practice_subject},
    event::kind,
    policy,
};

/// Body of what happens to a consent.
#[derive(Deserialize)]
struct Agreed {
    person: PersonId,
}

/// The follower `practices.records`.
pub struct Recording;

fn about_a_person(kind: &str) -> bool {
    use accounts::event::{PERSON_BLOCKED, PERSON_CHANGED, PERSON_ERASED, PERSON_UNBLOCKED};
    [PERSON_CHANGED, PERSON_BLOCKED, PERSON_UNBLOCKED, PERSON_ERASED].contains(&kind)
}

fn about_a_consent(kind: &str) -> bool {
    [accounts::event::CONSENT_GIVEN, accounts::event::CONSENT_WITHDRAWN].contains(&kind)
}

fn about_a_practice(event: &str) -> bool {
    [kind::PUBLISHED, kind::SHARED, kind::ARCHIVED, kind::RESTORED, kind::AUTHORS_CHANGED].contains(&event)
}

#[async_trait]
impl Follower for Recording {
    fn name(&self) -> &'static str {
        "practices.records"
    }

    fn wants(&self, kind: &str) -> bool {
        about_a_practice(kind) || about_a_person(kind) || about_a_consent(kind)
    }

    async fn handle(&self, tx: &mut Tx, events: &[FeedEvent]) -> Result<()> {
        let mut concerned = BTreeSet::new();
        let mut people = BTreeSet::new();
        for event in events {
            if about_a_practice(&event.kind) {
                concerned.insert(PracticeId(event.subject));
            } else if about_a_person(&event.kind) {
                people.insert(PersonId(event.subject));
            } else {
                people.insert(event.body::<Agreed>()?.person);
            }
        }
        for person in people {
            let written = practice_author::Entity::find().filter(practice_author::Column::PersonId.eq(person));
            concerned.extend(written.all(tx.db()).await?.into_iter().map(|row| row.practice_id));
        }
        for id in concerned {
            note(tx, id).await?;
        }
        Ok(())
    }
}

/// Writes down how it is now. What was never open leaves no trace.
async fn note(tx: &Tx, id: PracticeId) -> Result<()> {
    let Some(row) = practice::Entity::find_by_id(id).one(tx.db()).await? else { return Ok(()) };
    let known = practice_record::Entity::find_by_id(id).one(tx.db()).await?;
    let open = listed(&row);
    if !open && known.as_ref().is_none_or(|known| !known.open) {
        return Ok(());
    }
    let subjects = match (row.shown_id, known) {
        (_, Some(known)) if !open => known.subjects,
        (Some(shown), _) => {
            let rows = practice_subject::Entity::find().filter(practice_subject::Column::VersionId.eq(shown));
            between_commas(rows.all(tx.db()).await?.into_iter().map(|row| row.subject))
        }
        (None, _) => String::new(),
    };
    let record = practice_record::ActiveModel {
        practice_id: Set(id),
        changed_at: Set(tx.now()),
        open: Set(open),
        subjects: Set(subjects),
    };
    let mut again = OnConflict::column(practice_record::Column::PracticeId);
    again.update_columns([
        practice_record::Column::ChangedAt,
        practice_record::Column::Open,
        practice_record::Column::Subjects,
    ]);
    practice_record::Entity::insert(record).on_conflict(again).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Open to everybody and in the lists.
pub(crate) fn listed(row: &practice::Model) -> bool {
    policy::is_open(row) && row.archived_at.is_none()
}

fn between_commas(codes: impl Iterator<Item = String>) -> String {
    codes.fold(",".to_owned(), |text, code| text + &code + ",")
}
