/** Halves of school years: September to December, January to August. */
import { m } from '$paraglide/messages';
import { schoolYear } from '../days';

export interface Half {
  year: number;
  half: 1 | 2;
}

export function halfOf(day: string): Half {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return month >= 9 ? { year, half: 1 } : { year: year - 1, half: 2 };
}

/** Those the pair has worked in, the newest first. */
export function halvesOf(from: string, to: string): Half[] {
  const last = halfOf(to);
  const found: Half[] = [];
  let now = halfOf(from);
  while (now.year * 2 + now.half <= last.year * 2 + last.half && found.length < 20) {
    found.unshift(now);
    now = now.half === 1 ? { year: now.year, half: 2 } : { year: now.year + 1, half: 1 };
  }
  return found;
}

export const halfName = (year: number, half: number): string =>
  half === 1 ? m.pair_half_1({ year: schoolYear(year) }) : m.pair_half_2({ year: schoolYear(year) });
