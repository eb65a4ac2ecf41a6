//! The life of a pair and of its agreement, each as one total function.

use kernel::{Code, Error, Result};

use crate::kinds::{AgreementState, PairState};

/// What is done to a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The first of the two schools agrees.
    AgreeFirst,
    AgreeLast,
    Decline,
    Veto,
    Withdraw,
    Activate,
    Suspend,
    Resume,
    Complete,
    End,
}

impl Act {
    pub const ALL: [Self; 10] = [
        Self::AgreeFirst,
        Self::AgreeLast,
        Self::Decline,
        Self::Veto,
        Self::Withdraw,
        Self::Activate,
        Self::Suspend,
        Self::Resume,
        Self::Complete,
        Self::End,
    ];
}

/// The state afterwards.
///
/// # Errors
/// `wrong_state` for what cannot be done now.
pub fn after(state: PairState, act: Act) -> Result<PairState> {
    use PairState::{Active, Agreed, Completed, Declined, Ended, Proposed, Suspended, Vetoed, Withdrawn};
    match (state, act) {
        (Proposed, Act::AgreeFirst) => Ok(Proposed),
        (Proposed, Act::AgreeLast) => Ok(Agreed),
        (Proposed | Agreed, Act::Decline) => Ok(Declined),
        (Proposed | Agreed, Act::Veto) => Ok(Vetoed),
        (Proposed | Agreed, Act::Withdraw) => Ok(Withdrawn),
        (Agreed, Act::Activate) | (Suspended, Act::Resume) => Ok(Active),
        (Active, Act::Suspend) => Ok(Suspended),
        (Active | Suspended, Act::Complete) => Ok(Completed),
        (Active | Suspended, Act::End) => Ok(Ended),
        (
            Proposed | Agreed | Active | Suspended | Completed | Ended | Declined | Vetoed | Withdrawn,
            Act::AgreeFirst
            | Act::AgreeLast
            | Act::Decline
            | Act::Veto
            | Act::Withdraw
            | Act::Activate
            | Act::Suspend
            | Act::Resume
            | Act::Complete
            | Act::End,
        ) => Err(Error::Conflict(Code::WrongState)),
    }
}

/// What is done to an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperAct {
    Save,
    Send,
    /// Back to be written: what was signed of it counts no more.
    Recall,
    SignFirst,
    SignLast,
    /// Its last day has passed.
    Expire,
    Terminate,
}

impl PaperAct {
    pub const ALL: [Self; 7] =
        [Self::Save, Self::Send, Self::Recall, Self::SignFirst, Self::SignLast, Self::Expire, Self::Terminate];
}

/// The state of the agreement afterwards.
///
/// # Errors
/// `wrong_state` for what cannot be done now.
pub fn after_paper(state: AgreementState, act: PaperAct) -> Result<AgreementState> {
    use AgreementState::{Draft, Expired, Sent, Signed, SignedOne, Terminated};
    match (state, act) {
        (Draft, PaperAct::Save) | (Sent | SignedOne, PaperAct::Recall) => Ok(Draft),
        (Draft, PaperAct::Send) => Ok(Sent),
        (Sent, PaperAct::SignFirst) => Ok(SignedOne),
        (SignedOne, PaperAct::SignLast) => Ok(Signed),
        (Signed, PaperAct::Expire) => Ok(Expired),
        (Draft | Sent | SignedOne | Signed, PaperAct::Terminate) => Ok(Terminated),
        (
            Draft | Sent | SignedOne | Signed | Expired | Terminated,
            PaperAct::Save
            | PaperAct::Send
            | PaperAct::Recall
            | PaperAct::SignFirst
            | PaperAct::SignLast
            | PaperAct::Expire
            | PaperAct::Terminate,
        ) => Err(Error::Conflict(Code::WrongState)),
    }
}
