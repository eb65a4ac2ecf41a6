/** What people do with a pair: each act tells how it went, and everything of the pair is asked for anew. */
import type { QueryClient } from '@tanstack/svelte-query';
import { toast, toastProblem } from '$shared/ui/overlay/toast.svelte';
import { pairKey } from './keys';

export const byId = (id: string) => ({ params: { path: { id } } });

export function refresh(queries: QueryClient, pair: string): Promise<unknown> {
  void queries.invalidateQueries({ queryKey: ['pairings'] });
  return queries.invalidateQueries({ queryKey: pairKey(pair) });
}

/** Runs an act outside a form. `undo` stands in the note that says it is done. */
export async function run(
  queries: QueryClient,
  pair: string,
  act: () => Promise<unknown>,
  done: string,
  undo?: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await act();
    toast(
      done,
      undo && {
        undo: () =>
          undo()
            .then(() => refresh(queries, pair))
            .catch(toastProblem),
      },
    );
    return true;
  } catch (thrown) {
    toastProblem(thrown);
    return false;
  } finally {
    void refresh(queries, pair);
  }
}
