//! How many practices of a school that others may read treat a skill.

use async_trait::async_trait;
use kernel::{OrgId, Result, SkillId};
use platform::{
    App,
    ports::{Evidence, Shown},
};
use sea_orm::{JoinType, QuerySelect, entity::prelude::*};

use crate::entity::{practice, practice_skill};

/// Databases bind a limited number of values.
const CHUNK: usize = 300;

pub struct Published;

#[async_trait]
impl Evidence for Published {
    async fn shown(&self, app: &App, schools: &[OrgId], skills: &[SkillId]) -> Result<Vec<Shown>> {
        let mut found = Vec::new();
        for homes in schools.chunks(CHUNK) {
            for wanted in skills.chunks(CHUNK) {
                found.extend(counted(app, homes, wanted).await?);
            }
        }
        Ok(found)
    }
}

async fn counted(app: &App, homes: &[OrgId], skills: &[SkillId]) -> Result<Vec<Shown>> {
    let shown = practice_skill::Entity::belongs_to(practice::Entity)
        .from(practice_skill::Column::VersionId)
        .to(practice::Column::ShownId);
    let rows: Vec<(OrgId, SkillId, i64)> = practice_skill::Entity::find()
        .select_only()
        .column(practice::Column::HomeId)
        .column(practice_skill::Column::SkillId)
        .column_as(practice::Column::Id.count(), "count")
        .join(JoinType::InnerJoin, shown.into())
        .filter(practice::Column::HomeId.is_in(homes.iter().copied()))
        .filter(practice::Column::ArchivedAt.is_null())
        .filter(practice_skill::Column::SkillId.is_in(skills.iter().copied()))
        .group_by(practice::Column::HomeId)
        .group_by(practice_skill::Column::SkillId)
        .into_tuple()
        .all(app.reader())
        .await?;
    Ok(rows.into_iter().map(|(school, skill, practices)| Shown { school, skill, practices, events: 0 }).collect())
}
