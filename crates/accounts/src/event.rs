//! What happened here, in the past tense. Ids and enums only.
//!
//! Two kinds concern what a person may do *now* and go to that person's own stream, `user:<id>`:
//! `accounts.rights_changed` and `accounts.session_ended`. Everything else is for followers inside the house.

use kernel::{AffiliationId, ConsentId, GrantId, InvitationId, NewEvent, OrgId, PersonId, Role, SessionId, Stream};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::words::ConsentKind;

/// Anything that widens or narrows what a person may do.
pub const RIGHTS_CHANGED: &str = "accounts.rights_changed";
/// A device was signed out.
pub const SESSION_ENDED: &str = "accounts.session_ended";
/// A name, position or subject changed: whatever shows the person is out of date.
pub const PERSON_CHANGED: &str = "accounts.person_changed";
/// Out of every list and page, for a while or for good.
pub const PERSON_BLOCKED: &str = "accounts.person_blocked";
pub const PERSON_UNBLOCKED: &str = "accounts.person_unblocked";
pub const PERSON_ERASED: &str = "accounts.person_erased";
/// The body names the person and what they agreed to.
pub const CONSENT_GIVEN: &str = "accounts.consent_given";
pub const CONSENT_WITHDRAWN: &str = "accounts.consent_withdrawn";
pub const ORGANISATION_CHANGED: &str = "accounts.organisation_changed";
pub const AFFILIATION_ASKED: &str = "accounts.affiliation_asked";
pub const AFFILIATION_CONFIRMED: &str = "accounts.affiliation_confirmed";
pub const AFFILIATION_REFUSED: &str = "accounts.affiliation_refused";
pub const ROLE_REVOKED: &str = "accounts.role_revoked";

/// Body of the affiliation events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    pub affiliation: AffiliationId,
    pub person: PersonId,
    pub org: OrgId,
    /// The person had asked; otherwise somebody placed them.
    pub asked: bool,
}

/// Body of the grant events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granting {
    pub grant: GrantId,
    pub person: PersonId,
    pub role: Role,
    pub scope: Option<OrgId>,
}

/// Body of [`SESSION_ENDED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub session: SessionId,
}

/// An event of this feature with who caused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub by: Option<PersonId>,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    RightsChanged { person: PersonId },
    SessionStarted { person: PersonId, session: SessionId },
    SessionEnded { person: PersonId, session: SessionId },
    PersonCreated { person: PersonId },
    PersonChanged { person: PersonId },
    PersonConfirmed { person: PersonId },
    PersonBlocked { person: PersonId },
    PersonUnblocked { person: PersonId },
    PersonErased { person: PersonId },
    PasswordChanged { person: PersonId },
    OrganisationCreated { org: OrgId },
    OrganisationChanged { org: OrgId },
    AffiliationAsked(Joining),
    AffiliationConfirmed(Joining),
    AffiliationRefused(Joining),
    AffiliationEnded(Joining),
    RoleGranted(Granting),
    RoleRevoked(Granting),
    InvitationCreated { invitation: InvitationId, org: OrgId },
    InvitationAccepted { invitation: InvitationId, org: OrgId, person: PersonId },
    InvitationRevoked { invitation: InvitationId, org: OrgId },
    ConsentGiven { consent: ConsentId, person: PersonId, kind: ConsentKind, version: i32 },
    ConsentWithdrawn { consent: ConsentId, person: PersonId, kind: ConsentKind, version: i32 },
}

impl What {
    pub fn by(self, actor: PersonId) -> Event {
        Event { by: Some(actor), what: self }
    }

    /// By nobody signed in: the loader, a job, whoever runs the installation.
    pub fn by_house(self) -> Event {
        Event { by: None, what: self }
    }
}

/// Kind, audience, row and body of an event.
type Parts = (&'static str, Stream, Uuid, serde_json::Value);

impl From<Event> for NewEvent {
    fn from(event: Event) -> Self {
        let (kind, stream, subject, body) = parts(event.what);
        Self { kind, stream, subject, actor: event.by, body }
    }
}

fn parts(what: What) -> Parts {
    use What::*;
    match what {
        RightsChanged { person } => (RIGHTS_CHANGED, Stream::user(person), person.0, json!({})),
        SessionEnded { person, session } => (SESSION_ENDED, Stream::user(person), session.0, json!(Ended { session })),
        SessionStarted { person, session } => {
            inside("accounts.session_started", session.0, json!({ "person": person, "session": session }))
        }
        PersonCreated { person } => about_person("accounts.person_created", person),
        PersonChanged { person } => about_person(PERSON_CHANGED, person),
        PersonConfirmed { person } => about_person("accounts.person_confirmed", person),
        PersonBlocked { person } => about_person(PERSON_BLOCKED, person),
        PersonUnblocked { person } => about_person(PERSON_UNBLOCKED, person),
        PersonErased { person } => about_person(PERSON_ERASED, person),
        PasswordChanged { person } => about_person("accounts.password_changed", person),
        OrganisationCreated { org } => inside("accounts.organisation_created", org.0, json!({ "org": org })),
        OrganisationChanged { org } => inside(ORGANISATION_CHANGED, org.0, json!({ "org": org })),
        AffiliationAsked(body) => inside(AFFILIATION_ASKED, body.affiliation.0, json!(body)),
        AffiliationConfirmed(body) => inside(AFFILIATION_CONFIRMED, body.affiliation.0, json!(body)),
        AffiliationRefused(body) => inside(AFFILIATION_REFUSED, body.affiliation.0, json!(body)),
        AffiliationEnded(body) => inside("accounts.affiliation_ended", body.affiliation.0, json!(body)),
        RoleGranted(body) => inside("accounts.role_granted", body.grant.0, json!(body)),
        RoleRevoked(body) => inside(ROLE_REVOKED, body.grant.0, json!(body)),
        InvitationCreated { invitation, org } => {
            inside("accounts.invitation_created", invitation.0, json!({ "invitation": invitation, "org": org }))
        }
        InvitationAccepted { invitation, org, person } => inside(
            "accounts.invitation_accepted",
            invitation.0,
            json!({ "invitation": invitation, "org": org, "person": person }),
        ),
        InvitationRevoked { invitation, org } => {
            inside("accounts.invitation_revoked", invitation.0, json!({ "invitation": invitation, "org": org }))
        }
        ConsentGiven { consent, person, kind, version } => inside(
            CONSENT_GIVEN,
            consent.0,
            json!({ "consent": consent, "person": person, "kind": kind, "version": version }),
        ),
        ConsentWithdrawn { consent, person, kind, version } => inside(
            CONSENT_WITHDRAWN,
            consent.0,
            json!({ "consent": consent, "person": person, "kind": kind, "version": version }),
        ),
    }
}

fn inside(kind: &'static str, subject: Uuid, body: serde_json::Value) -> Parts {
    (kind, Stream::internal(subject), subject, body)
}

fn about_person(kind: &'static str, person: PersonId) -> Parts {
    inside(kind, person.0, json!({ "person": person }))
}
