import { useQueryClient } from '@tanstack/svelte-query';
import type { Id } from '$shared/api';
import { live } from '$shared/live';
import { refreshBoard } from './fresh';

const QUIET_MS = 700;

/** Runs, decisions and weights of others come before the eyes; what is open and typed stays where it is. */
export function keepBoardFresh(territory: () => Id | undefined): void {
  const queries = useQueryClient();
  $effect(() => {
    const id = territory();
    if (!id) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const reload = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void refreshBoard(queries, id), QUIET_MS);
    };
    const off = live.subscribe(`board:${id}`, reload, { onResync: reload });
    return () => {
      off();
      clearTimeout(timer);
    };
  });
}
