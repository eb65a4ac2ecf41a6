/** Who looks after the words of search. The server decides again at every request; this mirrors its rule. */
import { inForce } from '$features/accounts/manage/rights';
import type { Me } from '$shared/api';

export function mayEditWords(me: Pick<Me, 'grants' | 'status'> | null): boolean {
  if (!me || me.status !== 'confirmed') return false;
  return me.grants.some(
    (grant) => inForce(grant) && (grant.role === 'administrator' || grant.role === 'methodist'),
  );
}
