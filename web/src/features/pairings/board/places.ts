/** Whose pairs one looks after. The server decides about each territory again. */
import type { Me, OrgRef, OrgSummary, Role } from '$shared/api';

const COORDINATES: readonly Role[] = ['municipal_coordinator', 'regional_coordinator', 'administrator'];
const READS: readonly Role[] = [...COORDINATES, 'observer', 'inspector'];

type Grants = Pick<Me, 'grants'>;
type Below = Pick<OrgSummary, 'id' | 'kind' | 'short_name' | 'parent'>;

export const coordinates = (me: Grants): boolean => me.grants.some(({ role }) => COORDINATES.includes(role));

/** Is there more to choose from than the roles themselves name? */
export const wide = (me: Grants): boolean =>
  me.grants.some(({ role, scope }) => READS.includes(role) && (!scope || scope.kind === 'region'));

/** Territories by name, those of one's own roles first; a region opens its municipalities, the network all of them. */
export function territories(me: Grants, municipalities: Below[]): OrgRef[] {
  const grants = me.grants.filter(({ role }) => READS.includes(role));
  const own = grants
    .map(({ scope }) => scope)
    .filter((org): org is OrgRef => org?.kind === 'municipality' || org?.kind === 'region');
  const everywhere = grants.some(({ scope }) => !scope);
  const regions = new Set(own.filter(({ kind }) => kind === 'region').map(({ id }) => id));
  const below = municipalities
    .filter(({ parent }) => everywhere || (parent && regions.has(parent.id)))
    .map(({ id, kind, short_name }) => ({ id, kind, short_name }));
  const all = [...own.filter(({ kind }) => kind === 'municipality'), ...below];
  all.push(...own.filter(({ kind }) => kind === 'region'));
  return all.filter((org, i) => all.findIndex(({ id }) => id === org.id) === i);
}
