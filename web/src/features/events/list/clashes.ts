/** Events of one person that are at the same time. */
import type { EventCard } from '$shared/api';
import { isHeld, isOff } from '../state';

type Timed = Pick<EventCard, 'id' | 'starts_at' | 'ends_at' | 'state'>;

/** Still to come or going on: what is over stands in nobody’s way. */
const ahead = (event: Timed, now: number) =>
  !!event.starts_at && !!event.ends_at && Date.parse(event.ends_at) > now && !isOff(event) && !isHeld(event);

export const together = (one: Timed, other: Timed, now: number): boolean =>
  one.id !== other.id &&
  ahead(one, now) &&
  ahead(other, now) &&
  Date.parse(one.starts_at ?? '') < Date.parse(other.ends_at ?? '') &&
  Date.parse(other.starts_at ?? '') < Date.parse(one.ends_at ?? '');

/** By the id of an event, those it collides with. */
export function clashesOf<T extends Timed>(events: readonly T[], now: number): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const event of events) {
    const others = events.filter((other) => together(event, other, now));
    if (others.length > 0) found.set(event.id, others);
  }
  return found;
}
