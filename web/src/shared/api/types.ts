/** Shapes of the API under short names; `schema.d.ts` is generated from the server's document (`npm run types`). */
import type { Whole } from './paths';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Id = string;
/** RFC 3339, UTC. */
export type Instant = string;
export type Locale = 'ru' | 'en';
/** A code of `shared/words/subjects`. */
export type Subject = string;

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type AffiliationStatus = Schemas['AffiliationStatus'];
export type AssociationLevel = Schemas['AssociationLevel'];
export type ErrorCode = Schemas['Code'];
export type JoinRule = Schemas['JoinRule'];
export type MemberState = Schemas['MemberState'];
export type NoticeKind = Schemas['NoticeKind'];
export type OrgKind = Schemas['OrgKind'];
export type PersonStatus = Schemas['PersonStatus'];
export type Reaction = Schemas['Reaction'];
export type Role = Schemas['Role'];
export type SpaceKind = Schemas['SpaceKind'];
export type SpaceRole = Schemas['SpaceRole'];
export type SpaceState = Schemas['MyState'];
export type TopicKind = Schemas['TopicKind'];
export type WatchLevel = Schemas['WatchLevel'];
export type PracticeKind = Schemas['PracticeKind'];
export type PracticeLevel = Schemas['PracticeLevel'];
export type PracticeStage = Schemas['PracticeStage'];
export type Licence = Schemas['Licence'];
export type Outcome = Schemas['Outcome'];
export type Verdict = Schemas['Verdict'];
export type EventAudience = Schemas['EventAudience'];
export type EventKind = Schemas['EventKind'];
export type EventLevel = Schemas['EventLevel'];
export type EventState = Schemas['EventState'];
export type RegistrationMode = Schemas['RegistrationMode'];
export type RegistrationState = Schemas['RegistrationState'];
export type AttendanceMethod = Schemas['AttendanceMethod'];
/** How one takes part: in a room, or from afar. */
export type Way = Schemas['Way'];
export type PracticeUse = 'viewed' | 'downloaded' | 'cited';

// Pairs of schools: what is known of a school.
export type ContextShareKey = Schemas['ContextShareKey'];
export type ContextLevelKey = Schemas['ContextLevelKey'];
export type ContextSchoolKind = Schemas['ContextSchoolKind'];
export type SchoolStatusKind = Schemas['SchoolStatusKind'];
export type NeedSource = Schemas['NeedSource'];
export type NeedState = Schemas['NeedState'];
export type OfferState = Schemas['OfferState'];
export type ContextFormFields = Whole<Schemas['ContextFormFields']>;
export type ContextLevelField = Whole<Schemas['ContextLevelField']>;
export type ContextCompleteness = Whole<Schemas['ContextCompleteness']>;
export type SchoolContext = Whole<Schemas['SchoolContext']>;
export type SchoolContextBody = Schemas['SchoolContextForm'];
export type SchoolStatus = Whole<Schemas['SchoolStatus']>;
export type StatusTerm = Whole<Schemas['StatusTerm']>;
export type SchoolNeed = Whole<Schemas['SchoolNeed']>;
export type SuggestedNeed = Whole<Schemas['SuggestedNeed']>;
export type NeedBody = Schemas['NeedForm'];
export type OfferDesk = Whole<Schemas['OfferDesk']>;
export type HelpingSchool = Whole<Schemas['HelpingSchool']>;
export type SchoolOffer = Whole<Schemas['SchoolOffer']>;
export type OfferBody = Schemas['OfferForm'];
export type LikeSchools = Whole<Schemas['LikeSchools']>;
export type LikeSchool = Whole<Schemas['LikeSchool']>;
export type TerritorySchool = Whole<Schemas['TerritorySchool']>;
export type ContextsImported = Whole<Schemas['ContextsImported']>;
export type ContextImportError = Whole<Schemas['ContextImportError']>;
export type LikenessValue = Whole<Schemas['LikenessValue']>;
export type SchoolPartnership = Whole<Schemas['SchoolPartnership']>;
export type SchoolCurator = Whole<Schemas['SchoolCurator']>;
export type TerritoryCurators = Whole<Schemas['TerritoryCurators']>;

// Answers.
export type OrgRef = Whole<Schemas['OrgRef']>;
export type PersonRef = Whole<Schemas['PersonRef']>;
export type Affiliation = Whole<Schemas['Affiliation']>;
export type Grant = Whole<Schemas['Grant']>;
export type Refusal = Whole<Schemas['Refusal']>;
export type Consent = Whole<Schemas['Consent']>;
export type ConsentText = Whole<Schemas['ConsentText']>;
export type Me = Whole<Schemas['Me']>;
export type Session = Whole<Schemas['SessionView']>;
export type SessionOpened = Whole<Schemas['SessionOpened']>;
export type Person = Whole<Schemas['Person']>;
export type Organisation = Whole<Schemas['Organisation']>;
export type OrgSummary = Whole<Schemas['OrgSummary']>;
export type OrgPerson = Whole<Schemas['OrgPerson']>;
export type Confirmation = Whole<Schemas['Confirmation']>;
export type GrantOfPerson = Whole<Schemas['GrantOfPerson']>;
export type Invitation = Whole<Schemas['Invitation']>;
export type InvitationPreview = Whole<Schemas['InvitationPreview']>;
export type SpaceRef = Whole<Schemas['SpaceRef']>;
export type SpaceCard = Whole<Schemas['SpaceCard']>;
export type Section = Whole<Schemas['SectionCard']>;
export type Space = Whole<Schemas['Space']>;
export type Member = Whole<Schemas['Member']>;
export type TopicShared = Whole<Schemas['TopicShared']>;
/** What a card and a page of a topic have in common. */
export type TopicHead = Whole<Schemas['TopicHead']>;
export type TopicCard = Whole<Schemas['TopicCard']>;
export type Topic = Whole<Schemas['Topic']>;
export type Reactions = Whole<Schemas['Reactions']>;
export type Post = Whole<Schemas['Post']>;
export type PostMarks = Whole<Schemas['MyMarks']>;
export type PostPage = Whole<Schemas['PostPage']>;
export type PostSource = Whole<Schemas['OnePost']>;
export type PostVersion = Whole<Schemas['Version']>;
export type Bookmark = Whole<Schemas['Bookmark']>;
export type Draft = Whole<Schemas['Draft']>;
export type Home = Whole<Schemas['Home']>;
export type Notice = Whole<Schemas['Notice']>;
export type NoticePage = Whole<Schemas['NoticePage']>;
export type FileRef = Whole<Schemas['FileRef']>;
export type FilePlace = Schemas['FilePlace'];
export type FileLinks = Whole<Schemas['FileLinks']>;
export type FilePreview = Whole<Schemas['FilePreview']>;
export type Upload = Whole<Schemas['Upload']>;
export type Skill = Whole<Schemas['Skill']>;
export type SkillReport = Whole<Schemas['SkillsImported']>;
export type SavedSearch = Whole<Schemas['SavedSearch']>;
export type SearchPage = Whole<Schemas['SearchPage']>;
export type Found = Whole<Schemas['FoundItem']>;
export type FacetValue = Whole<Schemas['FacetValue']>;
export type DidToQuery = Whole<Schemas['DidToQuery']>;
export type TextPiece = Whole<Schemas['Piece']>;
export type Suggestions = Whole<Schemas['Suggestions']>;
export type SkillChip = Whole<Schemas['SkillChip']>;
/** What is written about a practice. */
export type Passport = Whole<Schemas['Passport']>;
export type PracticeCard = Whole<Schemas['PracticeCard']>;
export type Practice = Whole<Schemas['Practice']>;
/** The version of a practice that is in work. */
export type PracticeWork = Whole<Schemas['PracticeWork']>;
export type Remark = Whole<Schemas['PracticeRemark']>;
export type Review = Whole<Schemas['Review']>;
export type Reviewing = Whole<Schemas['Reviewing']>;
export type Adoption = Whole<Schemas['Adoption']>;
export type CollectionCard = Whole<Schemas['CollectionCard']>;
export type Collection = Whole<Schemas['Collection']>;
export type EventCard = Whole<Schemas['EventCard']>;
export type EventMine = Whole<Schemas['EventMine']>;
export type EventSeats = Whole<Schemas['EventSeats']>;
export type EventPage = Whole<Schemas['EventPage']>;
/** What is written about an event. */
export type EventPlan = Whole<Schemas['EventPlan']>;
export type EventRegistration = Whole<Schemas['EventRegistration']>;
export type EventCoverage = Whole<Schemas['EventCoverage']>;
export type Attendance = Whole<Schemas['Attendance']>;
export type AttendanceOutcome = Whole<Schemas['AttendanceOutcome']>;
export type EventKept = Whole<Schemas['EventKept']>;
export type EventClash = Whole<Schemas['EventClash']>;
export type CalendarDay = Whole<Schemas['CalendarDay']>;
export type EventCertificate = Whole<Schemas['EventCertificate']>;
export type CertificateLine = Whole<Schemas['EventCertificateRow']>;
export type CertificateForm = Whole<Schemas['EventCertificateForm']>;
export type EventMaterial = Whole<Schemas['EventMaterial']>;
export type EventMinutes = Whole<Schemas['EventMinutes']>;
export type FeedbackForm = Whole<Schemas['EventFeedbackForm']>;
export type EventQuestionSummary = Whole<Schemas['EventQuestionSummary']>;
export type EventFollowUp = Whole<Schemas['EventFollowUp']>;
export type FollowUpChange = Schemas['EventOutcomeWord'];
export type EventGuest = Whole<Schemas['EventGuest']>;
export type EventChange = Whole<Schemas['EventChange']>;
export type EventTemplate = Whole<Schemas['EventTemplate']>;
export type JoinLogOutcome = Whole<Schemas['JoinLogOutcome']>;
export type JoinLogRow = Whole<Schemas['JoinLogRow']>;
export type VisitSheetCard = Whole<Schemas['VisitSheetCard']>;
export type VisitSheet = Whole<Schemas['VisitSheet']>;
export type VisitCriteria = VisitSheet['criteria'];
export type EventReminders = Whole<Schemas['EventReminders']>;
export type CalendarDaysImported = Whole<Schemas['CalendarDaysImported']>;
export type GuestPlace = Whole<Schemas['GuestPlace']>;
export type CalendarFeed = Whole<Schemas['CalendarFeed']>;

// What is sent.
export type OrganisationInput = Schemas['NewOrganisation'];
export type InvitationInput = Schemas['NewInvitation'];
export type TopicInput = Schemas['CreateTopic'];
