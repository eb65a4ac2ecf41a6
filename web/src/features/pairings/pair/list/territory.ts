/** Where the reader is at home: the territory they answer for, or the school whose municipality it is. */
import type { Me, OrgRef, Role } from '$shared/api';

const OFFICES: readonly Role[] = [
  'municipal_coordinator',
  'regional_coordinator',
  'curator',
  'methodist',
  'observer',
];
const WIDE: readonly OrgRef['kind'][] = ['region', 'municipality'];

/** Territories of one's offices. */
export function offices(me: Pick<Me, 'grants'>): OrgRef[] {
  const scopes = me.grants.filter(({ role }) => OFFICES.includes(role)).map(({ scope }) => scope);
  const wide = scopes.filter((org): org is OrgRef => !!org && WIDE.includes(org.kind));
  return wide.filter((org, i) => wide.findIndex(({ id }) => id === org.id) === i);
}

/** A school of one's own, whose municipality is home. */
export const ownSchool = (me: Pick<Me, 'affiliations'>): OrgRef | null =>
  me.affiliations.find(({ org }) => org.kind === 'school' || org.kind === 'centre')?.org ?? null;

const COORDINATE: readonly Role[] = ['municipal_coordinator', 'regional_coordinator', 'administrator'];

/** May think of a pair by hand; the server decides about each. */
export const proposes = (me: Pick<Me, 'grants'>): boolean =>
  me.grants.some(({ role }) => COORDINATE.includes(role));
