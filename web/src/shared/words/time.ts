/** Times as a colleague says them: «только что», «12 мин назад», «сегодня, 14:02», «3 октября». */
import { m } from '$paraglide/messages';
import { locale } from './locale.svelte';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale.current === 'ru' ? 'ru-RU' : 'en-GB', options);
}

export function clock(date: Date): string {
  return format({ hour: '2-digit', minute: '2-digit' }).format(date);
}

export function relativeTime(date: Date, now = Date.now()): string {
  const ago = now - date.getTime();
  if (ago < MINUTE && ago > -MINUTE) return m.time_now();
  if (ago >= 0 && ago < HOUR) return m.time_minutes_ago({ count: Math.floor(ago / MINUTE) });
  const days = daysBetween(date, new Date(now));
  if (days === 0) return m.time_today({ time: clock(date) });
  if (days === 1) return m.time_yesterday({ time: clock(date) });
  return dayOf(date, now);
}

/** «3 октября», with the year when it is another one. */
export function dayOf(date: Date, now = Date.now()): string {
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return format({ day: 'numeric', month: 'long', year: sameYear ? undefined : 'numeric' }).format(date);
}

export function exactTime(date: Date): string {
  return format({
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
}

function daysBetween(earlier: Date, later: Date): number {
  const start = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((start(later) - start(earlier)) / DAY);
}
