//! What is to be solved: everything a run needs to be made again, byte for byte.
//!
//! Nothing in it depends on the order in which it was read, and there are no fractions in it: shares are whole per cents,
//! parts of a score are thousandths.

use kernel::{NeedId, OrgId, Result, SkillId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::kinds::{DecisionKind, MatchMode, Obstacle, Term, ThemeKind};

/// Grows when the same input would give something else.
pub const FORMULA: u32 = 1;

/// What counts how much, in thousandths of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    /// 0: the built-in ones.
    pub version: i32,
    pub context: i64,
    pub complementarity: i64,
    pub practice: i64,
    pub access: i64,
    pub history: i64,
    /// Less alike than this, in thousandths, is no pair.
    pub min_likeness: i64,
    /// What each further pair of a mentor takes from the sum of scores.
    pub load_penalty: i64,
    /// So far one goes by road.
    pub minutes_limit: i64,
}

impl Weights {
    pub const BUILT_IN: Self = Self {
        version: 0,
        context: 350,
        complementarity: 300,
        practice: 150,
        access: 120,
        history: 80,
        min_likeness: 100,
        load_penalty: 40,
        minutes_limit: 90,
    };

    pub fn of(&self, term: Term) -> i64 {
        match term {
            Term::Context => self.context,
            Term::Complementarity => self.complementarity,
            Term::Practice => self.practice,
            Term::Access => self.access,
            Term::History => self.history,
        }
    }

    #[must_use]
    pub fn with(mut self, term: Term, value: i64) -> Self {
        match term {
            Term::Context => self.context = value,
            Term::Complementarity => self.complementarity = value,
            Term::Practice => self.practice = value,
            Term::Access => self.access = value,
            Term::History => self.history = value,
        }
        self
    }
}

/// What help is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Theme {
    pub kind: ThemeKind,
    pub code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    pub id: OrgId,
    pub name: String,
    /// What is known of it in rounded words, by the number of the variable.
    pub values: Vec<(usize, String)>,
    /// On the picture of likeness, from −1000 to 1000.
    pub place: Option<(i32, i32)>,
}

/// A skill that pupils of the school fail in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeakSkill {
    pub id: SkillId,
    pub short: String,
    /// Per cent of pupils who can do it.
    pub done: Option<i64>,
}

/// Mentors that are out of the question, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub why: Obstacle,
    pub mentors: Vec<OrgId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    pub id: NeedId,
    pub school: OrgId,
    pub theme: Theme,
    /// 1 is first.
    pub priority: i64,
    /// 1 to 100.
    pub strength: i64,
    pub skills: Vec<WeakSkill>,
    pub bars: Vec<Bar>,
}

/// A mentor in one theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chair {
    pub theme: Theme,
    pub specialists: i64,
    /// Pairs that work already.
    pub active: i64,
    /// 0 to 100, where somebody measured it.
    pub strength: Option<i64>,
    /// Per cent of pupils who can do it.
    pub skills: Vec<(SkillId, i64)>,
}

/// What a mentor has shown in a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub skill: SkillId,
    pub practices: i64,
    pub events: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentor {
    pub school: OrgId,
    pub capacity: i64,
    /// Pairs that work already.
    pub active: i64,
    pub chairs: Vec<Chair>,
    pub shown: Vec<Shown>,
}

/// Terms of a score in thousandths; nothing: not known, and then it does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    pub context: Option<i64>,
    pub complementarity: Option<i64>,
    pub practice: Option<i64>,
    pub access: Option<i64>,
    pub history: Option<i64>,
}

impl Parts {
    pub fn of(&self, term: Term) -> Option<i64> {
        match term {
            Term::Context => self.context,
            Term::Complementarity => self.complementarity,
            Term::Practice => self.practice,
            Term::Access => self.access,
            Term::History => self.history,
        }
    }
}

/// How alike two schools are, as seen from the one that needs help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// 1 is the nearest of all.
    pub rank: usize,
    pub of: usize,
    /// Numbers of variables, most telling first.
    pub near: Vec<usize>,
    pub far: Vec<usize>,
}

/// A pair that could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Place in `needs`.
    pub need: usize,
    /// Place in `mentors`.
    pub mentor: usize,
    pub parts: Parts,
    pub alike: Option<Alike>,
    /// By road, where it is known.
    pub minutes: Option<i64>,
    /// Of one municipality.
    pub neighbours: bool,
    pub online: bool,
    /// Where each puts the other among those it would like, 1 is first.
    pub wished: Option<i64>,
    pub wishes: Option<i64>,
    /// Pairs of these two that were brought to their end.
    pub completed: i64,
    /// Terms that are known of other mentors of the need and not of this one: they count as nought, and it is said.
    pub unproven: Vec<Term>,
}

/// A pair that a coordinator has decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixed {
    pub need: usize,
    pub mentor: usize,
    pub kind: DecisionKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub formula: u32,
    pub year: i32,
    pub mode: MatchMode,
    pub weights: Weights,
    /// Names of the variables of likeness.
    pub variables: Vec<String>,
    pub schools: Vec<School>,
    pub needs: Vec<Need>,
    pub mentors: Vec<Mentor>,
    pub edges: Vec<Edge>,
    pub fixed: Vec<Fixed>,
}

impl Problem {
    /// The same in the order of ids, however it was read.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        let needs = order(&self.needs, |need| need.id);
        let mentors = order(&self.mentors, |mentor| mentor.school);
        for edge in &mut self.edges {
            (edge.need, edge.mentor) = (needs[edge.need], mentors[edge.mentor]);
        }
        for fixed in &mut self.fixed {
            (fixed.need, fixed.mentor) = (needs[fixed.need], mentors[fixed.mentor]);
        }
        self.schools.sort_by_key(|school| school.id);
        self.needs.sort_by_key(|need| need.id);
        self.mentors.sort_by_key(|mentor| mentor.school);
        self.edges.sort_by_key(|edge| (edge.need, edge.mentor));
        self.fixed.sort_by_key(|fixed| (fixed.need, fixed.mentor));
        for school in &mut self.schools {
            school.values.sort();
        }
        for need in &mut self.needs {
            need.skills.sort_by_key(|skill| skill.id);
            need.bars.sort_by_key(|bar| bar.why);
            need.bars.iter_mut().for_each(|bar| bar.mentors.sort());
        }
        for mentor in &mut self.mentors {
            mentor.shown.sort_by_key(|shown| shown.skill);
            mentor.chairs.sort_by(|a, b| a.theme.cmp(&b.theme));
            mentor.chairs.iter_mut().for_each(|chair| chair.skills.sort());
        }
        self
    }

    /// Its bytes.
    ///
    /// # Errors
    /// `Internal`, which no problem gives.
    pub fn text(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// # Errors
    /// `Internal` when the text is no problem.
    pub fn read(text: &str) -> Result<Self> {
        Ok(serde_json::from_str(text)?)
    }

    pub fn name(&self, id: OrgId) -> &str {
        self.school(id).map_or("школа", |school| school.name.as_str())
    }

    pub fn school(&self, id: OrgId) -> Option<&School> {
        self.schools.binary_search_by_key(&id, |school| school.id).ok().map(|at| &self.schools[at])
    }

    /// The chair of a mentor in the theme of a need.
    pub fn chair(&self, edge: &Edge) -> Option<&Chair> {
        let theme = &self.needs.get(edge.need)?.theme;
        self.mentors.get(edge.mentor)?.chairs.iter().find(|chair| chair.theme == *theme)
    }

    pub fn edge(&self, need: usize, mentor: usize) -> Option<&Edge> {
        let at = self.edges.binary_search_by_key(&(need, mentor), |edge| (edge.need, edge.mentor)).ok()?;
        self.edges.get(at)
    }

    /// Edges of one need.
    pub fn row(&self, need: usize) -> &[Edge] {
        let from = self.edges.partition_point(|edge| edge.need < need);
        let to = self.edges.partition_point(|edge| edge.need <= need);
        &self.edges[from..to]
    }
}

/// Old place → new place.
fn order<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> Vec<usize> {
    let mut places: Vec<usize> = (0..items.len()).collect();
    places.sort_by_key(|&at| key(&items[at]));
    let mut new = vec![0; items.len()];
    for (to, from) in places.into_iter().enumerate() {
        new[from] = to;
    }
    new
}

/// What a text is known by: SHA-256 in hexadecimal digits.
pub fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
