/** Events of one person that are at the same time. */
import type { EventCard } from '$shared/api';
import { isOff } from '../state';

type Timed = Pick<EventCard, 'id' | 'starts_at' | 'ends_at' | 'state'>;

const stands = (event: Timed) => !!event.starts_at && !!event.ends_at && !isOff(event);

export const together = (one: Timed, other: Timed): boolean =>
  one.id !== other.id &&
  stands(one) &&
  stands(other) &&
  Date.parse(one.starts_at ?? '') < Date.parse(other.ends_at ?? '') &&
  Date.parse(other.starts_at ?? '') < Date.parse(one.ends_at ?? '');

/** By the id of an event, those it collides with. */
export function clashesOf<T extends Timed>(events: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const event of events) {
    const others = events.filter((other) => together(event, other));
    if (others.length > 0) found.set(event.id, others);
  }
  return found;
}
