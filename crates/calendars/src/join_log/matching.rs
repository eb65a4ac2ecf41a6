//! Whose row it is.

use std::collections::{BTreeSet, HashMap};

use kernel::{EventId, PersonId, RegistrationId, Result};
use sea_orm::{ConnectionTrait, entity::prelude::*};

use super::{JoinLogMatch, Joined};
use crate::{entity::event_registration, kinds::RegistrationState, plan};

/// Databases bind a limited number of values.
const CHUNK: usize = 500;

struct Person {
    registration: RegistrationId,
    surname: Vec<String>,
    given: String,
    patronymic: String,
}

/// Everybody who has a place at an event.
pub struct Known {
    people: Vec<Person>,
    emails: HashMap<String, RegistrationId>,
}

impl Known {
    pub async fn load<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Self> {
        let rows = event_registration::Entity::find()
            .filter(event_registration::Column::EventId.eq(id))
            .filter(event_registration::Column::State.eq(RegistrationState::Confirmed));
        let rows: HashMap<PersonId, RegistrationId> =
            rows.all(db).await?.into_iter().map(|row| (row.person_id, row.id)).collect();
        let ids: Vec<PersonId> = rows.keys().copied().collect();
        let mut known = Self { people: Vec::new(), emails: HashMap::new() };
        for part in ids.chunks(CHUNK) {
            use accounts::entity::person;
            let found = person::Entity::find().filter(person::Column::Id.is_in(part.iter().copied()));
            for one in found.all(db).await? {
                let Some(registration) = rows.get(&one.id).copied() else { continue };
                if let Some(email) = one.email {
                    known.emails.insert(email.to_lowercase(), registration);
                }
                known.people.push(Person {
                    registration,
                    surname: words(&one.surname),
                    given: plan::key(&one.given_name),
                    patronymic: plan::key(one.patronymic.as_deref().unwrap_or_default()),
                });
            }
        }
        Ok(known)
    }

    pub fn has(&self, registration: RegistrationId) -> bool {
        self.people.iter().any(|person| person.registration == registration)
    }

    pub fn find(&self, one: &Joined) -> (JoinLogMatch, Option<RegistrationId>) {
        let by_email = one.email.as_ref().and_then(|email| self.emails.get(email));
        if let Some(registration) = by_email {
            return (JoinLogMatch::Email, Some(*registration));
        }
        let said = words(&one.name);
        let fitting: BTreeSet<RegistrationId> =
            self.people.iter().filter(|person| person.fits(&said)).map(|person| person.registration).collect();
        match fitting.len() {
            0 => (JoinLogMatch::None, None),
            1 => (JoinLogMatch::Name, fitting.first().copied()),
            _ => (JoinLogMatch::Ambiguous, None),
        }
    }
}

fn words(name: &str) -> Vec<String> {
    plan::key(name).split_whitespace().map(str::to_owned).collect()
}

impl Person {
    /// The surname, and beside it the given name or its first letter; a patronymic, if there is one, must not be another.
    fn fits(&self, said: &[String]) -> bool {
        let surname = !self.surname.is_empty() && self.surname.iter().all(|word| said.contains(word));
        let agrees = |word: &str, whole: &str| word == whole || initial(word, whole);
        // Whatever the order, each further word is the given name or the patronymic, and the given name is among them.
        let rest: Vec<&String> = said.iter().filter(|word| !self.surname.contains(word)).collect();
        surname
            && rest.iter().any(|word| agrees(word, &self.given))
            && rest.iter().all(|word| {
                agrees(word, &self.given)
                    || agrees(word, &self.patronymic)
                    || self.patronymic.is_empty()
                    // Position, school, town behind the name say nothing about whose it is.
                    || !looks_like_name(word)
            })
    }
}

fn initial(word: &str, whole: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| letters.next().is_none() && whole.starts_with(first))
}

/// A patronymic of somebody.
fn looks_like_name(word: &str) -> bool {
    ["вич", "вна", "чна", "ич"].iter().any(|ending| word.ends_with(ending))
}
