//! Reading the catalogue.

use std::collections::HashMap;

use kernel::{Page, PageQuery, Result, SkillId};
use sea_orm::{Condition, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    codes,
    entity::{skill, skill_synonym},
};

/// At most this many ids in one question.
const MAX_IDS: usize = 100;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct SkillQuery {
    pub subject: Option<String>,
    pub grade: Option<i32>,
    /// Words, a code, or both: «МА-5 8», «проценты».
    pub q: Option<String>,
    /// Exactly these, archived ones too.
    pub ids: Vec<SkillId>,
    pub page: PageQuery,
}

type Key = (String, i32, i32, SkillId);

/// Skills by subject, grade and order in the work.
pub async fn skills<C: ConnectionTrait>(db: &C, query: &SkillQuery) -> Result<Page<skill::Model>> {
    let asked = codes::asked(query.q.as_deref().unwrap_or_default());
    let mut found = skill::Entity::find();
    found = match query.ids.is_empty() {
        true => found.filter(skill::Column::Archived.eq(false)),
        false => found.filter(skill::Column::Id.is_in(query.ids.iter().copied().take(MAX_IDS))),
    };
    if let Some(subject) = query.subject.as_deref().or(asked.subject) {
        found = found.filter(skill::Column::Subject.eq(subject));
    }
    if let Some(grade) = query.grade {
        found = found.filter(skill::Column::Grade.eq(grade));
    }
    found = found.filter(numbers(query.grade, &asked));
    for word in &asked.words {
        found = found.filter(skill::Column::SearchKey.into_expr().like(platform::db::contains(word)));
    }
    if let Some((subject, grade, position, id)) = query.page.key::<Key>()? {
        found = found.filter(after(&subject, grade, position, id));
    }
    let rows = found
        .order_by_asc(skill::Column::Subject)
        .order_by_asc(skill::Column::Grade)
        .order_by_asc(skill::Column::Position)
        .order_by_asc(skill::Column::Id)
        .limit(query.page.limit() as u64 + 1)
        .all(db)
        .await?;
    Page::cut(rows, query.page.limit(), |s| (s.subject.clone(), s.grade, s.position, s.id))
}

/// One number is a grade, or a code when the grade is chosen already; two are grade and code.
fn numbers(chosen: Option<i32>, asked: &codes::Asked) -> Condition {
    let all = Condition::all();
    match (chosen, asked.grade, &asked.code) {
        (Some(_), Some(number), None) => all.add(by_code(&number.to_string())),
        (_, Some(grade), Some(code)) => {
            let all = all.add(by_code(code));
            if chosen.is_none() { all.add(skill::Column::Grade.eq(grade)) } else { all }
        }
        (None, Some(grade), None) => all.add(skill::Column::Grade.eq(grade)),
        (_, None, Some(code)) => all.add(by_code(code)),
        (_, None, None) => all,
    }
}

/// «11» finds 11.1 and 11.2 as well.
fn by_code(code: &str) -> Condition {
    let column = || skill::Column::Code.into_expr();
    Condition::any()
        .add(skill::Column::Code.eq(code))
        .add(column().like(format!("{code}.%")))
        .add(column().like(format!("{code}k%")))
}

fn after(subject: &str, grade: i32, position: i32, id: SkillId) -> Condition {
    let same_subject = || Condition::all().add(skill::Column::Subject.eq(subject));
    let same_grade = || same_subject().add(skill::Column::Grade.eq(grade));
    Condition::any()
        .add(skill::Column::Subject.gt(subject))
        .add(same_subject().add(skill::Column::Grade.gt(grade)))
        .add(same_grade().add(skill::Column::Position.gt(position)))
        .add(same_grade().add(skill::Column::Position.eq(position)).add(skill::Column::Id.gt(id)))
}

/// Other words of these skills.
pub async fn synonyms<C: ConnectionTrait>(db: &C, ids: &[SkillId]) -> Result<HashMap<SkillId, Vec<String>>> {
    let mut found: HashMap<SkillId, Vec<String>> = HashMap::new();
    for part in ids.chunks(500) {
        let rows = skill_synonym::Entity::find()
            .filter(skill_synonym::Column::SkillId.is_in(part.iter().copied()))
            .order_by_asc(skill_synonym::Column::Word)
            .all(db)
            .await?;
        for row in rows {
            found.entry(row.skill_id).or_default().push(row.word);
        }
    }
    Ok(found)
}
