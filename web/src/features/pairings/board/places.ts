/** Whose pairs one looks after. The server decides about each territory again. */
import { inForce } from '$features/accounts/manage/rights';
import type { Me, OrgRef, OrgSummary, Role } from '$shared/api';

const COORDINATES: readonly Role[] = ['municipal_coordinator', 'regional_coordinator', 'administrator'];
const READS: readonly Role[] = [...COORDINATES, 'observer'];

type Grants = Pick<Me, 'grants'>;
type Below = Pick<OrgSummary, 'id' | 'kind' | 'short_name' | 'parent'>;

const held = (me: Grants, roles: readonly Role[]) =>
  me.grants.filter((grant) => roles.includes(grant.role) && inForce(grant));

export const coordinates = (me: Grants): boolean => held(me, COORDINATES).length > 0;

/** Is there more to choose from than the roles themselves name? */
export const wide = (me: Grants): boolean =>
  held(me, READS).some(({ scope }) => !scope || scope.kind === 'region');

/** Territories by name, those of one's own roles first; a region opens its municipalities, the network all of them. */
export function territories(me: Grants, municipalities: Below[]): OrgRef[] {
  const grants = held(me, READS);
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
