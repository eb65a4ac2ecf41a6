/** Events in the order of time, parted by days as the reader's calendar has them. */
import { readerZone, wallAt } from '../when';

export interface Day<T> {
  /** `2026-10-05`; empty for what has no date. */
  day: string;
  events: T[];
}

export function byDay<T extends { starts_at: string | null }>(
  events: readonly T[],
  zone = readerZone(),
): Day<T>[] {
  const days: Day<T>[] = [];
  for (const event of events) {
    const day = event.starts_at ? wallAt(new Date(event.starts_at), zone).slice(0, 10) : '';
    const last = days.at(-1);
    if (last?.day === day) last.events.push(event);
    else days.push({ day, events: [event] });
  }
  return days;
}
