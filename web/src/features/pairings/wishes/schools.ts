/** Schools in whose name one speaks of pairs. The server decides again. */
import { inForce } from '$features/accounts/manage/rights';
import type { Me, OrgRef, Role } from '$shared/api';

const RUNS: readonly Role[] = ['school_head', 'deputy_head', 'mentor_coordinator'];

export function schoolsOf(me: Pick<Me, 'grants'>): OrgRef[] {
  const all = me.grants
    .filter((grant) => RUNS.includes(grant.role) && grant.scope?.kind === 'school' && inForce(grant))
    .map(({ scope }) => scope as OrgRef);
  return all.filter((org, i) => all.findIndex(({ id }) => id === org.id) === i);
}
