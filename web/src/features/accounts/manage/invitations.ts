import type { Invitation } from '$shared/api';

export type InvitationState = 'open' | 'used' | 'expired' | 'revoked';

/** What became of a link. Used up says more than expired: somebody came. */
export function stateOf(
  one: Pick<Invitation, 'revoked' | 'used' | 'max_uses' | 'expires_at'>,
  now: number,
): InvitationState {
  if (one.revoked) return 'revoked';
  if (one.used >= one.max_uses) return 'used';
  return Date.parse(one.expires_at) <= now ? 'expired' : 'open';
}
