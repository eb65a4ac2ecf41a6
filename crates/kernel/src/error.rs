//! One closed error type and one table of codes. Status and code are data; the text people read is the web catalogue's.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($name:ident, $status:literal, $title:literal;)*) => {
        /// Every problem the API can answer with. The names are stable: clients branch on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(rename_all = "snake_case")]
        pub enum Code { $(#[doc = $title] $name),* }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }

            /// English title for developers.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

codes! {
    BadRequest, 400, "The request could not be read";
    WrongCredentials, 401, "Login or password is wrong";
    Unauthenticated, 401, "Sign in first";
    SessionEnded, 401, "The session has ended; sign in again";
    Forbidden, 403, "Your roles do not allow this";
    NotConfirmed, 403, "Wait until your school confirms you";
    ConsentRequired, 403, "Accept the current consent text first";
    TopicLocked, 403, "The topic is locked";
    NotMember, 403, "Only members of the space may do this";
    ReadOnly, 403, "You may read here but not write";
    SpaceArchived, 403, "The space was put away: it is read and not written";
    NotAuthor, 403, "Only the author may do this";
    EmailTaken, 409, "This address belongs to another account";
    NotFound, 404, "There is no such thing, or it is not for you";
    MethodNotAllowed, 405, "This address does not take that method";
    VersionConflict, 409, "Somebody changed it meanwhile";
    LoginTaken, 409, "This login belongs to another account";
    AlreadyExists, 409, "It exists already";
    KeyReused, 409, "The idempotency key was used for a different request";
    LastAdministrator, 409, "The network needs at least one administrator";
    WrongState, 409, "Its present state does not allow this";
    NotIndependent, 409, "An expert must not come from the authors' schools";
    ReviewsMissing, 409, "The experts are not done, or differ too much";
    InUse, 409, "Something still depends on it";
    AlreadyRegistered, 409, "This person has a place, or waits for one, already";
    NoPlaces, 409, "Every place is taken, and so is the waiting list";
    RegistrationClosed, 409, "Nobody can register for it now";
    NotInvited, 403, "It gathers people of other roles";
    SchoolQuota, 409, "The school has as many places as one school may have";
    NoOffer, 409, "The mentor school offers no help in this now";
    MentorFull, 409, "The mentor school helps as many schools as it offered";
    AlreadyMentored, 409, "A mentor works with this school in this already";
    PairingCircle, 409, "In this theme the school would help itself through others";
    AgreementMissing, 409, "No signed agreement of the two schools covers today";
    SchoolClosed, 409, "One of the schools is closed";
    SeriesTooLong, 422, "A series has at most 200 events within two years";
    QuotaExceeded, 409, "There is no room left for files";
    LinkExpired, 410, "The link has expired or was used";
    TooLarge, 413, "The request is too large";
    UnsupportedMedia, 415, "Send JSON";
    Invalid, 422, "Some fields are wrong";
    TooManyAttempts, 429, "Too many attempts; wait before the next";
    TooManyRequests, 429, "Too many requests; wait before the next";
    Internal, 500, "Something broke on our side";
    Busy, 503, "The service is busy; try again in a moment";
}

impl Code {
    /// `snake_case` name as sent on the wire.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// What is wrong with one field. `field` is a JSON path such as `grades[2]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    pub field: String,
    /// `required`, `too_long`, `too_short`, `invalid`, `unknown`, `taken`, `too_many`, `closed`, `same`; of files also `empty`,
    /// `encrypted`, `damaged`, `program`, `picture_too_large`, `picture_format`, `too_large`, `nonsense`, `checksum`.
    pub code: &'static str,
}

/// Everything that can go wrong between a handler and the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("unauthenticated: {0:?}")]
    Unauthenticated(Code),
    /// Known to the caller, but not allowed.
    #[error("refused: {0:?}")]
    Refused(Code),
    /// Missing, or must look missing.
    #[error("not found")]
    Hidden,
    #[error("conflict: {0:?}")]
    Conflict(Code),
    /// A concurrent edit: carries the current state so that nothing typed is lost.
    #[error("version conflict")]
    Stale(Value),
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    #[error("too many: {0:?}, wait {1:?}")]
    TooMany(Code, Duration),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl Error {
    pub fn invalid(field: &str, code: &'static str) -> Self {
        Self::Invalid(vec![FieldError { field: field.to_owned(), code }])
    }

    pub fn code(&self) -> Code {
        match self {
            Self::Unauthenticated(code) | Self::Refused(code) | Self::Conflict(code) | Self::TooMany(code, _) => *code,
            Self::Hidden => Code::NotFound,
            Self::Stale(_) => Code::VersionConflict,
            Self::Invalid(_) => Code::Invalid,
            Self::Internal(_) => Code::Internal,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// Collects field errors, then answers all together.
#[derive(Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Adds an error unless `ok`.
    pub fn require(&mut self, ok: bool, field: &str, code: &'static str) -> &mut Self {
        if !ok {
            self.0.push(FieldError { field: field.to_owned(), code });
        }
        self
    }

    /// A text of 1 to `max` characters after trimming.
    pub fn text(&mut self, value: &str, max: usize, field: &str) -> &mut Self {
        let length = value.trim().chars().count();
        self.require(length > 0, field, "required").require(length <= max, field, "too_long")
    }

    /// A text of at most `max` characters.
    pub fn up_to(&mut self, value: &str, max: usize, field: &str) -> &mut Self {
        self.require(value.chars().count() <= max, field, "too_long")
    }

    /// # Errors
    /// `Invalid` with every error collected.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}
