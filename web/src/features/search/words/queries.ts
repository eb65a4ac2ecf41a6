/** The words of search, for those who look after them. */
import type { QueryClient } from '@tanstack/svelte-query';
import { m } from '$paraglide/messages';
import { api } from '$shared/api';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';

export const SYNONYMS = ['search-synonyms'];
export const MISSES = ['search-misses'];

export const synonymsQuery = () => ({ queryKey: SYNONYMS, queryFn: () => api.get('/search/synonyms') });
export const missesQuery = () => ({ queryKey: MISSES, queryFn: () => api.get('/search/misses') });

async function put(queries: QueryClient, lines: readonly string[], removed: boolean): Promise<void> {
  for (const line of lines) await api.put('/search/synonyms', { body: { line, removed } });
  await Promise.all([SYNONYMS, MISSES].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

/** Adds lines; throws what the server refuses, for the form. */
export async function addLines(queries: QueryClient, lines: readonly string[]): Promise<void> {
  await put(queries, lines, false);
  toast(m.search_words_added(), { undo: () => put(queries, lines, true).catch(toastProblem) });
}

export async function dropLine(queries: QueryClient, line: string): Promise<void> {
  try {
    await put(queries, [line], true);
    toast(m.search_words_dropped(), { undo: () => put(queries, [line], false).catch(toastProblem) });
  } catch (thrown) {
    toastProblem(thrown);
  }
}

export async function bringBack(queries: QueryClient, line: string): Promise<void> {
  await put(queries, [line], false).then(() => toast(m.search_words_back_done()), toastProblem);
}

export async function settle(queries: QueryClient, query: string): Promise<void> {
  try {
    await api.delete('/search/misses/{query}', { params: { path: { query } } });
    await queries.invalidateQueries({ queryKey: MISSES });
    toast(m.search_miss_settled());
  } catch (thrown) {
    toastProblem(thrown);
  }
}
