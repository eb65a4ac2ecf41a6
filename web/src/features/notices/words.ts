import { m } from '$paraglide/messages';
import type { Notice, NoticeKind } from '$shared/api';

const TEXTS: Record<NoticeKind, (inputs: { title: string }) => string> = {
  mention: m.notices_mention,
  reply: m.notices_reply,
  accepted: m.notices_accepted,
  watched: m.notices_watched,
  invitation: m.notices_invitation,
  request: m.notices_request,
  confirmation: m.notices_confirmation,
  refusal: m.notices_refusal,
  role_taken: m.notices_role_taken,
  practice_submitted: m.notices_practice_submitted,
  practice_returned: m.notices_practice_returned,
  practice_published: m.notices_practice_published,
  practice_adopted: m.notices_practice_adopted,
  practice_author: m.notices_practice_author,
  review_assigned: m.notices_review_assigned,
  review_due: m.notices_review_due,
  review_late: m.notices_review_late,
  review_declined: m.notices_review_declined,
  reviews_ready: m.notices_reviews_ready,
  event_moved: m.notices_event_moved,
  event_postponed: m.notices_event_postponed,
  event_cancelled: m.notices_event_cancelled,
  event_place: m.notices_event_place,
  event_refused: m.notices_event_refused,
  event_registered: m.notices_event_registered,
  event_applied: m.notices_event_applied,
  event_speaker: m.notices_event_speaker,
  event_soon: m.notices_event_soon,
  visit_sheet_signed: m.notices_visit_sheet_signed,
  visit_sheet_shared: m.notices_visit_sheet_shared,
  pairing_proposed: m.notices_pairing_proposed,
  pairing_consented: m.notices_pairing_consented,
  pairing_agreed: m.notices_pairing_agreed,
  pairing_refused: m.notices_pairing_refused,
  pairing_active: m.notices_pairing_active,
  pairing_suspended: m.notices_pairing_suspended,
  pairing_over: m.notices_pairing_over,
  pairing_person: m.notices_pairing_person,
  pairing_silent: m.notices_pairing_silent,
  agreement_sent: m.notices_agreement_sent,
  agreement_signed: m.notices_agreement_signed,
  agreement_ends: m.notices_agreement_ends,
  agreement_over: m.notices_agreement_over,
  school_curator: m.notices_school_curator,
  pairing_plan: m.notices_pairing_plan,
  pairing_item_done: m.notices_pairing_item_done,
  pairing_item_freed: m.notices_pairing_item_freed,
  pairing_visit: m.notices_pairing_visit,
  pairing_visit_sign: m.notices_pairing_visit_sign,
  pairing_visit_missed: m.notices_pairing_visit_missed,
  pairing_report: m.notices_pairing_report,
  event_certificate: m.notices_event_certificate,
  event_certificate_revoked: m.notices_event_certificate_revoked,
  event_feedback: m.notices_event_feedback,
  event_follow_up: m.notices_event_follow_up,
  event_decision: m.notices_event_decision,
  found: m.notices_found,
};

export function noticeText(notice: Notice): string {
  return TEXTS[notice.kind]({ title: notice.title });
}

export function noticeHref(notice: Notice): string {
  if (notice.path) return notice.path;
  if (notice.kind === 'found') return '/me/searches';
  if (notice.post_id) return `/p/${notice.post_id}`;
  if (notice.topic_id) return `/t/${notice.topic_id}`;
  if (notice.space_id)
    return notice.kind === 'request' ? `/spaces/${notice.space_id}/members` : `/spaces/${notice.space_id}`;
  if (notice.kind === 'request') return '/manage/confirmations';
  return notice.org_id ? `/organisations/${notice.org_id}` : '/inbox';
}
