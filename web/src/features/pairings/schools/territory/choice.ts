/** Which territory a page of coordinators shows: as its address says, or the first one of the reader. */
import { page } from '$app/state';
import { me } from '$features/accounts/session.svelte';
import type { OrgRef, OrgSummary } from '$shared/api';
import { tables } from '../seat';

type Named = Pick<OrgRef, 'id' | 'short_name'>;

/** `others`: what there is to choose from for those who answer for the whole network. */
export function territories(others: OrgSummary[] | undefined): Named[] {
  const { orgs, everywhere } = tables(me());
  const regions = orgs.filter((org) => org.kind === 'region').map((org) => org.id);
  const more = (others ?? []).filter(
    ({ parent }) => everywhere || (parent !== null && regions.includes(parent.id)),
  );
  return [...orgs, ...more.filter((one) => orgs.every((org) => org.id !== one.id))];
}

export function chosenOf(all: Named[]): Named | undefined {
  const asked = page.url.searchParams.get('territory');
  return all.find((org) => org.id === asked) ?? all[0];
}

/** The same address with some of it changed; `undefined` takes away. */
export function addressWith(change: Record<string, string | undefined>): string {
  const search = new URLSearchParams(page.url.search);
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined || value === '') search.delete(key);
    else search.set(key, value);
  }
  const asked = search.toString();
  return asked ? `${page.url.pathname}?${asked}` : page.url.pathname;
}
