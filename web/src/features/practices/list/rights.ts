/** Who looks after the bank, as far as menus need to know; each act is decided by the server. */
import type { Me, OrgRef, Role } from '$shared/api';

const LOOKS_AFTER: readonly Role[] = [
  'expert',
  'methodist',
  'municipal_coordinator',
  'regional_coordinator',
  'administrator',
];

export function reviews(me: Pick<Me, 'grants'>): boolean {
  return me.grants.some((grant) => LOOKS_AFTER.includes(grant.role));
}

const RUNS: readonly Role[] = [
  'association_leader',
  'school_head',
  'deputy_head',
  'municipal_coordinator',
  'regional_coordinator',
];

/** Organisations in whose name the person may make a collection. */
export function runs(me: Pick<Me, 'grants'>): OrgRef[] {
  const orgs = me.grants.filter((grant) => RUNS.includes(grant.role)).map((grant) => grant.scope);
  return orgs.filter(
    (org, i) => org !== null && orgs.findIndex((one) => one?.id === org.id) === i,
  ) as OrgRef[];
}
