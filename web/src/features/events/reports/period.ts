/** Stretches of time that reports are asked about. The last day is counted in. */
import { dayIn, midnight, plusDays } from '../month/dates';

export interface Period {
  from: string;
  to: string;
}

/** The school year that holds this day: from the first of September to the end of August. */
export function schoolYear(day: string, back = 0): Period {
  const year = Number(day.slice(0, 4)) - (day.slice(5, 7) < '09' ? 1 : 0) - back;
  return { from: `${year}-09-01`, to: `${year + 1}-08-31` };
}

/** As long as a teacher's category is given for. */
export const fiveYears = (day: string): Period => ({
  from: plusDays(`${Number(day.slice(0, 4)) - 5}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`, 1),
  to: day,
});

/** What an address asks for; the school year unless told. */
export function periodIn(search: URLSearchParams, day: string): Period {
  const usual = schoolYear(day);
  const [from, to] = [dayIn(search.get('from')) ?? usual.from, dayIn(search.get('to')) ?? usual.to];
  return from <= to ? { from, to } : usual;
}

export const askedOf = ({ from, to }: Period) => ({ from: midnight(from), to: midnight(plusDays(to, 1)) });

/** The address of a report with some of its choices changed. */
export function changed(search: URLSearchParams, change: Record<string, string | undefined>): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return `?${next}`;
}

export const samePeriod = (one: Period, other: Period): boolean =>
  one.from === other.from && one.to === other.to;
