//! How far a pair is: counted of its items, pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    entity::work::plan_item,
    kinds::{PlanForm, PlanState, Side},
};

/// Items of one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanFormCount {
    pub form: PlanForm,
    pub planned: i32,
    pub done: i32,
}

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanDeed {
    pub person_id: PersonId,
    pub side: Side,
    /// Items they did, and those they are to do.
    pub done: i32,
    pub planned: i32,
    pub minutes: i32,
}

/// How far a pair is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanProgress {
    /// Without what was cancelled.
    pub total: i32,
    pub done: i32,
    pub cancelled: i32,
    /// Planned for a day that has passed.
    pub overdue: i32,
    /// Whole percent; absent while nothing is planned.
    pub percent: Option<i32>,
    /// Minutes of what was done by people of a side; what nobody is named for counts for both.
    pub mentor_minutes: i32,
    pub mentee_minutes: i32,
    pub forms: Vec<PlanFormCount>,
    pub people: Vec<PlanDeed>,
}

/// Counts items as of a day.
pub fn count(rows: &[plan_item::Model], today: NaiveDate) -> PlanProgress {
    let mut progress = PlanProgress::default();
    let mut forms: BTreeMap<PlanForm, (i32, i32)> = BTreeMap::new();
    let mut people: BTreeMap<(bool, PersonId), PlanDeed> = BTreeMap::new();
    for row in rows {
        let done = row.state == PlanState::Done;
        if row.state == PlanState::Cancelled {
            progress.cancelled += 1;
            continue;
        }
        progress.total += 1;
        progress.done += i32::from(done);
        progress.overdue += i32::from(overdue(row, today));
        let form = forms.entry(row.form).or_default();
        if done {
            form.1 += 1
        } else {
            form.0 += 1
        }
        let minutes = row.minutes.filter(|_| done).unwrap_or(0);
        let nobody = row.mentor_person_id.is_none() && row.mentee_person_id.is_none();
        if row.mentor_person_id.is_some() || nobody {
            progress.mentor_minutes += minutes;
        }
        if row.mentee_person_id.is_some() || nobody {
            progress.mentee_minutes += minutes;
        }
        for (side, person) in [(Side::Mentor, row.mentor_person_id), (Side::Mentee, row.mentee_person_id)] {
            let Some(person_id) = person else { continue };
            let deed = people.entry((side == Side::Mentee, person_id)).or_insert(PlanDeed {
                person_id,
                side,
                done: 0,
                planned: 0,
                minutes: 0,
            });
            deed.done += i32::from(done);
            deed.planned += i32::from(!done);
            deed.minutes += minutes;
        }
    }
    progress.percent = (progress.total > 0).then(|| (progress.done * 100 + progress.total / 2) / progress.total);
    progress.forms = forms.into_iter().map(|(form, (planned, done))| PlanFormCount { form, planned, done }).collect();
    progress.people = people.into_values().collect();
    progress
}

/// Was to be done by a day that has passed.
pub fn overdue(row: &plan_item::Model, today: NaiveDate) -> bool {
    row.state == PlanState::Planned && row.due.is_some_and(|due| due < today)
}
