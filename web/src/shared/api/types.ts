/** Shapes of the API, written by hand from the contract until `schema.d.ts` is generated. */
export type Id = string;
/** RFC 3339, UTC. */
export type Instant = string;

export type OrgKind = 'region' | 'municipality' | 'school' | 'centre' | 'unit' | 'association';
export type AssociationLevel = 'school' | 'municipal' | 'regional';
export type Role =
  | 'teacher'
  | 'school_head'
  | 'deputy_head'
  | 'association_leader'
  | 'mentor_coordinator'
  | 'curator'
  | 'municipal_coordinator'
  | 'regional_coordinator'
  | 'expert'
  | 'methodist'
  | 'tutor'
  | 'psychologist'
  | 'inspector'
  | 'observer'
  | 'administrator';
export type PersonStatus = 'pending' | 'confirmed' | 'blocked';
export type AffiliationStatus = 'pending' | 'confirmed' | 'ended' | 'refused';
export type SpaceKind = 'open' | 'association' | 'school' | 'municipality' | 'group';
export type JoinRule = 'auto' | 'request' | 'invitation';
export type SpaceRole = 'reader' | 'member' | 'moderator';
export type TopicKind = 'discussion' | 'question' | 'announcement';
export type Reaction = 'useful' | 'apply' | 'thanks';
export type WatchLevel = 'watching' | 'following' | 'normal' | 'muted';
export type NoticeKind =
  'mention' | 'reply' | 'accepted' | 'watched' | 'invitation' | 'request' | 'confirmation';
export type Locale = 'ru' | 'en';
export type Subject = string;

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface OrgRef {
  id: Id;
  kind: OrgKind;
  short_name: string;
}
export interface PersonRef {
  id: Id;
  surname: string;
  given_name: string;
  patronymic: string | null;
  position: string | null;
  subjects: Subject[];
  school: OrgRef | null;
}
export interface Affiliation {
  id: Id;
  org: OrgRef;
  status: AffiliationStatus;
  position: string | null;
  since: Instant | null;
}
export interface Grant {
  id: Id;
  role: Role;
  scope: OrgRef | null;
  since: string;
  until: string | null;
  basis: string;
}
export interface Consent {
  id: Id;
  kind: 'processing' | 'publication';
  version: number;
  given_at: Instant;
  withdrawn_at: Instant | null;
}
export interface ConsentText {
  kind: 'processing' | 'publication';
  version: number;
  text: string;
}
export interface Me {
  id: Id;
  surname: string;
  given_name: string;
  patronymic: string | null;
  position: string | null;
  about: string | null;
  email: string | null;
  email_confirmed: boolean;
  login: string;
  status: PersonStatus;
  subjects: Subject[];
  grades: number[];
  time_zone: string;
  locale: Locale;
  version: number;
  affiliations: Affiliation[];
  grants: Grant[];
  consents: Consent[];
  consent_required: ConsentText | null;
  can: { administer: boolean; invite: boolean; confirm: boolean; import: boolean; create_space: boolean };
}
export interface Session {
  id: Id;
  device: string;
  created_at: Instant;
  last_seen_at: Instant;
  current: boolean;
}
export interface SessionOpened {
  access_token: string;
  expires_in: number;
  me: Me;
}
export interface Person extends PersonRef {
  about: string | null;
  grades: number[];
  affiliations: Affiliation[];
  grants: Grant[];
  status: PersonStatus;
  joined_at: Instant;
  /** Only for the person and whoever looks after them. */
  email: string | null;
  can: { block: boolean; give_entry: boolean };
}
export interface Organisation {
  id: Id;
  kind: OrgKind;
  parent: OrgRef | null;
  path: OrgRef[];
  legal_name: string;
  short_name: string;
  place: string | null;
  school_type: string | null;
  time_zone: string;
  code: string | null;
  subject: Subject | null;
  level: AssociationLevel | null;
  about: string | null;
  version: number;
  closed: boolean;
  people_count: number;
  leaders: PersonRef[];
  my: {
    affiliation: Affiliation | null;
    can_edit: boolean;
    can_invite: boolean;
    can_confirm: boolean;
    can_join: boolean;
  };
}
export interface OrgSummary {
  id: Id;
  kind: OrgKind;
  short_name: string;
  legal_name: string;
  place: string | null;
  parent: OrgRef | null;
  people_count: number;
  subject: Subject | null;
}
export interface OrganisationInput {
  kind: OrgKind;
  parent_id: Id | null;
  legal_name: string;
  short_name: string;
  place?: string | null;
  school_type?: string | null;
  time_zone?: string;
  code?: string | null;
  subject?: Subject | null;
  level?: AssociationLevel | null;
  about?: string | null;
}
export interface OrgPerson {
  person: PersonRef;
  affiliation: Affiliation;
  roles: Role[];
}
export interface Confirmation {
  affiliation: Affiliation;
  person: PersonRef;
  email_confirmed: boolean;
  asked_at: Instant;
}
export interface GrantOfPerson {
  grant: Grant;
  person: PersonRef;
}
export interface Invitation {
  id: Id;
  org: OrgRef;
  role: Role;
  kind: 'single' | 'room';
  max_uses: number;
  used: number;
  expires_at: Instant;
  created_at: Instant;
  /** Absent: made by whoever runs the installation. */
  created_by: PersonRef | null;
  revoked: boolean;
  for_name: string | null;
}
export interface InvitationInput {
  org_id: Id;
  role: Role;
  kind: 'single' | 'room';
  max_uses?: number;
  days?: number;
  surname?: string;
  given_name?: string;
  patronymic?: string;
  position?: string;
}
export interface InvitationPreview {
  org: OrgRef;
  role: Role;
  kind: 'single' | 'room';
  surname?: string | null;
  given_name?: string | null;
  patronymic?: string | null;
  consent: ConsentText;
  expires_at: Instant;
}

export interface SpaceRef {
  id: Id;
  title: string;
  kind: SpaceKind;
}
export type SpaceState = 'none' | 'requested' | 'invited' | 'member';
export interface SpaceCard extends SpaceRef {
  about: string | null;
  org: OrgRef | null;
  join: JoinRule;
  private: boolean;
  topic_count: number;
  member_count: number;
  last_post_at: Instant | null;
  my: {
    role: SpaceRole | null;
    state: SpaceState;
    unread: number;
    unread_topics: number;
    watch: WatchLevel;
  };
}
export interface Section {
  id: Id;
  title: string;
  about: string | null;
  position: number;
  topic_count: number;
  unread: number;
  watch: WatchLevel;
}
export interface Space extends SpaceCard {
  sections: Section[];
  moderators: PersonRef[];
  version: number;
  can: { post: boolean; announce: boolean; moderate: boolean; edit: boolean; invite: boolean };
}
export interface Member {
  person: PersonRef;
  role: SpaceRole;
  state: SpaceState;
  since: Instant;
}
/** What every reader of a topic sees alike; live events carry this. */
export interface TopicShared {
  id: Id;
  space: SpaceRef;
  section: { id: Id; title: string } | null;
  kind: TopicKind;
  title: string;
  author: PersonRef;
  subject: Subject | null;
  grades: number[];
  tags: string[];
  pinned: boolean;
  locked: boolean;
  deleted: boolean;
  answered: boolean;
  post_count: number;
  last_no: number;
  created_at: Instant;
  last_post_at: Instant;
  last_post_by: PersonRef | null;
}
export interface TopicCard extends TopicShared {
  excerpt: string;
  my: { unread: number; last_read_no: number; watch: WatchLevel };
}
export interface Topic extends TopicShared {
  accepted_post_id: Id | null;
  accepted_no: number | null;
  version: number;
  my: { unread: number; last_read_no: number; watch: WatchLevel };
  can: { reply: boolean; moderate: boolean; edit: boolean; accept: boolean; watch: boolean };
  position: number;
}
export interface TopicInput {
  space_id: Id;
  section_id?: Id | null;
  kind: TopicKind;
  title: string;
  body: string;
  subject?: Subject | null;
  grades?: number[];
  tags?: string[];
}
export type Reactions = Record<Reaction, number>;
export interface Post {
  id: Id;
  topic_id: Id;
  no: number;
  author: PersonRef;
  html: string;
  version: number;
  reply_to: { post_id: Id; no: number; author: PersonRef } | null;
  created_at: Instant;
  edited_at: Instant | null;
  deleted: { by: PersonRef; at: Instant; reason: string | null } | null;
  reactions: Reactions;
}
export interface PostMarks {
  reactions: Reaction[];
  bookmarked: boolean;
}
export interface PostPage {
  posts: Post[];
  first_no: number;
  last_no: number;
  has_before: boolean;
  has_after: boolean;
  mine: Record<Id, PostMarks>;
  position: number;
}
export interface PostSource {
  post: Post;
  topic: { id: Id; title: string };
  /** Markdown, for those who may edit. */
  body: string | null;
}
export interface PostVersion {
  version: number;
  at: Instant;
  by: PersonRef;
  reason: string | null;
  html_diff: string;
  body: string;
}
export interface Bookmark {
  post: Post;
  topic: { id: Id; title: string };
  space: SpaceRef;
  created_at: Instant;
}
export interface Draft {
  key: string;
  title: string | null;
  body: string;
  revision: number;
  updated_at: Instant;
  extra?: unknown;
}
export interface Home {
  unread_total: number;
  spaces: SpaceCard[];
  unread_topics: TopicCard[];
  questions: TopicCard[];
  watched: TopicCard[];
  position: number;
}
export interface Notice {
  id: Id;
  kind: NoticeKind;
  actor: PersonRef | null;
  title: string;
  topic_id: Id | null;
  post_id: Id | null;
  post_no: number | null;
  space_id: Id | null;
  org_id: Id | null;
  excerpt: string | null;
  created_at: Instant;
  read: boolean;
}
export interface NoticePage extends Page<Notice> {
  unread: number;
}
