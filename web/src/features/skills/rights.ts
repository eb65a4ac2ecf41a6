/** Who is offered to edit the catalogue. The server decides again at every request; this mirrors its rule. */
import { inForce } from '$features/accounts/manage/rights';
import type { Me } from '$shared/api';

export function mayEditSkills(me: Pick<Me, 'grants' | 'status'> | null): boolean {
  if (!me || me.status !== 'confirmed') return false;
  return me.grants
    .filter((grant) => inForce(grant))
    .some(
      ({ role, scope }) =>
        role === 'administrator' ||
        role === 'regional_coordinator' ||
        (role === 'expert' && (!scope || scope.kind === 'region')),
    );
}
