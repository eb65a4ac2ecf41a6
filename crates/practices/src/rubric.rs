//! The experts' sheet: versioned, so that old reviews stay what they were.

/// The sheet in force.
pub const CURRENT: i32 = 1;

/// Each criterion is marked 1 to this.
pub const TOP: i32 = 10;

/// Two totals further apart than this ask for a third expert.
pub const APART: i32 = 12;

/// Experts of one version unless they differ.
pub const TWO: usize = 2;

/// Days an expert has.
pub const DAYS: i64 = 30;

/// Marks of one sheet, in the order of the sheet: result, efficiency, novelty, transfer, scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks(pub [i32; 5]);

impl Marks {
    pub fn valid(self) -> bool {
        self.0.iter().all(|mark| (1..=TOP).contains(mark))
    }

    pub fn total(self) -> i32 {
        self.0.iter().sum()
    }
}

/// Do two totals ask for a third expert?
pub fn differ(totals: &[i32]) -> bool {
    matches!((totals.iter().max(), totals.iter().min()), (Some(max), Some(min)) if max - min > APART)
}

/// How many sheets a decision needs, given those that are done.
pub fn needed(totals: &[i32]) -> usize {
    if totals.len() >= TWO && differ(totals) { TWO + 1 } else { TWO }
}

/// Mean total in tenths of a point. With a third sheet the two nearest each other count.
pub fn score(totals: &[i32]) -> Option<i32> {
    let mut sorted = totals.to_vec();
    sorted.sort_unstable();
    let counted = match sorted.as_slice() {
        [] => return None,
        [low, middle, high] if middle - low < high - middle => vec![*low, *middle],
        [low, middle, high] if middle - low > high - middle => vec![*middle, *high],
        all => all.to_vec(),
    };
    let count = i32::try_from(counted.len()).ok()?;
    Some((counted.iter().sum::<i32>() * 10 + count / 2) / count)
}
