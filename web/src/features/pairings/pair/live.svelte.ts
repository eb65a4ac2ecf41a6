import { useQueryClient } from '@tanstack/svelte-query';
import { live } from '$shared/live';
import { refresh } from './acts';

const QUIET_MS = 700;

/** What the other side does comes before the eyes: everything of the pair that is shown is asked for anew. */
export function keepPairFresh(id: () => string | undefined): void {
  const queries = useQueryClient();
  $effect(() => {
    const pair = id();
    if (!pair) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const reload = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(queries, pair), QUIET_MS);
    };
    const off = live.subscribe(`pairing:${pair}`, reload, { onResync: reload });
    return () => {
      off();
      clearTimeout(timer);
    };
  });
}
