/**
 * Which acts to offer. The server decides again at every request; this mirrors its table of roles, so that nobody
 * is offered what would be refused.
 */
import type { Grant, Id, Me, Organisation, OrgKind, OrgRef, Role } from '$shared/api';

type Place = Pick<Organisation, 'id' | 'kind'> & { path: Pick<OrgRef, 'id'>[] };

/** From wide to narrow. */
const BREADTH: OrgKind[] = ['region', 'municipality', 'centre', 'school', 'unit', 'association'];

const BY_MUNICIPALITY_NOT: Role[] = [
  'administrator',
  'regional_coordinator',
  'municipal_coordinator',
  'inspector',
  'expert',
];
const BY_SCHOOL: Role[] = ['deputy_head', 'teacher', 'tutor', 'psychologist', 'association_leader'];
const ADMINISTERING: Role[] = [
  'school_head',
  'deputy_head',
  'association_leader',
  'municipal_coordinator',
  'regional_coordinator',
];

const FITS: Record<Role, readonly (OrgKind | null)[]> = {
  administrator: [null],
  regional_coordinator: ['region'],
  municipal_coordinator: ['municipality'],
  association_leader: ['association'],
  teacher: ['school', 'centre', 'unit'],
  school_head: ['school', 'centre', 'unit'],
  deputy_head: ['school', 'centre', 'unit'],
  mentor_coordinator: ['school', 'centre', 'unit'],
  curator: ['school', 'municipality', 'region'],
  inspector: ['municipality', 'region'],
  expert: ['school', 'municipality', 'region', null],
  observer: ['school', 'municipality', 'region', null],
  methodist: ['region', 'municipality', 'school', 'centre', 'unit'],
  tutor: ['region', 'municipality', 'school', 'centre', 'unit'],
  psychologist: ['region', 'municipality', 'school', 'centre', 'unit'],
};

/** Does a role make sense in an organisation of this kind? `null`: over the whole network. */
export function fits(role: Role, kind: OrgKind | null): boolean {
  return FITS[role].includes(kind);
}

export function inForce(grant: Grant, today = new Date()): boolean {
  const day = today.toISOString().slice(0, 10);
  return grant.since <= day && (grant.until === null || grant.until >= day);
}

function held(me: Pick<Me, 'grants'>): Grant[] {
  return me.grants.filter((grant) => inForce(grant));
}

export function isAdministrator(me: Pick<Me, 'grants'>): boolean {
  return held(me).some((grant) => grant.role === 'administrator');
}

/** Does holding `by` over an organisation let one give `role` in it? */
function gives(by: Role, role: Role): boolean {
  if (by === 'administrator') return true;
  if (by === 'regional_coordinator') return role !== 'administrator' && role !== 'regional_coordinator';
  if (by === 'municipal_coordinator') return !BY_MUNICIPALITY_NOT.includes(role);
  return by === 'school_head' && BY_SCHOOL.includes(role);
}

function covers(grant: Grant, place: Place): boolean {
  const scope = grant.scope?.id;
  return !scope || scope === place.id || place.path.some((above) => above.id === scope);
}

/** Roles the person may give in a place; `null` is the whole network. */
export function givable(me: Pick<Me, 'grants'>, place: Place | null): Role[] {
  const roles = (Object.keys(FITS) as Role[]).filter((role) => fits(role, place?.kind ?? null));
  const grants = held(me);
  if (!place) return isAdministrator(me) ? roles : [];
  return roles.filter((role) => grants.some((grant) => gives(grant.role, role) && covers(grant, place)));
}

/** Roles to invite with: plain membership where one confirms people, others where one gives them. */
export function invitable(me: Pick<Me, 'grants'>, place: Organisation): Role[] {
  if (!place.my.can_invite) return [];
  const roles = givable(me, place).filter((role) => role !== 'teacher');
  const members = place.kind !== 'region' && place.kind !== 'municipality';
  return members ? ['teacher', ...roles] : roles;
}

/**
 * May a role be taken away? The list shows only grants that the person looks after, but not where their scopes lie:
 * an exact scope is known, else a wider role of the person must be the reason why it is shown.
 */
export function takeable(me: Pick<Me, 'id' | 'grants'>, grant: Grant, holder: Id): boolean {
  if (holder === me.id || isAdministrator(me)) return true;
  const scope = grant.scope;
  if (!scope) return false;
  const over = held(me).filter((mine) => ADMINISTERING.includes(mine.role) && mine.scope);
  const exact = over.filter((mine) => mine.scope?.id === scope.id);
  const reach = exact.length > 0 ? exact : over.filter((mine) => wider(mine.scope, scope));
  return reach.some((mine) => gives(mine.role, grant.role));
}

function wider(mine: OrgRef | null, scope: OrgRef): boolean {
  return mine !== null && BREADTH.indexOf(mine.kind) < BREADTH.indexOf(scope.kind);
}

/** May somebody be dismissed who holds these roles in this organisation? Nobody dismisses those above. */
export function dismissable(
  me: Pick<Me, 'id' | 'grants'>,
  place: Organisation,
  holder: Id,
  roles: Role[],
): boolean {
  if (holder === me.id || !place.my.can_confirm) return false;
  const mine = givable(me, place);
  return roles.every((role) => role === 'teacher' || mine.includes(role));
}

const UNDER: Partial<Record<OrgKind, (OrgKind | null)[]>> = {
  region: [null],
  municipality: ['region'],
  school: ['region', 'municipality'],
  centre: ['region', 'municipality'],
  unit: ['region', 'municipality', 'school', 'centre', 'unit'],
  association: ['region', 'municipality', 'school'],
};

/** Kinds of organisations the person may found under a parent; `null`: at the top. */
export function foundable(me: Pick<Me, 'grants'>, parent: Place | null): OrgKind[] {
  const stands = (Object.keys(UNDER) as OrgKind[]).filter((kind) =>
    UNDER[kind]?.includes(parent?.kind ?? null),
  );
  if (isAdministrator(me)) return stands;
  if (!parent) return [];
  const over = held(me).filter((grant) => grant.scope && covers(grant, parent));
  const founds = (by: Role, kind: OrgKind) =>
    by === 'regional_coordinator' ||
    (by === 'municipal_coordinator' && kind !== 'municipality') ||
    (by === 'school_head' && (kind === 'unit' || kind === 'association'));
  return stands.filter((kind) => over.some((grant) => founds(grant.role, kind)));
}

/** Where the person looks after people, widest first: what forms offer to begin with. */
export function scopes(me: Pick<Me, 'grants'>): OrgRef[] {
  const found = new Map<Id, OrgRef>();
  for (const grant of held(me)) {
    if (grant.scope && ADMINISTERING.includes(grant.role)) found.set(grant.scope.id, grant.scope);
  }
  return [...found.values()].sort((a, b) => BREADTH.indexOf(a.kind) - BREADTH.indexOf(b.kind));
}

/** Is there any role the person may give somewhere? */
export function givesRoles(me: Pick<Me, 'grants'>): boolean {
  const giving: Role[] = ['administrator', 'regional_coordinator', 'municipal_coordinator', 'school_head'];
  return held(me).some((grant) => giving.includes(grant.role));
}

/** May the person found anything anywhere? */
export function founds(me: Pick<Me, 'grants'>): boolean {
  return givesRoles(me);
}

/** Does a role of the person let them change what is written about organisations in its scope? */
export function editsScope(me: Pick<Me, 'grants'>, scope: OrgRef): boolean {
  const editing: Role[] = ADMINISTERING.filter((role) => role !== 'deputy_head');
  return held(me).some((grant) => grant.scope?.id === scope.id && editing.includes(grant.role));
}

/** Whom the person may give roles to: heads only to people of their own school. `null`: to anybody confirmed. */
export function receiversWithin(me: Pick<Me, 'grants'>): Id | null {
  const coordinates = held(me).some(
    ({ role }) =>
      role === 'administrator' || role === 'regional_coordinator' || role === 'municipal_coordinator',
  );
  if (coordinates) return null;
  return held(me).find((grant) => grant.role === 'school_head')?.scope?.id ?? null;
}
