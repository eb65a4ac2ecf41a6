/** Territories whose calendar one keeps. */
import type { Me, OrgRef, Role } from '$shared/api';

const KEEPERS: readonly Role[] = ['municipal_coordinator', 'regional_coordinator', 'administrator'];

/** `null`: the whole network, for administrators. The server decides about each. */
export function territories(me: Pick<Me, 'grants'>): (OrgRef | null)[] {
  const all = me.grants.filter(({ role }) => KEEPERS.includes(role)).map(({ scope }) => scope);
  return all.filter((org, i) => all.findIndex((one) => one?.id === org?.id) === i);
}
