//! What was changed in one event of a series, carried over to another: its other fields stay its own.

use chrono::TimeDelta;

use crate::{
    plan::{EventPlan, When},
    wall,
};

/// Copies each named field that differs between `$old` and `$new`.
macro_rules! copied {
    ($old:expr, $new:expr, $other:expr, $($field:ident),* $(,)?) => {
        $(if $old.$field != $new.$field {
            $other.$field = $new.$field.clone();
        })*
    };
}

/// How dates of others move.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shift {
    by: TimeDelta,
    /// From beginning to end, when that is another now.
    length: Option<TimeDelta>,
    /// From the end of registration to the beginning, when that is another now; inside none: no end before it begins.
    until: Option<Option<TimeDelta>>,
    /// The same of the day until which places are kept.
    kept: Option<Option<TimeDelta>>,
}

impl Shift {
    /// Between two states of one event, both with dates.
    pub fn between(old: When, new: When) -> Option<Self> {
        let (was, now) = (old.starts?.0, new.starts?.0);
        let (was_end, now_end) = (old.ends?.0, new.ends?.0);
        let before = |when: When| Some(when.starts?.0 - when.register_until?.0);
        let kept = |when: When| Some(when.starts?.0 - when.kept_until?.0);
        Some(Self {
            by: now - was,
            length: Some(now_end - now).filter(|length| *length != was_end - was),
            until: Some(before(new)).filter(|until| *until != before(old)),
            kept: Some(kept(new)).filter(|until| *until != kept(old)),
        })
    }

    fn apply(self, when: When, other: &mut EventPlan) -> Option<()> {
        let (starts, ends) = (when.starts?.0 + self.by, when.ends?.0 + self.by);
        other.starts = Some(wall::write(starts));
        other.ends = Some(wall::write(self.length.map_or(ends, |length| starts + length)));
        other.register_until = match self.until {
            Some(until) => until.map(|before| wall::write(starts - before)),
            None => when.register_until.map(|(until, _)| wall::write(until + self.by)),
        };
        other.kept_until = match self.kept {
            Some(until) => until.map(|before| wall::write(starts - before)),
            None => when.kept_until.map(|(until, _)| wall::write(until + self.by)),
        };
        Some(())
    }
}

/// The other plan after the change from `old` to `new`; nothing when it has no dates to move.
pub fn carry(old: &EventPlan, new: &EventPlan, shift: Shift, when: When, mut other: EventPlan) -> Option<EventPlan> {
    copied!(
        old,
        new,
        other,
        kind,
        title,
        summary,
        body,
        host,
        co_hosts,
        association,
        speakers,
        subjects,
        grades,
        skills,
        programme,
        time_zone,
        place,
        link,
        level,
        audience,
        places,
        roles,
        registration,
        room,
        online,
        guests,
        per_school,
        kept_for,
    );
    shift.apply(when, &mut other)?;
    Some(other)
}
