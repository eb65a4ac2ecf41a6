import { useQueryClient } from '@tanstack/svelte-query';
import type { EventPage, EventSeats } from '$shared/api';
import { live } from '$shared/live';
import { refresh } from '../acts';
import { eventKey } from '../keys';

interface Places {
  room: EventSeats | null;
  online: EventSeats | null;
}

const QUIET_MS = 800;

/** Places left change before the eyes; anything else that happens to the event is asked for anew. */
export function keepEventFresh(address: () => string, event: () => EventPage | undefined): void {
  const queries = useQueryClient();
  const id = $derived(event()?.id);
  $effect(() => {
    if (!id) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const reload = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(queries, address()), QUIET_MS);
    };
    const off = live.subscribe(
      `event:${id}`,
      ({ kind, data }) => {
        if (kind === 'event_seats') {
          const { room, online } = data as Places;
          queries.setQueryData<EventPage>(eventKey(address()), (now) => now && { ...now, room, online });
          // Whoever waits or holds the list of participants wants to know more than the numbers.
          const now = event();
          if (now?.can.manage || now?.my) reload();
        } else reload();
      },
      { onResync: reload },
    );
    return () => {
      off();
      clearTimeout(timer);
    };
  });
}
