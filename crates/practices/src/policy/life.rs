//! The life of a version as one total function.

use kernel::{Code, Error, Result};

use crate::kinds::Stage;

/// What somebody wants to do with the version in work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A new version of what is shown.
    Revise,
    Save,
    /// Throws the version in work away.
    Discard,
    Submit,
    Withdraw,
    /// Lets it live in a school or association without review.
    Share,
    Admit,
    SendBack,
    Assign,
    Publish,
}

impl Act {
    pub const ALL: [Self; 10] = [
        Self::Revise,
        Self::Save,
        Self::Discard,
        Self::Submit,
        Self::Withdraw,
        Self::Share,
        Self::Admit,
        Self::SendBack,
        Self::Assign,
        Self::Publish,
    ];
}

/// The stage afterwards.
///
/// # Errors
/// `wrong_state` for what cannot be done now.
pub fn after(stage: Stage, act: Act) -> Result<Stage> {
    use Stage::{Draft, None, Review, Revision, Submitted};
    match (stage, act) {
        (None, Act::Revise) => Ok(Draft),
        (Draft, Act::Save) => Ok(Draft),
        (Revision, Act::Save) => Ok(Revision),
        (Draft | Revision, Act::Discard | Act::Share) => Ok(None),
        (Draft | Revision, Act::Submit) => Ok(Submitted),
        (Submitted, Act::Withdraw) => Ok(Draft),
        (Submitted, Act::Admit) => Ok(Review),
        (Submitted | Review, Act::SendBack) => Ok(Revision),
        (Review, Act::Assign) => Ok(Review),
        (Review, Act::Publish) => Ok(None),
        (None, _) | (Draft | Revision, _) | (Submitted, _) | (Review, _) => Err(Error::Conflict(Code::WrongState)),
    }
}
