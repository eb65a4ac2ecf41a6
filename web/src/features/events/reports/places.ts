/** Organisations whose schools one may ask about. */
import type { Me, OrgRef, Role } from '$shared/api';

const ANSWER: readonly Role[] = [
  'school_head',
  'deputy_head',
  'methodist',
  'mentor_coordinator',
  'municipal_coordinator',
  'regional_coordinator',
  'administrator',
];
const WIDTH = ['region', 'municipality', 'centre', 'school', 'unit', 'association'];

/** The widest first. The server decides about each. */
export function reportable(me: Pick<Me, 'grants'>): OrgRef[] {
  const all = me.grants
    .filter(({ role }) => ANSWER.includes(role))
    .map(({ scope }) => scope)
    .filter((org) => org !== null && org.kind !== 'association') as OrgRef[];
  return all
    .filter((org, i) => all.findIndex((one) => one.id === org.id) === i)
    .sort((a, b) => WIDTH.indexOf(a.kind) - WIDTH.indexOf(b.kind));
}
