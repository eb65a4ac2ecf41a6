/** Times as a colleague says them: «только что», «12 мин назад», «сегодня, 14:02», «3 октября». */
import { m } from '$paraglide/messages';
import { locale } from './locale.svelte';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale.current === 'ru' ? 'ru-RU' : 'en-GB', options);

/** A day never parts from its month at the end of a line, and a year goes without «г.», as people say it. */
const tidy = (text: string) =>
  text.replace(/(\d)\s*г\./gu, '$1').replace(/(?<!\d)(\d{1,2}) (?=\p{L})/gu, '$1\u00a0');

/** A date in words: every date of the interface is written by this. */
export function inWords(date: Date | number, options: Intl.DateTimeFormatOptions): string {
  return tidy(format(options).format(date));
}

/** «5–11 октября 2026» */
export function spanInWords(from: number, to: number, options: Intl.DateTimeFormatOptions): string {
  return tidy(format(options).formatRange(from, to));
}

export function clock(date: Date): string {
  return inWords(date, { hour: '2-digit', minute: '2-digit' });
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
  return inWords(date, { day: 'numeric', month: 'long', year: sameYear ? undefined : 'numeric' });
}

export function exactTime(date: Date): string {
  return inWords(date, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

function daysBetween(earlier: Date, later: Date): number {
  const start = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((start(later) - start(earlier)) / DAY);
}
