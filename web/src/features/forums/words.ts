/** The closed words of the forums as people read them. */
import { m } from '$paraglide/messages';
import type { JoinRule, Reaction, SpaceKind, SpaceRole, TopicKind, WatchLevel } from '$shared/api';

type Words<K extends string> = Record<K, () => string>;

export const TOPIC_KINDS: Words<TopicKind> = {
  discussion: m.forums_kind_discussion,
  question: m.forums_kind_question,
  announcement: m.forums_kind_announcement,
};
export const SPACE_KINDS: Words<SpaceKind> = {
  open: m.forums_space_open,
  association: m.forums_space_association,
  school: m.forums_space_school,
  municipality: m.forums_space_municipality,
  group: m.forums_space_group,
};
export const JOIN_RULES: Words<JoinRule> = {
  auto: m.forums_join_auto,
  request: m.forums_join_request,
  invitation: m.forums_join_invitation,
};
export const SPACE_ROLES: Words<SpaceRole> = {
  reader: m.forums_role_reader,
  member: m.forums_role_member,
  moderator: m.forums_role_moderator,
};
export const WATCH_LEVELS: Record<WatchLevel, { name: () => string; help: () => string }> = {
  watching: { name: m.forums_watch_watching, help: m.forums_watch_watching_help },
  following: { name: m.forums_watch_following, help: m.forums_watch_following_help },
  normal: { name: m.forums_watch_normal, help: m.forums_watch_normal_help },
  muted: { name: m.forums_watch_muted, help: m.forums_watch_muted_help },
};
export const REACTIONS: Words<Reaction> = {
  useful: m.forums_reaction_useful,
  apply: m.forums_reaction_apply,
  thanks: m.forums_reaction_thanks,
};

export const keysOf = <K extends string>(table: Record<K, unknown>): K[] => Object.keys(table) as K[];

export const SPACE_KINDS_PLURAL: Words<SpaceKind> = {
  open: m.forums_spaces_open,
  association: m.forums_spaces_association,
  school: m.forums_spaces_school,
  municipality: m.forums_spaces_municipality,
  group: m.forums_spaces_group,
};
