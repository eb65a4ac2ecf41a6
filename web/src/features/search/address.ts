/** What is searched for. The address holds all of it, so that a search can be sent to a colleague and kept. */

/** Facets, in the order in which they stand beside the hits. `kind` are the tabs. */
export const FACETS = ['skill', 'subject', 'grade', 'form', 'level', 'school', 'licence', 'year'] as const;
export type Facet = (typeof FACETS)[number] | 'kind';

export const SORTS = ['relevance', 'newest', 'most_used'] as const;
export type Sort = (typeof SORTS)[number];

export const KINDS = [
  'practice',
  'event',
  'offer',
  'topic',
  'post',
  'skill',
  'person',
  'organisation',
] as const;

export interface Search {
  q: string;
  chosen: Partial<Record<Facet, string[]>>;
  sort: Sort;
  /** As typed: nothing repaired, nothing added. */
  literal: boolean;
}

const ALL: readonly Facet[] = ['kind', ...FACETS];
/** The server takes no more of one facet. */
const MOST = 50;

export function readSearch(address: URLSearchParams): Search {
  const chosen: Search['chosen'] = {};
  for (const facet of ALL) {
    const values = (address.get(facet) ?? '').split(',').map((value) => value.trim());
    const unique = [...new Set(values.filter(Boolean))].slice(0, MOST);
    if (unique.length > 0) chosen[facet] = unique;
  }
  const sort = SORTS.find((one) => one === address.get('sort')) ?? 'relevance';
  return { q: (address.get('q') ?? '').trim(), chosen, sort, literal: address.get('literal') === '1' };
}

export function addressOf(search: Search): string {
  const pairs: [string, string][] = [];
  if (search.q) pairs.push(['q', search.q]);
  for (const facet of ALL) {
    const values = search.chosen[facet] ?? [];
    if (values.length > 0) pairs.push([facet, values.join(',')]);
  }
  if (search.sort !== 'relevance') pairs.push(['sort', search.sort]);
  if (search.literal) pairs.push(['literal', '1']);
  // Commas between values stay readable.
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  return text.length > 0 ? `/search?${text.join('&')}` : '/search';
}

export function searchFor(q: string): string {
  return addressOf({ q: q.trim(), chosen: {}, sort: 'relevance', literal: false });
}

/** With these values of a facet instead of the present ones; none takes the facet away. */
export function withFacet(search: Search, facet: Facet, values: string[]): Search {
  const chosen = { ...search.chosen };
  if (values.length > 0) chosen[facet] = values;
  else delete chosen[facet];
  return { ...search, chosen };
}

export function toggled(search: Search, facet: Facet, value: string): Search {
  const values = search.chosen[facet] ?? [];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return withFacet(search, facet, next);
}

export function has(search: Search, facet: Facet, values: string[]): boolean {
  const chosen = search.chosen[facet] ?? [];
  return values.length > 0 && values.every((value) => chosen.includes(value));
}

/** Everything chosen beside the words, tabs apart. */
export function chosenOf(search: Search): { facet: Facet; value: string }[] {
  return FACETS.flatMap((facet) => (search.chosen[facet] ?? []).map((value) => ({ facet, value })));
}

/** What the server is asked. */
export function queryOf(search: Search) {
  const facets = Object.fromEntries(
    ALL.flatMap((facet) => {
      const values = search.chosen[facet];
      return values ? [[facet, values.join(',')]] : [];
    }),
  ) as Partial<Record<Facet, string>>;
  return {
    q: search.q,
    ...facets,
    sort: search.sort === 'relevance' ? undefined : search.sort,
    literal: search.literal || undefined,
  };
}

/** Is there anything to look for? */
export function asks(search: Search): boolean {
  return search.q !== '' || ALL.some((facet) => (search.chosen[facet]?.length ?? 0) > 0);
}
