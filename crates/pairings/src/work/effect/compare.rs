//! One indicator at three points beside like schools, pure.

use crate::{
    kinds::{EffectPoint, EffectWhose},
    work::statistics::{Count, Estimate, difference},
};

/// Numbers of one indicator; what nobody typed is absent.
#[derive(Clone, Debug, Default)]
pub struct Table(Vec<(EffectPoint, EffectWhose, Count)>);

impl Table {
    /// What is no share is left out, as if nobody had typed it.
    pub fn put(&mut self, point: EffectPoint, whose: EffectWhose, numerator: i32, denominator: i32) {
        if let Some(count) = Count::new(numerator, denominator) {
            self.0.retain(|(p, w, _)| (*p, *w) != (point, whose));
            self.0.push((point, whose, count));
        }
    }

    pub fn at(&self, point: EffectPoint, whose: EffectWhose) -> Option<Count> {
        self.0.iter().find(|(p, w, _)| (*p, *w) == (point, whose)).map(|(_, _, count)| *count)
    }

    fn both(&self, point: EffectPoint) -> bool {
        self.at(point, EffectWhose::Mentee).is_some() && self.at(point, EffectWhose::Alike).is_some()
    }

    /// The first and the last point at which both were measured.
    pub fn ends(&self) -> Option<(EffectPoint, EffectPoint)> {
        let first = EffectPoint::ALL.into_iter().find(|point| self.both(*point))?;
        let last = EffectPoint::ALL.into_iter().rev().find(|point| self.both(*point))?;
        (first != last).then_some((first, last))
    }
}

/// How much the school differs from like schools at a point.
pub fn difference_at(table: &Table, point: EffectPoint) -> Option<Estimate> {
    let mentee = table.at(point, EffectWhose::Mentee)?.share();
    let alike = table.at(point, EffectWhose::Alike)?.share();
    Some(difference(mentee, alike))
}

/// How much more has changed in the school than in like schools between the first point and the last.
pub fn change(table: &Table) -> Option<Estimate> {
    let (first, last) = table.ends()?;
    let moved = |whose| Some(difference(table.at(last, whose)?.share(), table.at(first, whose)?.share()));
    Some(difference(moved(EffectWhose::Mentee)?, moved(EffectWhose::Alike)?))
}
