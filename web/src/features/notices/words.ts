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
};

export function noticeText(notice: Notice): string {
  return TEXTS[notice.kind]({ title: notice.title });
}

export function noticeHref(notice: Notice): string {
  if (notice.post_id) return `/p/${notice.post_id}`;
  if (notice.topic_id) return `/t/${notice.topic_id}`;
  if (notice.space_id)
    return notice.kind === 'request' ? `/spaces/${notice.space_id}/members` : `/spaces/${notice.space_id}`;
  if (notice.kind === 'request') return '/manage/confirmations';
  return notice.org_id ? `/organisations/${notice.org_id}` : '/inbox';
}
