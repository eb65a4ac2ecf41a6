import { useQueryClient } from '@tanstack/svelte-query';
import { me } from '$features/accounts/session.svelte';
import type { Home } from '$shared/api';
import { live } from '$shared/live';

/** More streams than this are not worth their subscriptions; the rest is reloaded with them anyway. */
const SPACES = 30;
const QUIET_MS = 1_500;

/**
 * Asks for the page again when something moved in one of its spaces or was read elsewhere. The page is a
 * digest of many rows, so it is computed by the server, a short while after the last event of a burst.
 */
export function keepHomeFresh(home: () => Home | undefined): void {
  const queries = useQueryClient();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const reload = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['home'] }), QUIET_MS);
  };
  // A string, so that a reload with the same spaces does not subscribe anew.
  const spaces = $derived(
    (home()?.spaces ?? [])
      .slice(0, SPACES)
      .map((space) => space.id)
      .sort()
      .join(),
  );
  $effect(() => {
    const streams = spaces ? spaces.split(',').map((id) => `space:${id}`) : [];
    const offs = streams.map((stream) => live.subscribe(stream, reload, { onResync: reload }));
    offs.push(
      live.subscribe(`user:${me().id}`, (event) => {
        if (event.kind === 'read' || event.kind === 'notice') reload();
      }),
    );
    return () => {
      for (const off of offs) off();
      clearTimeout(timer);
    };
  });
}
