/** Items of a plan as people look for them: what is late, what comes month by month, what is over. */
import type { PlanItem } from '../types';

export interface Groups<I> {
  late: I[];
  /** By month, `2026-11`; what has no date comes last under an empty name. */
  ahead: { month: string; items: I[] }[];
  done: I[];
  cancelled: I[];
}

type Listed = Pick<PlanItem, 'state' | 'due' | 'overdue' | 'position' | 'done_on'>;

export function grouped<I extends Listed>(items: readonly I[]): Groups<I> {
  const byDue = (one: I, other: I) =>
    (one.due ?? '9999').localeCompare(other.due ?? '9999') || one.position - other.position;
  const planned = items.filter(({ state }) => state === 'planned').sort(byDue);
  const months = new Map<string, I[]>();
  for (const item of planned.filter(({ overdue }) => !overdue)) {
    const month = item.due?.slice(0, 7) ?? '';
    months.set(month, [...(months.get(month) ?? []), item]);
  }
  return {
    late: planned.filter(({ overdue }) => overdue),
    ahead: [...months].map(([month, found]) => ({ month, items: found })),
    done: items
      .filter(({ state }) => state === 'done')
      .sort((one, other) => (other.done_on ?? '').localeCompare(one.done_on ?? '')),
    cancelled: items.filter(({ state }) => state === 'cancelled'),
  };
}
