//! Which mentor could help which need, how well, and who is out of the question and why. Pure.

use std::collections::BTreeMap;

use kernel::OrgId;

use super::ground::{Ground, Offered};
use crate::{
    codes::RUSSIAN,
    entity::{
        life::pairing,
        matching::school_wish,
        schools::{need, offer_theme, school_context},
    },
    kinds::{DecisionKind, Obstacle, PairState, Term},
    matching::{
        problem::{Alike, Bar, Chair, Edge, Fixed, Mentor, Need, Parts, Shown, Theme, WeakSkill, Weights},
        score,
    },
    schools::{
        context::small,
        likes::{Landscape, Likeness, VARIABLES},
    },
};

/// Minutes by road for a kilometre as the bird flies: roads wind, buses stop.
const MINUTES_A_KM: f64 = 1.6;

type Built = (Vec<Need>, Vec<Mentor>, Vec<Edge>, Vec<Fixed>);

pub fn build(ground: &Ground, landscape: &Landscape, weights: &Weights) -> Built {
    let mentors: Vec<(&Offered, Mentor)> =
        ground.offers.values().map(|offered| (offered, mentor(ground, offered))).collect();
    let mut needs: Vec<Need> = Vec::new();
    let (mut edges, mut fixed): (Vec<Edge>, Vec<Fixed>) = (Vec::new(), Vec::new());
    for row in &ground.needs {
        if ground.pairings.iter().any(|pair| about(pair, row) && pair.state.holding()) {
            // Somebody helps already.
            continue;
        }
        let mut need = self::need(ground, row);
        let mut bars: BTreeMap<Obstacle, Vec<OrgId>> = BTreeMap::new();
        let promised = promised(ground, row);
        let (before, first) = (fixed.len(), edges.len());
        for (at, (offered, mentor)) in mentors.iter().enumerate() {
            let case = Case { ground, landscape, weights, row, offered, mentor };
            let Some(theme) = offered.themes.iter().find(|theme| same(theme, row)) else { continue };
            let obstacle = case.obstacle(theme);
            let decided =
                if promised == Some(mentor.school) { Some(DecisionKind::Accept) } else { case.pinned(obstacle) };
            if let (Some(why), None) = (obstacle, decided) {
                bars.entry(why).or_default().push(mentor.school);
                continue;
            }
            edges.push(case.edge(&need, needs.len(), at));
            fixed.extend(decided.map(|kind| Fixed { need: needs.len(), mentor: at, kind }));
        }
        if promised.is_some() && fixed.len() == before {
            // Promised to somebody who offers nothing any more: the two schools have it in hand.
            edges.retain(|edge: &Edge| edge.need != needs.len());
            continue;
        }
        level(&mut edges[first..]);
        need.bars = bars.into_iter().map(|(why, mentors)| Bar { why, mentors }).collect();
        needs.push(need);
    }
    (needs, mentors.into_iter().map(|(_, mentor)| mentor).collect(), edges, fixed)
}

fn same(theme: &offer_theme::Model, need: &need::Model) -> bool {
    theme.theme_kind == need.theme_kind && theme.theme == need.theme
}

fn need(ground: &Ground, row: &need::Model) -> Need {
    let skills = ground.weak.get(&row.id).into_iter().flatten();
    let skill = |skill: &crate::entity::schools::need_skill::Model| WeakSkill {
        id: skill.skill_id,
        short: ground.chips.get(&skill.skill_id).cloned().unwrap_or_default(),
        // Of so few pupils the share would tell who they are.
        done: skill.share_done.filter(|share| !few(*share, skill.pupils)).map(i64::from),
    };
    Need {
        id: row.id,
        school: row.school_id,
        theme: Theme { kind: row.theme_kind, code: row.theme.clone() },
        priority: i64::from(row.priority),
        strength: i64::from(row.strength),
        skills: skills.map(skill).collect(),
        bars: Vec::new(),
    }
}

fn few(share: i32, pupils: Option<i32>) -> bool {
    pupils.is_some_and(|pupils| small((share * pupils + 50) / 100, pupils))
}

fn mentor(ground: &Ground, offered: &Offered) -> Mentor {
    let chair = |theme: &offer_theme::Model| Chair {
        theme: Theme { kind: theme.theme_kind, code: theme.theme.clone() },
        specialists: i64::from(theme.specialists),
        active: i64::from(theme.active),
        strength: theme.strength.map(i64::from),
        skills: offered
            .skills
            .iter()
            .filter(|skill| skill.theme_kind == theme.theme_kind && skill.theme == theme.theme)
            .filter_map(|skill| Some((skill.skill_id, i64::from(skill.share_done?))))
            .collect(),
    };
    let school = offered.row.school_id;
    let shown = ground.shown.iter().filter(|shown| shown.school == school);
    Mentor {
        school,
        capacity: i64::from(offered.row.capacity),
        active: i64::from(offered.row.active),
        chairs: offered.themes.iter().map(chair).collect(),
        shown: shown.map(|s| Shown { skill: s.skill, practices: s.practices, events: s.events }).collect(),
    }
}

/// Whom a pair that is being agreed on names already.
fn promised(ground: &Ground, row: &need::Model) -> Option<OrgId> {
    let live = ground.pairings.iter().filter(|pair| about(pair, row) && pair.state.live());
    live.max_by_key(|pair| pair.id).map(|pair| pair.mentor_id)
}

fn about(pair: &pairing::Model, row: &need::Model) -> bool {
    pair.mentee_id == row.school_id && pair.theme_kind == row.theme_kind && pair.theme == row.theme
}

/// One mentor before one need.
struct Case<'a> {
    ground: &'a Ground,
    landscape: &'a Landscape,
    weights: &'a Weights,
    row: &'a need::Model,
    offered: &'a Offered,
    mentor: &'a Mentor,
}

impl Case<'_> {
    fn obstacle(&self, theme: &offer_theme::Model) -> Option<Obstacle> {
        let (mentor, school) = (self.mentor.school, self.row.school_id);
        let declined = |pair: &&pairing::Model| {
            pair.mentor_id == mentor
                && about(pair, self.row)
                && pair.year == self.year()
                && matches!(pair.state, PairState::Declined | PairState::Vetoed)
        };
        let full = self.mentor.capacity <= self.mentor.active || theme.specialists <= theme.active;
        let found = [
            (mentor == school, Obstacle::Itself),
            (self.ground.struggling.contains(&mentor), Obstacle::Struggling),
            (self.ground.asking.contains(&(mentor, self.row.theme.clone())), Obstacle::NeedsItself),
            (!self.teaches(theme), Obstacle::Grades),
            (!self.speaks(), Obstacle::Language),
            (self.decided(DecisionKind::Veto), Obstacle::Veto),
            (self.wish(school, mentor, true).is_some() || self.wish(mentor, school, true).is_some(), Obstacle::Wish),
            (self.ground.pairings.iter().any(|pair| declined(&pair)), Obstacle::Declined),
            (full, Obstacle::Full),
        ];
        found.into_iter().find(|(is, _)| *is).map(|(_, why)| why).or_else(|| self.apart())
    }

    /// What a coordinator may overrule with a reason.
    fn apart(&self) -> Option<Obstacle> {
        let likeness = self.likeness();
        let unimportant = self.weights.context == 0 && self.weights.min_likeness == 0;
        match &likeness {
            None if !unimportant => return Some(Obstacle::NoContext),
            Some(likeness) if thousandths(likeness.score) < self.weights.min_likeness => return Some(Obstacle::Unlike),
            _ => {}
        }
        let limit = self.offered.row.max_minutes.map_or(i64::MAX, i64::from).min(self.weights.minutes_limit);
        let far = self.minutes().is_some_and(|minutes| minutes > limit);
        (far && !self.offered.row.online).then_some(Obstacle::Far)
    }

    fn year(&self) -> i32 {
        self.ground.year
    }

    fn decided(&self, kind: DecisionKind) -> bool {
        let (need, mentor) = (self.row.id, self.mentor.school);
        self.ground.decisions.iter().any(|row| row.kind == kind && row.need_id == need && row.mentor_id == mentor)
    }

    fn pinned(&self, obstacle: Option<Obstacle>) -> Option<DecisionKind> {
        let stands = obstacle.is_none_or(Obstacle::soft);
        (stands && self.decided(DecisionKind::Pin)).then_some(DecisionKind::Pin)
    }

    /// A wish of one school about another: of this theme, or of all.
    fn wish(&self, of: OrgId, about: OrgId, veto: bool) -> Option<&school_wish::Model> {
        let own = |theme: &Option<String>| theme.as_deref().is_none_or(|theme| theme == self.row.theme);
        let mut wishes = self.ground.wishes.iter();
        wishes.find(|wish| wish.school_id == of && wish.other_id == about && wish.veto == veto && own(&wish.theme))
    }

    /// Grades of the need are grades of the mentor, as its offer says and as the school is.
    fn teaches(&self, theme: &offer_theme::Model) -> bool {
        let (Some(from), Some(to)) = (self.row.grade_from, self.row.grade_to) else { return true };
        let last = self.context(self.mentor.school).and_then(|context| context.kind).map(|kind| kind.last_grade());
        theme.grade_from.is_none_or(|first| first <= from)
            && theme.grade_to.is_none_or(|last| last >= to)
            && last.is_none_or(|last| last >= to)
    }

    fn speaks(&self) -> bool {
        let words = |list: &str| {
            let words: Vec<String> =
                list.split(',').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect();
            if words.is_empty() { vec![RUSSIAN.to_owned()] } else { words }
        };
        let ours = words(self.context(self.row.school_id).map_or("", |context| context.languages.as_str()));
        let theirs = words(&self.offered.row.languages);
        ours.iter().any(|word| theirs.contains(word))
    }

    fn context(&self, school: OrgId) -> Option<&school_context::Model> {
        self.ground.contexts.get(&school)
    }

    fn likeness(&self) -> Option<Likeness> {
        self.landscape.pair(self.row.school_id, self.mentor.school)
    }

    fn neighbours(&self) -> bool {
        let place = |school: OrgId| self.ground.schools.get(&school).and_then(|row| row.parent_id);
        let own = place(self.row.school_id);
        own.is_some() && own == place(self.mentor.school)
    }

    /// By coordinates, or over the centre of the municipality both are in.
    fn minutes(&self) -> Option<i64> {
        let (ours, theirs) = (self.context(self.row.school_id)?, self.context(self.mentor.school)?);
        let place =
            |row: &school_context::Model| Some((f64::from(row.latitude?) / 1e6, f64::from(row.longitude?) / 1e6));
        if let (Some(a), Some(b)) = (place(ours), place(theirs)) {
            #[expect(clippy::cast_possible_truncation, reason = "minutes on this planet")]
            let minutes = (kilometres(a, b) * MINUTES_A_KM / 5.0).round() as i64 * 5;
            return Some(minutes.max(5));
        }
        let both = ours.minutes_to_centre.zip(theirs.minutes_to_centre).filter(|_| self.neighbours());
        both.map(|(ours, theirs)| i64::from(ours) + i64::from(theirs))
    }

    fn edge(&self, need: &Need, at: usize, mentor: usize) -> Edge {
        let (school, other) = (self.row.school_id, self.mentor.school);
        let rank = |wish: Option<&school_wish::Model>| wish.and_then(|wish| wish.rank).map(i64::from);
        let (wished, wishes) = (rank(self.wish(school, other, false)), rank(self.wish(other, school, false)));
        let done = |pair: &&pairing::Model| {
            pair.state == PairState::Completed && pair.mentee_id == school && pair.mentor_id == other
        };
        let completed = i64::try_from(self.ground.pairings.iter().filter(done).count()).unwrap_or(0);
        let chair = self.mentor.chairs.iter().find(|chair| chair.theme == need.theme);
        let (likeness, minutes, online) = (self.likeness(), self.minutes(), self.offered.row.online);
        let parts = Parts {
            context: likeness.as_ref().map(|likeness| thousandths(likeness.score)),
            complementarity: chair.and_then(|chair| score::complementarity(need, chair)),
            practice: score::practice(need, &self.mentor.shown),
            access: score::access(self.neighbours(), minutes, online),
            history: Some(score::history(wished, wishes, completed)),
        };
        Edge {
            need: at,
            mentor,
            parts,
            alike: likeness.as_ref().map(alike),
            minutes,
            neighbours: self.neighbours(),
            online,
            wished,
            wishes,
            completed,
            unproven: Vec::new(),
        }
    }
}

type PartOf = fn(&mut Parts) -> &mut Option<i64>;

/// All mentors of a need are measured by the same terms: what is known of some and not of others is nought for those, so
/// that nobody comes to the fore by telling nothing. What is known of nobody counts for nobody.
fn level(row: &mut [Edge]) {
    let parts: [(Term, PartOf); 2] =
        [(Term::Complementarity, |parts| &mut parts.complementarity), (Term::Access, |parts| &mut parts.access)];
    for (term, part) in parts {
        if row.iter_mut().any(|edge| part(&mut edge.parts).is_some()) {
            for edge in row.iter_mut().filter(|edge| edge.parts.of(term).is_none()) {
                *part(&mut edge.parts) = Some(0);
                edge.unproven.push(term);
            }
        }
    }
}

fn alike(likeness: &Likeness) -> Alike {
    let numbers = |named: &[crate::schools::likes::Compared]| {
        let number = |one: &crate::schools::likes::Compared| VARIABLES.iter().position(|v| *v == one.variable);
        named.iter().filter_map(number).collect()
    };
    Alike { rank: likeness.rank, of: likeness.of, near: numbers(&likeness.near), far: numbers(&likeness.far) }
}

fn thousandths(score: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
    let whole = (score * 1000.0).round() as i64;
    whole.clamp(0, 1000)
}

/// Great circle.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat, lon) = ((b.0 - a.0).to_radians() / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = lat.sin().powi(2) + a.0.to_radians().cos() * b.0.to_radians().cos() * lon.sin().powi(2);
    12_742.0 * h.sqrt().min(1.0).asin()
}
