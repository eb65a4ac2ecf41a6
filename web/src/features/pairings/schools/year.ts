/** School years, named by the year in which they begin: 2026 is «2026/27». */

export function yearText(year: number): string {
  return `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
}

const SEPTEMBER = 8;
export function schoolYear(day = new Date()): number {
  return day.getMonth() >= SEPTEMBER ? day.getFullYear() : day.getFullYear() - 1;
}

/** Years to choose from: those of which something is known and the one it is, the newest first. */
export function yearsToShow(known: readonly number[], current: number, chosen: number): number[] {
  return [...new Set([...known, current, chosen])].sort((a, b) => b - a);
}

/** The year an address asks for, or the one it is. The next one is prepared before it begins. */
export function yearIn(search: URLSearchParams, current: number): number {
  const asked = Number(search.get('year'));
  return Number.isInteger(asked) && asked >= 2015 && asked <= current + 1 ? asked : current;
}
