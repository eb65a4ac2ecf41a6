/** Days of the reader's calendar as `2026-10-05`, reckoned without any clock. */
import type { EventCard } from '$shared/api';
import { inWords, spanInWords } from '$shared/words/time';
import { readerZone, wallAt } from '../when';

const DAY_MS = 24 * 60 * 60_000;
const DATE = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const text = (date: Date): string => date.toISOString().slice(0, 10);

export const plusDays = (day: string, days: number): string =>
  text(new Date(at(day).getTime() + days * DAY_MS));

/** The same month, so many later; the day stays unless that month is shorter. */
export function plusMonths(day: string, months: number): string {
  const date = at(`${day.slice(0, 7)}-01`);
  date.setUTCMonth(date.getUTCMonth() + months);
  const first = text(date);
  const last = plusDays(text(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))), -1);
  const wanted = `${first.slice(0, 8)}${day.slice(8)}`;
  return wanted > last ? last : wanted;
}

export const today = (now = Date.now(), zone = readerZone()): string =>
  wallAt(new Date(now), zone).slice(0, 10);

/** A day that an address names; a month alone is its first day. */
export function dayIn(value: string | null): string | null {
  const found = value && DATE.exec(value);
  if (!found) return null;
  const day = `${found[1]}-${found[2]}-${found[3] ?? '01'}`;
  const date = at(day);
  const year = Number(found[1]);
  return !Number.isNaN(date.getTime()) && text(date) === day && year >= 2000 && year <= 2100 ? day : null;
}

/** Monday of the week. */
export const monday = (day: string): string => plusDays(day, -((at(day).getUTCDay() + 6) % 7));

export const weekOf = (day: string): string[] =>
  Array.from({ length: 7 }, (_, i) => plusDays(monday(day), i));

/** Whole weeks that hold the month. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const last = plusDays(plusMonths(first, 1), -1);
  const weeks: string[][] = [];
  for (let from = monday(first); from <= last; from = plusDays(from, 7)) weeks.push(weekOf(from));
  return weeks;
}

type Timed = Pick<EventCard, 'starts_at' | 'ends_at'>;

/** Days on which an event is, by the reader's calendar. An end at midnight belongs to the day before. */
export function daysOf(event: Timed, zone = readerZone()): string[] {
  if (!event.starts_at) return [];
  const first = wallAt(new Date(event.starts_at), zone).slice(0, 10);
  const end = event.ends_at ? new Date(Date.parse(event.ends_at) - 1) : new Date(event.starts_at);
  const last = wallAt(end, zone).slice(0, 10);
  const days = [first];
  for (let day = plusDays(first, 1); day <= last && days.length < 62; day = plusDays(day, 1)) days.push(day);
  return days;
}

export function onDays<T extends Timed>(events: readonly T[], zone = readerZone()): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const event of events)
    for (const day of daysOf(event, zone)) found.set(day, [...(found.get(day) ?? []), event]);
  return found;
}

const written = (day: string, options: Intl.DateTimeFormatOptions) =>
  inWords(at(day), { timeZone: 'UTC', ...options });

/** «октябрь 2026» */
export const monthText = (day: string): string => written(day, { month: 'long', year: 'numeric' });
/** «пн» */
export const weekdayText = (day: string): string => written(day, { weekday: 'short' });
/** «понедельник, 5 октября» */
export const longDay = (day: string): string =>
  written(day, { weekday: 'long', day: 'numeric', month: 'long' });
/** «5–11 октября 2026» */
export const weekText = (day: string): string =>
  spanInWords(at(monday(day)).getTime(), at(plusDays(monday(day), 6)).getTime(), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
/** Its hour by the reader's clock: «15:00». */
export const hourHere = (instant: string, zone = readerZone()): string =>
  wallAt(new Date(instant), zone).slice(11);

/** Midnight of the reader's calendar as the server is asked. */
export const midnight = (day: string): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).toISOString();
};
