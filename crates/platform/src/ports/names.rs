//! Names beside what people did.

use std::collections::HashMap;

use crate::App;
use kernel::{PersonId, PersonRef, Result};

/// Names for a set of people; whoever is unknown still gets a line, so that an answer never fails over a name.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<PersonId, PersonRef>);

impl Names {
    /// # Errors
    /// `Internal` when nobody knows people here or the database is out of reach.
    pub async fn load(app: &App, mut ids: Vec<PersonId>) -> Result<Self> {
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self(app.people()?.names(app, &ids).await?))
    }

    pub fn of(&self, id: PersonId) -> PersonRef {
        self.0.get(&id).cloned().unwrap_or_else(|| PersonRef {
            id,
            surname: String::new(),
            given_name: String::new(),
            patronymic: None,
            position: None,
            subjects: Vec::new(),
            school: None,
        })
    }
}
