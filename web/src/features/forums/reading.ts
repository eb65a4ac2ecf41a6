import type { QueryClient } from '@tanstack/svelte-query';
import type { Id } from '$shared/api';
import { live } from '$shared/live';
import { patchRead } from './cache';

/** Reading anywhere clears everywhere: what another device or tab of mine has read counts here at once. */
export function followReading(queries: QueryClient, me: Id): () => void {
  return live.subscribe(`user:${me}`, (event) => {
    if (event.kind !== 'read') return;
    patchRead(queries, event.data as { topic_id: Id; last_read_no: number; unread: number });
  });
}
