//! The life of an event as one total function.

use kernel::{Code, Error, Result};

use crate::kinds::EventState;

/// What somebody wants to do with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Save,
    /// Throws a draft away.
    Discard,
    Publish,
    Postpone,
    Cancel,
    /// Says that it took place.
    Hold,
    Close,
}

impl Act {
    pub const ALL: [Self; 7] =
        [Self::Save, Self::Discard, Self::Publish, Self::Postpone, Self::Cancel, Self::Hold, Self::Close];
}

/// The state afterwards.
///
/// # Errors
/// `wrong_state` for what cannot be done now.
pub fn after(state: EventState, act: Act) -> Result<EventState> {
    use EventState::{Cancelled, Closed, Draft, Held, Postponed, Published};
    match (state, act) {
        (Draft | Published | Postponed | Held, Act::Save) => Ok(state),
        (Draft, Act::Discard) => Ok(Cancelled),
        (Draft | Postponed, Act::Publish) => Ok(Published),
        (Published, Act::Postpone) => Ok(Postponed),
        (Published | Postponed, Act::Cancel) => Ok(Cancelled),
        (Published, Act::Hold) => Ok(Held),
        (Held, Act::Close) => Ok(Closed),
        (Draft | Published | Postponed | Held | Closed | Cancelled, _) => Err(Error::Conflict(Code::WrongState)),
    }
}
