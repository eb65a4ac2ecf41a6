//! The life of an item of a plan and of a visit, each as one total function.

use kernel::{Code, Error, Result};

use crate::kinds::{PlanState, VisitState};

/// What somebody, or an event, does with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemAct {
    Change,
    /// Becomes an event, a visit or a document.
    Become,
    Do,
    Cancel,
    Reopen,
}

impl ItemAct {
    pub const ALL: [Self; 5] = [Self::Change, Self::Become, Self::Do, Self::Cancel, Self::Reopen];
}

/// The state afterwards.
///
/// # Errors
/// `wrong_state` for what cannot be done now.
pub fn item_after(state: PlanState, act: ItemAct) -> Result<PlanState> {
    use PlanState::{Cancelled, Done, Planned};
    match (state, act) {
        (Planned, ItemAct::Change | ItemAct::Become) | (Done | Cancelled, ItemAct::Reopen) => Ok(Planned),
        (Planned, ItemAct::Do) => Ok(Done),
        (Planned, ItemAct::Cancel) => Ok(Cancelled),
        (Planned | Done | Cancelled, _) => Err(Error::Conflict(Code::WrongState)),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitAct {
    Change,
    Hold,
    /// The second signature is there with it.
    Sign {
        last: bool,
    },
    Miss,
}

impl VisitAct {
    pub const ALL: [Self; 5] =
        [Self::Change, Self::Hold, Self::Sign { last: false }, Self::Sign { last: true }, Self::Miss];
}

/// The state afterwards.
///
/// # Errors
/// `wrong_state` for what cannot be done now.
pub fn visit_after(state: VisitState, act: VisitAct) -> Result<VisitState> {
    use VisitState::{Held, Missed, Planned, Signed};
    match (state, act) {
        (Planned | Held, VisitAct::Change) => Ok(state),
        (Planned, VisitAct::Hold) | (Held, VisitAct::Sign { last: false }) => Ok(Held),
        (Held, VisitAct::Sign { last: true }) => Ok(Signed),
        (Planned, VisitAct::Miss) => Ok(Missed),
        (Planned | Held | Signed | Missed, _) => Err(Error::Conflict(Code::WrongState)),
    }
}
