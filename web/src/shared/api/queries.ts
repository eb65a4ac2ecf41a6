import { QueryClient } from '@tanstack/svelte-query';
import { asProblem } from './problem';
import type { Page } from './types';

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        // Live events keep what is on the screen current. A reload behind their back could bring an older
        // state than the one already shown, so nothing is asked for again just because a window got focus.
        refetchOnWindowFocus: false,
        // Ask even when the browser believes it is offline: it is often wrong, and an error can be shown.
        networkMode: 'always',
        retry: (count, error) => count < 2 && asProblem(error).passing && asProblem(error).status !== 429,
        retryDelay: (count) => Math.random() * 1000 * 2 ** count,
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** The paging half of an infinite query over a keyset list: `{ ...keyset, queryKey, queryFn: ({ pageParam }) => … }`. */
export const keyset = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: Page<unknown>) => last.next ?? undefined,
};

/** All rows loaded so far. */
export function rows<T>(data: { pages: Page<T>[] } | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
