//! Typed ids: UUIDv7 newtypes, so that a topic can never be passed where a post is meant.

/// Declares a UUIDv7 newtype that is a column value, a path parameter, JSON and an OpenAPI schema at once.
#[macro_export]
macro_rules! typed_id {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema, sea_orm::DeriveValueType,
        )]
        #[serde(transparent)]
        #[schema(value_type = String, format = "uuid")]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        /// Every primary key must say how a number becomes it; ours never come from one.
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

typed_id! {
    /// A person: teacher, head, coordinator, anyone with an account or an invitation.
    PersonId,
    /// A region, municipality, school, centre, unit or association.
    OrgId,
    /// One person in one organisation.
    AffiliationId,
    /// A role given to a person for a scope and a period.
    GrantId,
    /// A link that brings people in.
    InvitationId,
    /// A recorded consent to processing of personal data.
    ConsentId,
    /// A signed-in device.
    SessionId,
    /// A forum space.
    SpaceId,
    /// A section of a space.
    SectionId,
    /// A topic of a space.
    TopicId,
    /// A post of a topic.
    PostId,
    /// An entry of a person's inbox.
    NoticeId,
    /// A background job.
    JobId,
    /// A skill of the catalogue: what pupils of a grade should be able to do in a subject.
    SkillId,
    /// A stored file.
    FileId,
    /// A teaching practice of the bank.
    PracticeId,
    /// One version of a practice.
    PracticeVersionId,
    /// An expert's review of a version.
    ReviewId,
    /// A report of somebody who used a practice in class.
    AdoptionId,
    /// A collection of practices.
    CollectionId,
    /// A certificate of publication.
    CertificateId,
    /// A query somebody keeps.
    SavedSearchId,
    /// Something that gathers people: a seminar, an open lesson.
    EventId,
    /// A place somebody asked for at an event.
    RegistrationId,
    /// Somebody was seen at an event.
    AttendanceMarkId,
    /// A calendar somebody reads from a program of their own.
    CalendarFeedId,
    /// A certificate of participation in an event.
    EventCertificateId,
    /// Certificates of an event given at once.
    CertificateBatchId,
    /// Something handed out at an event: a file, a link, the recording.
    EventMaterialId,
    /// What was decided at an event.
    EventDecisionId,
    /// What somebody thought of an event.
    EventFeedbackId,
    /// A sheet filled while visiting a lesson.
    VisitSheetId,
    /// Events that one rule made.
    EventSeriesId,
    /// A plan kept to begin events from.
    EventTemplateId,
    /// Days of a territory that plans should know of: exams, holidays.
    CalendarDayId,
    /// People who come together or not at all.
    EventGroupId,
    /// Somebody without an account who comes to an event.
    EventGuestId,
    /// What is known of a school's intake and place in a year.
    SchoolContextId,
    /// A dated status of a school.
    SchoolStatusId,
    /// What a school needs help in.
    NeedId,
    /// What a school offers to others.
    OfferId,
    /// Weights of a territory by which pairs are proposed.
    MatchWeightsId,
    /// One proposal of all pairs of a territory.
    MatchRunId,
    /// A word of a coordinator on a proposed pair.
    MatchDecisionId,
    /// A mentor school and the school it helps.
    PairingId,
    /// What two schools have signed.
    AgreementId,
    /// Somebody of a pair.
    PairingPersonId,
    /// Two people of a pair who work with each other.
    PairingTieId,
    /// One thing a pair plans to do.
    PlanItemId,
    /// A visit of one school of a pair to the other.
    PairingVisitId,
    /// A half-year report of a pair.
    PairingReportId,
    /// A plan of a pair kept to begin others from.
    PlanTemplateId,
    /// What a pair measures to see whether it helps.
    EffectIndicatorId,
}
