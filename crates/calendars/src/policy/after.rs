//! Who may do what with what stays of an event.

use kernel::{Code, Decision};

use super::{Facts, Seat};
use crate::kinds::{Access, EventState};

impl Seat {
    /// Adds materials, takes the event into the bank: those who manage it and those who spoke.
    pub fn attach(&self, facts: &Facts) -> Decision {
        match self.writing(facts, self.owner || self.runs || self.coordinates || self.speaker) {
            Decision::Allow if matches!(facts.state, EventState::Draft | EventState::Cancelled) => {
                Decision::Refuse(Code::WrongState)
            }
            decision => decision,
        }
    }

    /// Reads a material or the minutes. `confirmed`: their place is sure.
    pub fn read_after(&self, facts: &Facts, access: Access, confirmed: bool) -> Decision {
        match access {
            Access::Readers => self.see(facts),
            Access::Registered => self.connect(facts, confirmed),
        }
    }
}
