/**
 * Who the reader is towards a school: which acts to offer. The server decides again at every request.
 */
import { inForce } from '$features/accounts/manage/rights';
import type { Grant, Id, Me, Organisation, OrgRef, Role } from '$shared/api';

export type Place = Pick<Organisation, 'id'> & { path: Pick<OrgRef, 'id'>[] };

const COORDINATING: readonly Role[] = ['municipal_coordinator', 'regional_coordinator', 'administrator'];
const RUNNING: readonly Role[] = ['school_head', 'deputy_head', 'mentor_coordinator'];
const LOOKING: readonly Role[] = [...COORDINATING, 'observer', 'curator'];

const held = (me: Pick<Me, 'grants'>, roles: readonly Role[]): Grant[] =>
  me.grants.filter((grant) => roles.includes(grant.role) && inForce(grant));

function covers(grant: Grant, place: Place): boolean {
  const scope = grant.scope?.id;
  return !scope || scope === place.id || place.path.some((above) => above.id === scope);
}

/** Answers for the territory the place is in. */
export function coordinates(me: Pick<Me, 'grants'>, place: Place): boolean {
  return held(me, COORDINATING).some((grant) => covers(grant, place));
}

/** Acts for the school in pairs. */
export function runs(me: Pick<Me, 'grants'>, school: Id): boolean {
  return held(me, RUNNING).some((grant) => grant.scope?.id === school);
}

/** Schools the reader acts for in pairs. */
export function runIn(me: Pick<Me, 'grants'>): OrgRef[] {
  const schools = held(me, RUNNING).flatMap(({ scope }) => (scope?.kind === 'school' ? [scope] : []));
  return schools.filter((org, at) => schools.findIndex((one) => one.id === org.id) === at);
}

/** Acts for some school in pairs, whichever it is. */
export const runsAny = (me: Pick<Me, 'grants'>): boolean => runIn(me).length > 0;

/** Writes about the school. */
export const writes = (me: Pick<Me, 'grants'>, school: Place): boolean =>
  runs(me, school.id) || coordinates(me, school);

/** May ask which schools are like this one. */
export const compares = (me: Pick<Me, 'grants'>, school: Place): boolean =>
  writes(me, school) || held(me, ['curator']).some((grant) => covers(grant, school));

/** Territories whose table the reader opens; `everywhere`: any, so one is to be chosen. */
export function tables(me: Pick<Me, 'grants'>): { orgs: OrgRef[]; everywhere: boolean } {
  const grants = held(me, LOOKING);
  const scopes = grants.flatMap(({ scope }) =>
    scope && (scope.kind === 'municipality' || scope.kind === 'region') ? [scope] : [],
  );
  const orgs = scopes.filter((org, at) => scopes.findIndex((one) => one.id === org.id) === at);
  return { orgs, everywhere: grants.some(({ scope }) => !scope) };
}

/** Is there more to choose from than the reader's own roles name? */
export function wide(me: Pick<Me, 'grants'>): boolean {
  const { orgs, everywhere } = tables(me);
  return everywhere || orgs.some(({ kind }) => kind === 'region');
}

/** Does anything for coordinators concern the reader? */
export function keepsTables(me: Pick<Me, 'grants'>): boolean {
  const { orgs, everywhere } = tables(me);
  return everywhere || orgs.length > 0;
}
