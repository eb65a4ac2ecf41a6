/** What this feature asks the server, with the keys under which answers are kept. */
import { api, type SearchPage } from '$shared/api';
import { queryOf, type Search } from './address';

/** A page of hits lives this long on the server too: going back must not shuffle what one was looking at. */
const STALE = 5 * 60_000;

export const searchQuery = (search: Search) => ({
  queryKey: ['search', queryOf(search)],
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/search', { params: { query: { ...queryOf(search), cursor: pageParam } }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: SearchPage) => last.next ?? undefined,
  staleTime: STALE,
});

/** The first hits only, for parts of other pages. */
export const firstHits = (search: Search) => ({
  queryKey: ['search', 'first', queryOf(search)],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get('/search', { params: { query: queryOf(search) }, signal }),
  staleTime: STALE,
});
