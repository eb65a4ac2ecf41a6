//! Schools of a region by how alike they are. Pure: the same facts make the same landscape, in whatever order they come.

use std::{collections::HashMap, sync::OnceLock};

use kernel::OrgId;

use super::facts::{ENOUGH, Facts, VARIABLES, Value, Variable, whole};

/// Variables that are named of a pair, of each sort.
const NAMED: usize = 3;
/// Of a normal distribution: what the median of deviations is multiplied by.
const SIGMA: f64 = 1.4826;
/// The scale of likeness is the distance to so distant a neighbour.
const NEIGHBOUR: usize = 10;
/// Differences under this are none.
const ALIKE: f64 = 0.5;
/// No likeness can be told.
const UNKNOWN: f64 = f64::INFINITY;

/// A variable of two schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    pub variable: Variable,
    pub mine: Value,
    pub theirs: Value,
}

impl Compared {
    /// «Дети из неполных семей: 31 % и 28 %». `fine`: for those who may see the numbers themselves.
    pub fn words(&self, fine: bool) -> String {
        let (mine, theirs) = (self.mine.words(fine), self.theirs.words(fine));
        format!("{}: {mine} и {theirs}", self.variable.title())
    }
}

/// How alike two schools are.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// From 0 to 1.
    pub score: f64,
    /// 1 is the nearest of all that can be compared.
    pub rank: usize,
    pub of: usize,
    /// What makes them alike, the most alike first.
    pub near: Vec<Compared>,
    /// In what they differ, the most different first.
    pub far: Vec<Compared>,
}

type Scaled = [Option<f64>; VARIABLES.len()];

/// The schools of a region.
pub struct Landscape {
    schools: Vec<Facts>,
    places: HashMap<OrgId, usize>,
    scaled: Vec<Scaled>,
    /// Squared distances, row by row.
    squares: Vec<f64>,
    scale: f64,
    /// Of each school, the rank of each other; 0 is none.
    ranks: Vec<OnceLock<Vec<usize>>>,
}

impl Landscape {
    pub fn of(mut schools: Vec<Facts>) -> Self {
        schools.sort_by_key(|facts| facts.school);
        schools.dedup_by_key(|facts| facts.school);
        let scaled = scaled(&schools);
        let count = schools.len();
        let mut squares = vec![UNKNOWN; count * count];
        for i in 0..count {
            for j in i + 1..count {
                let square = square(&scaled[i], &scaled[j]);
                squares[i * count + j] = square;
                squares[j * count + i] = square;
            }
        }
        let scale = scale(&squares, count);
        let places = schools.iter().enumerate().map(|(place, facts)| (facts.school, place)).collect();
        let ranks = (0..count).map(|_| OnceLock::new()).collect();
        Self { schools, places, scaled, squares, scale, ranks }
    }

    pub fn schools(&self) -> &[Facts] {
        &self.schools
    }

    pub fn facts(&self, school: OrgId) -> Option<&Facts> {
        self.places.get(&school).map(|place| &self.schools[*place])
    }

    fn row(&self, place: usize) -> &[f64] {
        let count = self.schools.len();
        &self.squares[place * count..(place + 1) * count]
    }

    /// On the scale of the region's deviations; nothing where too little is known of one of them.
    pub fn distance(&self, mine: OrgId, theirs: OrgId) -> Option<f64> {
        let square = self.row(*self.places.get(&mine)?)[*self.places.get(&theirs)?];
        square.is_finite().then(|| square.sqrt())
    }

    /// How many schools this one can be compared with.
    pub fn comparable(&self, school: OrgId) -> usize {
        self.places.get(&school).map_or(0, |place| self.row(*place).iter().filter(|square| square.is_finite()).count())
    }

    fn ranks(&self, place: usize) -> &[usize] {
        self.ranks[place].get_or_init(|| {
            let row = self.row(place);
            let mut ranks = vec![0; row.len()];
            for (rank, other) in (1..).zip(ordered(row)) {
                ranks[other] = rank;
            }
            ranks
        })
    }

    /// How alike two schools are; nothing where too little is known of one of them.
    pub fn pair(&self, mine: OrgId, theirs: OrgId) -> Option<Likeness> {
        let (i, j) = (*self.places.get(&mine)?, *self.places.get(&theirs)?);
        let square = Some(self.row(i)[j]).filter(|square| square.is_finite())?;
        let (near, far) = self.compared(i, j);
        Some(Likeness {
            score: (-square / (2.0 * self.scale * self.scale)).exp(),
            rank: self.ranks(i)[j],
            of: self.comparable(mine),
            near,
            far,
        })
    }

    /// The schools most like this one, the nearest first.
    pub fn nearest(&self, school: OrgId, limit: usize) -> Vec<OrgId> {
        let Some(place) = self.places.get(&school) else { return Vec::new() };
        ordered(self.row(*place)).into_iter().take(limit).map(|other| self.schools[other].school).collect()
    }

    fn compared(&self, i: usize, j: usize) -> (Vec<Compared>, Vec<Compared>) {
        let mut gaps: Vec<(f64, usize)> = Vec::new();
        for place in 0..VARIABLES.len() {
            if let (Some(mine), Some(theirs)) = (self.scaled[i][place], self.scaled[j][place]) {
                gaps.push(((mine - theirs).abs(), place));
            }
        }
        gaps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let named = |place: usize| {
            let (mine, theirs) = (self.schools[i].measures[place]?, self.schools[j].measures[place]?);
            Some(Compared { variable: VARIABLES[place], mine: mine.value, theirs: theirs.value })
        };
        let far: Vec<usize> =
            gaps.iter().rev().take(NAMED).filter(|(gap, _)| *gap >= ALIKE).map(|(_, place)| *place).collect();
        let near = gaps.iter().map(|(_, place)| *place).filter(|place| !far.contains(place)).take(NAMED);
        (near.filter_map(named).collect(), far.iter().copied().filter_map(named).collect())
    }
}

/// Places of a row that can be compared, the nearest first; of equals the one with the smaller id.
fn ordered(row: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..row.len()).filter(|place| row[*place].is_finite()).collect();
    places.sort_by(|a, b| row[*a].total_cmp(&row[*b]).then(a.cmp(b)));
    places
}

/// Weighted over what is known of both, if that is enough.
fn square(mine: &Scaled, theirs: &Scaled) -> f64 {
    let (mut sum, mut known) = (0.0, 0.0);
    for ((variable, mine), theirs) in VARIABLES.iter().zip(mine).zip(theirs) {
        if let (Some(mine), Some(theirs)) = (mine, theirs) {
            sum += variable.weight() * (mine - theirs).powi(2);
            known += variable.weight();
        }
    }
    if known / whole() < ENOUGH { UNKNOWN } else { sum / known }
}

/// Each variable as deviations from the region's median.
fn scaled(schools: &[Facts]) -> Vec<Scaled> {
    let mut scaled = vec![[None; VARIABLES.len()]; schools.len()];
    for (place, variable) in VARIABLES.iter().enumerate() {
        let known: Vec<f64> = schools.iter().filter_map(|facts| facts.measures[place]).map(|m| m.at).collect();
        let Some(middle) = median(known.clone()) else { continue };
        let spread = median(known.iter().map(|at| (at - middle).abs()).collect()).unwrap_or(0.0);
        let unit = (SIGMA * spread).max(variable.floor());
        for (row, facts) in scaled.iter_mut().zip(schools) {
            row[place] = facts.measures[place].map(|measure| (measure.at - middle) / unit);
        }
    }
    scaled
}

/// The middle one; of an even count the mean of both.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let upper = *values.get(half)?;
    if values.len() % 2 == 1 { Some(upper) } else { Some(f64::midpoint(*values.get(half.checked_sub(1)?)?, upper)) }
}

/// The region's median of the distance to the tenth neighbour, or to the last where there are fewer.
fn scale(squares: &[f64], count: usize) -> f64 {
    let mut reach = Vec::with_capacity(count);
    for row in squares.chunks(count.max(1)) {
        let mut known: Vec<f64> = row.iter().copied().filter(|square| square.is_finite()).collect();
        known.sort_by(f64::total_cmp);
        let wanted = known.get(NEIGHBOUR - 1).or(known.last());
        reach.extend(wanted.map(|square| square.sqrt()));
    }
    // Schools that are all the same are all alike.
    median(reach).filter(|scale| *scale > 1e-9).unwrap_or(1.0)
}
