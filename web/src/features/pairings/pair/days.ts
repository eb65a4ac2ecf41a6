/** Days as the server writes them, `2026-10-05`: of no clock and no zone. */
import { readerZone, wallAt } from '$features/events/when';
import { m } from '$paraglide/messages';
import { inWords } from '$shared/words/time';

const DAY_MS = 24 * 60 * 60_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const today = (now = Date.now()): string => wallAt(new Date(now), readerZone()).slice(0, 10);
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / DAY_MS);

/** «5 октября», with the year when it is another one. */
export function dayText(day: string, now = Date.now()): string {
  const sameYear = day.slice(0, 4) === today(now).slice(0, 4);
  return inWords(at(day), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: sameYear ? undefined : 'numeric',
  });
}

/** «сегодня», «завтра», «через 5 дней», «опоздание на 3 дня», farther away the day itself. */
export function dueText(day: string, now = Date.now()): string {
  const ahead = daysBetween(today(now), day);
  if (ahead === 0) return m.pair_due_today();
  if (ahead === 1) return m.pair_due_tomorrow();
  if (ahead < 0) return m.pair_due_late({ count: -ahead });
  return ahead <= 14 ? m.pair_due_in({ count: ahead }) : m.pair_due_by({ day: dayText(day, now) });
}

/** Whole days from a moment until now. */
export const daysSince = (moment: string, now = Date.now()): number =>
  Math.max(0, Math.floor((now - Date.parse(moment)) / DAY_MS));

/** «2026/27» */
export const schoolYear = (year: number): string => `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
