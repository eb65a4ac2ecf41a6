/** How an event repeats: the choices of the form, and the RRULE that the server takes. */
import { m } from '$paraglide/messages';
import { weekdayText } from '../month/dates';
import { dayText } from '../when';

export type Every = 'week' | 'month_day' | 'month_weekday';
export interface Repeat {
  every: Every;
  /** Each such week or month. */
  interval: number;
  /** Of `week`: Monday is 0. */
  days: number[];
  end: 'count' | 'until';
  count: number;
  /** A day. */
  until: string;
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
/** A Monday, to name the days by. */
const MONDAY = '2026-10-05';

const at = (day: string): Date => new Date(`${day.slice(0, 10)}T00:00:00Z`);
export const weekdayOf = (day: string): number => (at(day).getUTCDay() + 6) % 7;
/** Which one of its month: the last when there is no fifth always. */
const nthOf = (day: string): number => {
  const nth = Math.ceil(at(day).getUTCDate() / 7);
  return nth === 5 ? -1 : nth;
};
export const weekdayName = (day: number): string =>
  weekdayText(`2026-10-${String(5 + day).padStart(2, '0')}`);

export const usualRepeat = (starts: string): Repeat => ({
  every: 'week',
  interval: 1,
  days: [weekdayOf(starts || MONDAY)],
  end: 'count',
  count: 4,
  until: '',
});

/** For an event that first begins on this wall. */
export function ruleOf(repeat: Repeat, starts: string): string {
  const parts = [`FREQ=${repeat.every === 'week' ? 'WEEKLY' : 'MONTHLY'}`];
  if (repeat.interval > 1) parts.push(`INTERVAL=${repeat.interval}`);
  if (repeat.every === 'week') {
    const days = repeat.days.length > 0 ? repeat.days : [weekdayOf(starts)];
    parts.push(
      `BYDAY=${[...days]
        .sort((a, b) => a - b)
        .map((day) => DAYS[day])
        .join(',')}`,
    );
  } else if (repeat.every === 'month_day') parts.push(`BYMONTHDAY=${at(starts).getUTCDate()}`);
  else parts.push(`BYDAY=${nthOf(starts)}${DAYS[weekdayOf(starts)]}`);
  parts.push(
    repeat.end === 'count' ? `COUNT=${repeat.count}` : `UNTIL=${repeat.until.replaceAll('-', '') || '0'}`,
  );
  return parts.join(';');
}

/** «каждую неделю: вт, чт · 10 раз»; a rule of another hand is told as far as it is understood. */
export function ruleText(rule: string): string {
  const part = Object.fromEntries(rule.split(';').map((one) => one.split('=') as [string, string]));
  const interval = Number(part.INTERVAL ?? 1);
  const days = (part.BYDAY ?? '')
    .split(',')
    .map((day) => DAYS.findIndex((name) => day.endsWith(name)))
    .filter((day) => day >= 0)
    .map(weekdayName)
    .join(', ');
  const every =
    part.FREQ === 'DAILY'
      ? m.events_every_day({ count: interval })
      : part.FREQ === 'WEEKLY'
        ? m.events_every_week({ count: interval })
        : part.FREQ === 'MONTHLY'
          ? m.events_every_month({ count: interval })
          : m.events_every_year({ count: interval });
  const until = part.UNTIL?.slice(0, 8).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const end = part.COUNT
    ? m.events_times({ count: Number(part.COUNT) })
    : until
      ? m.events_until_day({ day: dayText(`${until}T00:00`, Date.now(), true) })
      : '';
  return [days ? `${every}: ${days}` : every, end].filter(Boolean).join(' · ');
}
