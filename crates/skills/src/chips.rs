//! Skills as others show them beside their own things.

use std::collections::{BTreeSet, HashMap};

use kernel::{Result, SkillId};
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{codes, entity::skill};

/// Databases bind a limited number of values.
const CHUNK: usize = 500;

/// A skill in one line: «МА-5 8 · проценты».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SkillChip {
    pub id: SkillId,
    pub subject: String,
    pub grade: i32,
    pub code: String,
    pub short: String,
}

impl SkillChip {
    /// «проценты · Математика, 5 класс, задание 8»: for whoever does not know the codes.
    pub fn in_words(&self) -> String {
        let subject = kernel::subject::russian(&self.subject);
        format!("{} · {subject}, {} класс, задание {}", self.short, self.grade, codes::shown(&self.code))
    }

    /// «МА-5 8»
    pub fn in_code(&self) -> String {
        format!("{}-{} {}", codes::letters(&self.subject), self.grade, codes::shown(&self.code))
    }
}

impl From<skill::Model> for SkillChip {
    fn from(row: skill::Model) -> Self {
        Self { id: row.id, subject: row.subject, grade: row.grade, code: row.code, short: row.short }
    }
}

/// Chips of these skills, archived ones too; unknown ids are absent.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn chips<C: ConnectionTrait>(db: &C, ids: &[SkillId]) -> Result<HashMap<SkillId, SkillChip>> {
    let unique: Vec<SkillId> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut found = HashMap::with_capacity(unique.len());
    for part in unique.chunks(CHUNK) {
        let rows = skill::Entity::find().filter(skill::Column::Id.is_in(part.iter().copied())).all(db).await?;
        found.extend(rows.into_iter().map(|row| (row.id, SkillChip::from(row))));
    }
    Ok(found)
}

/// Are all of these in the catalogue?
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn exist<C: ConnectionTrait>(db: &C, ids: &[SkillId]) -> Result<bool> {
    let known = chips(db, ids).await?;
    Ok(ids.iter().all(|id| known.contains_key(id)))
}

/// The newest edition of a skill by key, `math-5-8`: how files name skills.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn by_key<C: ConnectionTrait>(db: &C, key: &str) -> Result<Option<SkillId>> {
    let mut parts = key.splitn(3, '-');
    let (Some(subject), Some(grade), Some(code)) = (parts.next(), parts.next(), parts.next()) else { return Ok(None) };
    let Ok(grade) = grade.parse::<i32>() else { return Ok(None) };
    let row = skill::Entity::find()
        .filter(skill::Column::Subject.eq(subject))
        .filter(skill::Column::Grade.eq(grade))
        .filter(skill::Column::Code.eq(crate::codes::normal(code)))
        .order_by_asc(skill::Column::Archived)
        .order_by_desc(skill::Column::Year)
        .one(db)
        .await?;
    Ok(row.map(|row| row.id))
}
