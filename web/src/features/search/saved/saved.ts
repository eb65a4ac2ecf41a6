/** Searches that somebody keeps. */
import { api, type SavedSearch } from '$shared/api';
import { addressOf, chosenOf, queryOf, type Facet, type Search } from '../address';

/** The order in which the server lists the values of facets. */
const ORDER: Facet[] = ['kind', 'subject', 'grade', 'form', 'skill', 'school', 'level', 'licence', 'year'];

export const SAVED = ['saved-searches'];

export const savedQuery = () => ({
  queryKey: SAVED,
  queryFn: () => api.get('/search/saved'),
});

export function searchOf({ ask }: Pick<SavedSearch, 'ask'>): Search {
  const pairs = ORDER.map((facet, i) => [facet, ask.chosen[i] ?? []] as const);
  return {
    q: ask.query,
    chosen: Object.fromEntries(pairs.filter(([, values]) => values.length > 0)),
    sort: ask.sort,
    literal: ask.literal,
  };
}

/** The same words and filters, in whatever order they were chosen. */
export function sameSearch(a: Search, b: Search): boolean {
  const plain = (search: Search) =>
    addressOf({
      ...search,
      sort: 'relevance',
      chosen: Object.fromEntries(
        Object.entries(search.chosen).map(([facet, values]) => [facet, [...values].sort()]),
      ),
    });
  return plain(a) === plain(b);
}

const LONGEST = 120;

/** A name nobody has to type: the words, then what narrows them. */
export function titleOf(search: Search, name: (facet: Facet, value: string) => string): string {
  const filters = chosenOf(search).map(({ facet, value }) => name(facet, value));
  const kinds = (search.chosen.kind ?? []).map((kind) => name('kind', kind));
  return [search.q, ...kinds, ...filters].filter(Boolean).join(' · ').slice(0, LONGEST);
}

export const keep = (search: Search, title: string) =>
  api.post('/search/saved', { body: { title, notify: true, search: queryOf(search) } });
