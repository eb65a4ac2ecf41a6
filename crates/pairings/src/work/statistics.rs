//! Shares and how sure they are: intervals of Wilson for one share, of Newcombe for the difference of two, and the same
//! way once more for what changed in one against what changed in the other. Ninety-five of a hundred.

use crate::kinds::Verdict;

/// Of the normal distribution, for ninety-five of a hundred.
const Z: f64 = 1.959_963_984_540_054;

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub numerator: i32,
    pub denominator: i32,
}

/// A number with the interval it lies in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Count {
    /// Nothing when it is no share: nobody was counted, or more did than were asked.
    pub fn new(numerator: i32, denominator: i32) -> Option<Self> {
        (denominator > 0 && (0..=denominator).contains(&numerator)).then_some(Self { numerator, denominator })
    }

    /// Some of the people behind it can be guessed: fewer than five did, or fewer than five did not.
    pub fn small(self) -> bool {
        self.numerator < 5 || self.denominator - self.numerator < 5
    }

    /// Wilson's interval, without a correction for continuity.
    pub fn share(self) -> Estimate {
        let n = f64::from(self.denominator);
        let p = f64::from(self.numerator) / n;
        let z2 = Z * Z;
        let middle = (2.0 * n * p + z2) / (2.0 * (n + z2));
        let half = Z * (z2 + 4.0 * n * p * (1.0 - p)).sqrt() / (2.0 * (n + z2));
        // At the ends the formula is exact and the arithmetic is not.
        let low = if self.numerator == 0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if self.numerator == self.denominator { 1.0 } else { (middle + half).min(1.0) };
        Estimate { value: p, low, high }
    }
}

/// How much more the first is than the second: the distances of the two ends of each interval, squared and added. Of two
/// Wilson intervals it is Newcombe's tenth method.
pub fn difference(first: Estimate, second: Estimate) -> Estimate {
    let value = first.value - second.value;
    let down = (first.value - first.low).hypot(second.high - second.value);
    let up = (first.high - first.value).hypot(second.value - second.low);
    Estimate { value, low: value - down, high: value + up }
}

/// What a difference says. `less`: less of it is better. No difference is no data, never a nought.
pub fn verdict(difference: Option<Estimate>, less: bool) -> Verdict {
    let Some(Estimate { low, high, .. }) = difference else { return Verdict::NoData };
    match (low > 0.0, high < 0.0) {
        (true, _) => {
            if less {
                Verdict::Worse
            } else {
                Verdict::Better
            }
        }
        (_, true) => {
            if less {
                Verdict::Better
            } else {
                Verdict::Worse
            }
        }
        (false, false) => Verdict::WithinError,
    }
}

/// Whole percent, as papers and pages say it.
pub fn percent(share: f64) -> i32 {
    // At most 200 either way: the difference of two differences.
    (share * 100.0).round() as i32
}
