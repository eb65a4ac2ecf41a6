/** What the calendar asks of an event again and again. */
import type { EventCard } from '$shared/api';

/** It will not be at its time. */
export const isOff = ({ state }: Pick<EventCard, 'state'>): boolean =>
  state === 'cancelled' || state === 'postponed';

/** The reader has a place, waits for one or has asked for one. */
export const isMine = ({ my }: Pick<EventCard, 'my'>): boolean =>
  !!my && ['confirmed', 'waiting', 'applied'].includes(my.state);

/** The host has said that it took place. */
export const isHeld = ({ state }: Pick<EventCard, 'state'>): boolean =>
  state === 'held' || state === 'closed';
