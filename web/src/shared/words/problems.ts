/** What people read when the server refuses, by code. */
import { m } from '$paraglide/messages';
import { asProblem, type Problem } from '$shared/api/problem';

const TEXTS: Record<string, () => string> = {
  offline: m.problem_offline,
  unavailable: m.problem_unavailable,
  internal: m.problem_internal,
  bad_request: m.problem_bad_request,
  invalid: m.problem_invalid,
  not_found: m.problem_not_found,
  forbidden: m.problem_forbidden,
  session_ended: m.problem_session_ended,
  wrong_credentials: m.problem_wrong_credentials,
  link_expired: m.problem_link_expired,
  login_taken: m.problem_login_taken,
  version_conflict: m.problem_version_conflict,
  topic_locked: m.problem_topic_locked,
  too_large: m.problem_too_large,
  not_confirmed: m.problem_not_confirmed,
  consent_required: m.problem_consent_required,
  unauthenticated: m.problem_unauthenticated,
  not_member: m.problem_not_member,
  read_only: m.problem_read_only,
  space_archived: m.problem_space_archived,
  not_author: m.problem_not_author,
  email_taken: m.problem_email_taken,
  method_not_allowed: m.problem_method_not_allowed,
  already_exists: m.problem_already_exists,
  key_reused: m.problem_key_reused,
  last_administrator: m.problem_last_administrator,
  wrong_state: m.problem_wrong_state,
  not_independent: m.problem_not_independent,
  reviews_missing: m.problem_reviews_missing,
  in_use: m.problem_in_use,
  already_registered: m.problem_already_registered,
  no_places: m.problem_no_places,
  registration_closed: m.problem_registration_closed,
  not_invited: m.problem_not_invited,
  school_quota: m.problem_school_quota,
  no_offer: m.problem_no_offer,
  mentor_full: m.problem_mentor_full,
  already_mentored: m.problem_already_mentored,
  pairing_circle: m.problem_pairing_circle,
  agreement_missing: m.problem_agreement_missing,
  school_closed: m.problem_school_closed,
  series_too_long: m.problem_series_too_long,
  quota_exceeded: m.problem_quota_exceeded,
  unsupported_media: m.problem_unsupported_media,
  busy: m.problem_busy,
};

const FIELD_TEXTS: Record<string, () => string> = {
  required: m.field_required,
  too_long: m.field_too_long,
  too_short: m.field_too_short,
  invalid: m.field_invalid,
  unknown: m.field_unknown,
  taken: m.field_taken,
  too_many: m.field_too_many,
  closed: m.field_closed,
  same: m.field_same,
  itself: m.field_itself,
  struggling: m.field_struggling,
  needs_itself: m.field_needs_itself,
  grades: m.field_grades,
  language: m.field_language,
  far: m.field_far,
  unlike: m.field_unlike,
  no_context: m.field_no_context,
  wish: m.field_wish,
  veto: m.field_veto,
  declined: m.field_declined,
  full: m.field_full,
  not_offered: m.field_not_offered,
};

export function problemText(thrown: unknown): string {
  const problem = asProblem(thrown);
  if (problem.code === 'internal' && problem.requestId) {
    return m.problem_internal_with_id({ id: problem.requestId });
  }
  if (problem.code === 'too_many_attempts') return m.problem_too_many_attempts({ wait: waitText(problem) });
  if (problem.code === 'too_many_requests') return m.problem_too_many_requests({ wait: waitText(problem) });
  return TEXTS[problem.code]?.() ?? m.problem_unknown({ code: problem.code });
}

export function fieldText(code: string): string {
  return (FIELD_TEXTS[code] ?? m.field_invalid)();
}

function waitText(problem: Problem): string {
  const seconds = Math.ceil(problem.retryAfter ?? 0);
  if (seconds <= 0) return m.problem_wait_soon();
  return seconds < 90
    ? m.problem_wait_seconds({ count: seconds })
    : m.problem_wait_minutes({ count: Math.ceil(seconds / 60) });
}
