//! Use cases: one skill at a time, by a methodist; whole lists go through [`crate::import`].

use kernel::{Actor, Code, Error, Result, SkillId, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};
use serde_json::json;

use crate::{
    codes,
    entity::{skill, skill_synonym},
    event::Event,
    policy::Standing,
};

pub const MAX_SHORT: usize = 60;
pub const MAX_TEXT: usize = 600;
const MAX_BLOCK: usize = 120;
const MAX_SOURCE: usize = 200;
const MAX_SYNONYMS: usize = 30;

/// A skill on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSkill {
    pub subject: String,
    pub grade: i32,
    pub code: String,
    pub short: String,
    pub text: String,
    pub block: String,
    pub max: i32,
    pub source: String,
    pub year: i32,
}

impl NewSkill {
    /// # Errors
    /// `Invalid` with every field that is wrong.
    pub fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        checks
            .require(kernel::subject::is_known(&self.subject), "subject", "unknown")
            .require(kernel::subject::is_grade(self.grade), "grade", "invalid")
            .require(codes::is_code(&self.code), "code", "invalid")
            .require((1990..=2100).contains(&self.year), "year", "invalid")
            .require((0..=100).contains(&self.max), "max", "invalid")
            .text(&self.short, MAX_SHORT, "short")
            .text(&self.text, MAX_TEXT, "text")
            .up_to(&self.block, MAX_BLOCK, "block")
            .up_to(&self.source, MAX_SOURCE, "source");
        checks.done()
    }
}

/// What may change of a skill. Absent stays.
#[derive(Clone, Debug, Default)]
pub struct SkillChange {
    pub version: i32,
    pub short: Option<String>,
    pub text: Option<String>,
    pub block: Option<String>,
    pub max: Option<i32>,
    pub source: Option<String>,
    pub archived: Option<bool>,
    pub synonyms: Option<Vec<String>>,
}

/// Adds a skill.
pub async fn create(tx: &mut Tx, actor: &Actor, new: NewSkill, synonyms: Vec<String>) -> Result<skill::Model> {
    Standing::load(tx.db(), actor).await?.edit().or_refuse()?;
    let new = NewSkill { code: codes::normal(&new.code), ..new };
    new.check()?;
    let synonyms = checked_synonyms(synonyms)?;
    let row = row(tx, &new, &synonyms, Some(actor));
    let known = find(tx.db(), &new).await?;
    if known.is_some() {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    skill::Entity::insert(skill::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await
        .map_err(|error| match platform::db::is_unique_violation(&error) {
            true => Error::Conflict(Code::AlreadyExists),
            false => error.into(),
        })?;
    write_synonyms(tx, row.id, &synonyms).await?;
    tx.emit(Event::SkillChanged { actor: actor.person, skill: row.id });
    Ok(row)
}

/// Changes the words of a skill; a stale version answers the current one.
pub async fn change(tx: &mut Tx, actor: &Actor, id: SkillId, change: SkillChange) -> Result<skill::Model> {
    let row = skill::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    Standing::load(tx.db(), actor).await?.edit().or_refuse()?;
    if row.version != change.version {
        return Err(Error::Stale(json!({ "version": row.version, "short": row.short, "text": row.text })));
    }
    let before = synonyms_of(tx.db(), id).await?;
    let new = NewSkill {
        subject: row.subject.clone(),
        grade: row.grade,
        code: row.code.clone(),
        short: change.short.unwrap_or(row.short),
        text: change.text.unwrap_or(row.text),
        block: change.block.unwrap_or(row.block),
        max: change.max.unwrap_or(row.max),
        source: change.source.unwrap_or(row.source),
        year: row.year,
    };
    new.check()?;
    let synonyms = match change.synonyms {
        Some(words) => checked_synonyms(words)?,
        None => before.clone(),
    };
    let changed = skill::ActiveModel {
        id: Set(id),
        search_key: Set(search_key(&new, &synonyms)),
        short: Set(new.short.trim().to_owned()),
        text: Set(new.text.trim().to_owned()),
        block: Set(new.block.trim().to_owned()),
        max: Set(new.max),
        source: Set(new.source.trim().to_owned()),
        archived: Set(change.archived.unwrap_or(row.archived)),
        version: Set(row.version + 1),
        edited_by: Set(Some(actor.person)),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = changed.update(tx.db()).await?;
    if synonyms != before {
        write_synonyms(tx, id, &synonyms).await?;
    }
    tx.emit(Event::SkillChanged { actor: actor.person, skill: id });
    Ok(changed)
}

pub(crate) fn row(tx: &Tx, new: &NewSkill, synonyms: &[String], by: Option<&Actor>) -> skill::Model {
    skill::Model {
        id: tx.id(),
        search_key: search_key(new, synonyms),
        subject: new.subject.clone(),
        grade: new.grade,
        code: new.code.clone(),
        short: new.short.trim().to_owned(),
        text: new.text.trim().to_owned(),
        block: new.block.trim().to_owned(),
        max: new.max,
        source: new.source.trim().to_owned(),
        year: new.year,
        position: codes::position(&new.code),
        archived: false,
        version: 1,
        edited_by: by.map(|actor| actor.person),
        updated_at: tx.now(),
    }
}

pub(crate) async fn find<C: ConnectionTrait>(db: &C, new: &NewSkill) -> Result<Option<skill::Model>> {
    Ok(skill::Entity::find()
        .filter(skill::Column::Subject.eq(new.subject.as_str()))
        .filter(skill::Column::Grade.eq(new.grade))
        .filter(skill::Column::Code.eq(new.code.as_str()))
        .filter(skill::Column::Year.eq(new.year))
        .one(db)
        .await?)
}

/// Other words of a skill, by alphabet.
pub async fn synonyms_of<C: ConnectionTrait>(db: &C, id: SkillId) -> Result<Vec<String>> {
    use sea_orm::QueryOrder;
    let rows = skill_synonym::Entity::find()
        .filter(skill_synonym::Column::SkillId.eq(id))
        .order_by_asc(skill_synonym::Column::Word)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.word).collect())
}

async fn write_synonyms(tx: &Tx, id: SkillId, words: &[String]) -> Result<()> {
    skill_synonym::Entity::delete_many().filter(skill_synonym::Column::SkillId.eq(id)).exec(tx.db()).await?;
    if words.is_empty() {
        return Ok(());
    }
    let rows = words.iter().map(|word| skill_synonym::ActiveModel { skill_id: Set(id), word: Set(word.clone()) });
    skill_synonym::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

fn checked_synonyms(words: Vec<String>) -> Result<Vec<String>> {
    let mut checks = Checks::default();
    checks.require(words.len() <= MAX_SYNONYMS, "synonyms", "too_many");
    let mut kept: Vec<String> = words.into_iter().map(|w| w.trim().to_lowercase()).filter(|w| !w.is_empty()).collect();
    for (index, word) in kept.iter().enumerate() {
        checks.up_to(word, MAX_SHORT, &format!("synonyms[{index}]"));
    }
    checks.done()?;
    kept.sort_unstable();
    kept.dedup();
    Ok(kept)
}

/// What a search looks through: lower case, «ё» as «е».
pub(crate) fn search_key(new: &NewSkill, synonyms: &[String]) -> String {
    let all = format!("{} {} {} {}", new.short, new.text, new.block, synonyms.join(" "));
    all.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}
