/** Reading a board anew: what somebody decided, here or elsewhere. */
import type { QueryClient } from '@tanstack/svelte-query';
import type { Id } from '$shared/api';
import { runsKey, weightsKey } from './keys';

/** Two runs side by side and weights that are tried never change, and are dear. */
const LASTING: readonly unknown[] = ['compare', 'sensitivity'];

/** Decisions hold beyond the run in which they were made: all runs are asked for again. */
export function refreshRuns(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === 'match-run' && !LASTING.includes(queryKey[2]),
  });
}

export async function refreshBoard(queries: QueryClient, territory: Id): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: runsKey(territory) }),
    queries.invalidateQueries({ queryKey: weightsKey(territory) }),
    refreshRuns(queries),
  ]);
}
