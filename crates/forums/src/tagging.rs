//! Skills a topic is about, in the order its author gave them.

use std::collections::HashMap;

use kernel::{Error, Result, SkillId, TopicId, error::Checks};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, Set, entity::prelude::*};
use skills::SkillChip;

use crate::entity::topic_skill;

const MOST: usize = 8;

/// # Errors
/// `Invalid` when there are too many, or one is not in the catalogue.
pub(crate) async fn check<C: ConnectionTrait>(db: &C, ids: &[SkillId]) -> Result<()> {
    let mut checks = Checks::default();
    checks.require(ids.len() <= MOST, "skills", "too_many");
    checks.done()?;
    let known = skills::chips(db, ids).await?;
    match ids.iter().position(|id| !known.contains_key(id)) {
        Some(at) => Err(Error::invalid(&format!("skills[{at}]"), "unknown")),
        None => Ok(()),
    }
}

/// Makes exactly these the skills of the topic.
pub(crate) async fn set(tx: &Tx, topic: TopicId, ids: &[SkillId]) -> Result<()> {
    topic_skill::Entity::delete_many().filter(topic_skill::Column::TopicId.eq(topic)).exec(tx.db()).await?;
    let mut rows: Vec<topic_skill::ActiveModel> = Vec::with_capacity(ids.len());
    for (position, id) in (0..).zip(ids) {
        if !rows.iter().any(|row| row.skill_id.as_ref() == id) {
            rows.push(topic_skill::ActiveModel { topic_id: Set(topic), skill_id: Set(*id), position: Set(position) });
        }
    }
    if !rows.is_empty() {
        topic_skill::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Skills of each topic.
pub(crate) async fn of<C: ConnectionTrait>(db: &C, topics: &[TopicId]) -> Result<HashMap<TopicId, Vec<SkillId>>> {
    let mut found: HashMap<TopicId, Vec<SkillId>> = HashMap::new();
    let rows = topic_skill::Entity::find().filter(topic_skill::Column::TopicId.is_in(topics.iter().copied()));
    for row in rows.order_by_asc(topic_skill::Column::Position).all(db).await? {
        found.entry(row.topic_id).or_default().push(row.skill_id);
    }
    Ok(found)
}

/// The same as chips to show.
pub(crate) async fn chips<C: ConnectionTrait>(db: &C, topics: &[TopicId]) -> Result<HashMap<TopicId, Vec<SkillChip>>> {
    let tagged = of(db, topics).await?;
    let ids: Vec<SkillId> = tagged.values().flatten().copied().collect();
    let known = skills::chips(db, &ids).await?;
    let line =
        |(topic, ids): (TopicId, Vec<SkillId>)| (topic, ids.iter().filter_map(|id| known.get(id)).cloned().collect());
    Ok(tagged.into_iter().map(line).collect())
}
