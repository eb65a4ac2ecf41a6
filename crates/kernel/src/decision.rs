//! What a policy answers.

use crate::error::{Code, Error};

/// The answer of a policy. `Hide` is indistinguishable from a missing resource for whoever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Allow,
    Refuse(Code),
    Hide,
}

impl Decision {
    /// # Errors
    /// `Refused` or `Hidden`, unless allowed.
    pub fn or_refuse(self) -> Result<(), Error> {
        match self {
            Self::Allow => Ok(()),
            Self::Refuse(code) => Err(Error::Refused(code)),
            Self::Hide => Err(Error::Hidden),
        }
    }

    pub fn allowed(self) -> bool {
        self == Self::Allow
    }
}
