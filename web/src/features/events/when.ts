/** «15:00–17:00 МСК (17:00 у вас)»: the clock on the wall of the event first, then the reader's own. */
import { fromMoscow } from '$features/accounts/zones';
import { m } from '$paraglide/messages';
import type { EventCard } from '$shared/api';
import { inWords } from '$shared/words/time';

type Timed = Pick<EventCard, 'starts' | 'ends' | 'starts_at' | 'time_zone' | 'slot'>;

export interface When {
  /** «понедельник, 5 октября»; what is known while there is no date. */
  day: string;
  /** «15:00–17:00 МСК» */
  hours: string;
  /** «17:00 у вас», when the reader lives by another clock. */
  here: string;
}

const MOSCOW = 'Europe/Moscow';

export const readerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A wall has no zone: it is read and written as if it hung in Greenwich. */
const wallDate = (wall: string): Date => new Date(`${wall}:00Z`);
const hour = (wall: string): string => wall.slice(11, 16);
const sameDay = (one: string, other: string): boolean => one.slice(0, 10) === other.slice(0, 10);

/** The wall there at a moment, as the server writes walls. */
export function wallAt(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** «понедельник, 5 октября», with the year when it is another one. */
export function dayText(wall: string, now = Date.now(), short = false): string {
  const date = wallDate(wall);
  return inWords(date, {
    timeZone: 'UTC',
    weekday: short ? undefined : 'long',
    day: 'numeric',
    month: 'long',
    year: date.getUTCFullYear() === new Date(now).getFullYear() ? undefined : 'numeric',
  });
}

/** «март 2027» of `2027-03`. */
export function monthOf(month: string): string {
  return inWords(wallDate(`${month}-01T00:00`), { timeZone: 'UTC', month: 'long', year: 'numeric' });
}

/** Two school years from this month on, with the one that is chosen. */
export function monthsAhead(chosen: string | null, now = new Date()): string[] {
  const months = Array.from({ length: 24 }, (_, i) =>
    new Date(Date.UTC(now.getFullYear(), now.getMonth() + i)).toISOString().slice(0, 7),
  );
  return chosen && !months.includes(chosen) ? [chosen, ...months] : months;
}

export function whenOf(event: Timed, zone = readerZone(), now = Date.now()): When {
  if (!event.starts || !event.starts_at)
    return { day: event.slot || m.events_no_date(), hours: '', here: '' };
  const { starts, ends } = event;
  const at = new Date(event.starts_at);
  const until = !ends
    ? ''
    : sameDay(starts, ends)
      ? `–${hour(ends)}`
      : ` – ${dayText(ends, now, true)}, ${hour(ends)}`;
  const hours = `${hour(starts)}${until} ${fromMoscow(event.time_zone, at)}`.trim();
  return { day: dayText(starts, now), hours, here: hereText(event.time_zone, starts, at, zone, now) };
}

function hereText(there: string, starts: string, at: Date, zone: string, now: number): string {
  const said = (wall: string) =>
    sameDay(wall, starts) ? hour(wall) : `${dayText(wall, now, true)}, ${hour(wall)}`;
  const [here, moscow] = [wallAt(at, zone), wallAt(at, MOSCOW)];
  const parts = [
    there !== MOSCOW && moscow !== starts && m.events_moscow({ time: said(moscow) }),
    here !== starts && here !== moscow && m.events_here({ time: said(here) }),
  ];
  return parts.filter(Boolean).join(', ');
}

/** «14:09–15:29» by the reader’s clock, with the days when it takes more than one. */
export function hoursHere(
  event: Pick<EventCard, 'starts_at' | 'ends_at'>,
  zone = readerZone(),
  now = Date.now(),
): string {
  if (!event.starts_at || !event.ends_at) return '';
  const starts = wallAt(new Date(event.starts_at), zone);
  const ends = wallAt(new Date(event.ends_at), zone);
  if (sameDay(starts, ends)) return `${hour(starts)}–${hour(ends)}`;
  const said = (wall: string) => `${dayText(wall, now, true)}, ${hour(wall)}`;
  return `${said(starts)} – ${said(ends)}`;
}

/** All of it on one line. */
export function whenLine(event: Timed, zone = readerZone(), now = Date.now()): string {
  const { day, hours, here } = whenOf(event, zone, now);
  return [day, hours && (here ? `${hours} (${here})` : hours)].filter(Boolean).join(', ');
}

/** «15:20», the hour of a line of the programme; without a date, minutes from the beginning. */
export function programmeHour(starts: string | null, minute: number): string {
  if (!starts) return m.events_minute({ minute });
  return new Date(wallDate(starts).getTime() + minute * 60_000).toISOString().slice(11, 16);
}

/** The wall so many minutes later, for a form that fills in the end by itself. */
export function later(wall: string, minutes: number): string {
  return new Date(wallDate(wall).getTime() + minutes * 60_000).toISOString().slice(0, 16);
}
