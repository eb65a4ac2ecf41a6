//! Organisations as a sheet names them: by key, or by a name under which exactly one can be found.

use std::collections::{BTreeSet, HashMap};

use kernel::{OrgId, OrgKind, Result};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::{spelling, vocabulary};
use crate::{entity::organisation, names};

pub struct Place {
    pub row: organisation::Model,
    /// Words of everything above: «ООШ № 6, Журавлинский район» tells one of many.
    above: String,
    exact: BTreeSet<Vec<String>>,
}

/// All organisations, in memory while one file is read.
pub struct Places {
    all: Vec<Place>,
    by_id: HashMap<OrgId, usize>,
    by_key: HashMap<String, usize>,
    asked: HashMap<(String, bool), Answer>,
}

#[derive(Clone)]
enum Answer {
    One(usize),
    Nobody,
    Several(Vec<usize>),
}

impl Places {
    pub async fn load<C: ConnectionTrait>(db: &C) -> Result<Self> {
        let rows = organisation::Entity::find().all(db).await?;
        let by_id: HashMap<OrgId, usize> = rows.iter().enumerate().map(|(i, row)| (row.id, i)).collect();
        let by_key =
            rows.iter().enumerate().filter_map(|(i, row)| Some((spelling::key(row.external_key.as_ref()?), i)));
        let by_key = by_key.collect();
        let above: Vec<String> = rows.iter().map(|row| words_above(&rows, &by_id, row)).collect();
        let place = |(row, above): (organisation::Model, String)| Place {
            exact: [names::words(&row.short_name), names::words(&row.legal_name)].into(),
            row,
            above,
        };
        let all = rows.into_iter().zip(above).map(place).collect();
        Ok(Self { all, by_id, by_key, asked: HashMap::new() })
    }

    pub fn get(&self, id: OrgId) -> Option<&organisation::Model> {
        self.by_id.get(&id).map(|index| &self.all[*index].row)
    }

    pub fn by_key(&self, key: &str) -> Option<&organisation::Model> {
        self.by_key.get(key).map(|index| &self.all[*index].row)
    }

    pub fn all(&self) -> impl Iterator<Item = &organisation::Model> {
        self.all.iter().map(|place| &place.row)
    }

    /// The organisation and everything above it, the nearest first.
    pub fn line(&self, id: OrgId) -> Vec<&organisation::Model> {
        let mut line = Vec::new();
        let mut next = self.get(id);
        while let Some(row) = next.filter(|_| line.len() < 12) {
            line.push(row);
            next = row.parent_id.and_then(|parent| self.get(parent));
        }
        line
    }

    /// Finds what a cell names among associations, or among everything else.
    ///
    /// # Errors
    /// In words: nobody, or the candidates.
    pub fn find(&mut self, text: &str, association: bool) -> std::result::Result<OrgId, String> {
        let question = (text.to_owned(), association);
        let answer = match self.asked.get(&question) {
            Some(answer) => answer.clone(),
            None => self.search(text, association),
        };
        self.asked.insert(question, answer.clone());
        let what = if association { "объединение" } else { "организацию" };
        match answer {
            Answer::One(index) => {
                let row = &self.all[index].row;
                match row.closed_at {
                    None => Ok(row.id),
                    Some(_) => Err(format!("«{}» закрыта и новых людей не принимает", row.short_name)),
                }
            }
            Answer::Nobody => Err(format!(
                "не нашли {what} «{text}»: впишите её ключ или сначала загрузите организации (import organisations)"
            )),
            Answer::Several(found) => {
                let shown: Vec<String> = found.iter().take(5).map(|index| self.described(*index)).collect();
                let rest = found.len().saturating_sub(5);
                let rest = if rest > 0 { format!("; и ещё {rest}") } else { String::new() };
                Err(format!(
                    "«{text}» подходит к нескольким: {}{rest}. Впишите ключ или название с районом",
                    shown.join("; ")
                ))
            }
        }
    }

    fn described(&self, index: usize) -> String {
        let row = &self.all[index].row;
        let parent = row.parent_id.and_then(|id| self.get(id)).map(|p| format!(", {}", p.short_name));
        let key = row.external_key.as_ref().map(|key| format!(" (ключ {key})"));
        format!("{}{}{}", row.short_name, parent.unwrap_or_default(), key.unwrap_or_default())
    }

    fn search(&self, text: &str, association: bool) -> Answer {
        let fits = |index: &usize| (self.all[*index].row.kind == OrgKind::Association) == association;
        if let Some(index) = self.by_key.get(&spelling::key(text)).filter(|index| fits(index)) {
            return Answer::One(*index);
        }
        let words = names::words(text);
        let mut found: Vec<usize> =
            (0..self.all.len()).filter(fits).filter(|i| self.all[*i].exact.contains(&words)).collect();
        // Words of the districts above count only when the organisation's own are not enough.
        for above in [false, true] {
            if found.is_empty() && !words.is_empty() {
                let asked = names::org_query(text);
                found = (0..self.all.len()).filter(fits).filter(|i| self.all[*i].answers(&asked, above)).collect();
            }
        }
        match found[..] {
            [] => Answer::Nobody,
            [one] => Answer::One(one),
            _ => Answer::Several(found),
        }
    }
}

impl Place {
    /// Every word is the organisation's own or of something above it, and one at least is its own. Numbers are
    /// compared whole: school 1 is not school 12.
    fn answers(&self, words: &[String], above: bool) -> bool {
        let holds = |key: &str, word: &str| {
            let number = word.chars().all(char::is_numeric);
            let end = if number || word.chars().count() < 3 { " " } else { "" };
            key.contains(&format!(" {word}{end}"))
        };
        words.iter().any(|word| holds(&self.row.search_key, word))
            && words.iter().all(|word| holds(&self.row.search_key, word) || above && holds(&self.above, word))
    }
}

fn words_above(rows: &[organisation::Model], by_id: &HashMap<OrgId, usize>, row: &organisation::Model) -> String {
    let mut above = String::new();
    let mut next = row.parent_id;
    // A cycle made by hand in the database must not hang the import.
    for _ in 0..12 {
        let Some(parent) = next.and_then(|id| by_id.get(&id)) else { break };
        above.push_str(&rows[*parent].search_key);
        next = rows[*parent].parent_id;
    }
    above
}

/// «школа „ООШ № 12“»
pub fn named(row: &organisation::Model) -> String {
    format!("{} «{}»", vocabulary::kind_name(row.kind), row.short_name)
}
