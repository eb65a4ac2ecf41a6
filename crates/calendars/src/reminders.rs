//! When somebody is reminded of what they have a place at, and how: each chooses for themselves.

use std::collections::HashMap;

use kernel::{Actor, PersonId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::entity::event_reminder;

/// How long before the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventReminderWhen)]
pub enum Before {
    Week,
    Day,
    Hour,
}

impl Before {
    pub const ALL: [Self; 3] = [Self::Week, Self::Day, Self::Hour];

    pub fn hours(self) -> i64 {
        match self {
            Self::Week => 7 * 24,
            Self::Day => 24,
            Self::Hour => 1,
        }
    }

    pub fn of_hours(hours: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|before| before.hours() == hours)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }
}

/// What somebody chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EventReminders)]
pub struct Choice {
    /// In the inbox.
    #[schema(inline)]
    pub inbox: Vec<Before>,
    #[schema(inline)]
    pub mail: Vec<Before>,
}

impl Default for Choice {
    fn default() -> Self {
        Self { inbox: vec![Before::Day, Before::Hour], mail: vec![Before::Day] }
    }
}

fn write(mut list: Vec<Before>) -> String {
    list.sort_unstable();
    list.dedup();
    list.into_iter().map(Before::word).collect::<Vec<_>>().join(",")
}

fn read(text: &str) -> Vec<Before> {
    Before::ALL.into_iter().filter(|before| text.split(',').any(|word| word == before.word())).collect()
}

impl From<event_reminder::Model> for Choice {
    fn from(row: event_reminder::Model) -> Self {
        Self { inbox: read(&row.inbox), mail: read(&row.mail) }
    }
}

/// What a person chose, or what holds for whoever chose nothing.
pub async fn of<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Choice> {
    Ok(event_reminder::Entity::find_by_id(person).one(db).await?.map(Choice::from).unwrap_or_default())
}

/// The same of many; whoever chose nothing is absent.
pub(crate) async fn of_all<C: ConnectionTrait>(db: &C, people: &[PersonId]) -> Result<HashMap<PersonId, Choice>> {
    let mut found = HashMap::new();
    for part in people.chunks(500) {
        let rows = event_reminder::Entity::find().filter(event_reminder::Column::PersonId.is_in(part.iter().copied()));
        found.extend(rows.all(db).await?.into_iter().map(|row| (row.person_id, Choice::from(row))));
    }
    Ok(found)
}

pub async fn choose(tx: &Tx, actor: &Actor, choice: Choice) -> Result<()> {
    event_reminder::Entity::delete_by_id(actor.person).exec(tx.db()).await?;
    let row = event_reminder::ActiveModel {
        person_id: Set(actor.person),
        inbox: Set(write(choice.inbox)),
        mail: Set(write(choice.mail)),
    };
    event_reminder::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}
