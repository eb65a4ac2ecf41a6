/** A verdict in words a colleague would say. */
import { m } from '$paraglide/messages';
import type { EffectPoint, Indicator } from '../types';

const FROM: Record<EffectPoint, () => string> = {
  start: m.pair_from_start,
  middle: m.pair_from_middle,
  // Nothing begins at the end.
  end: m.pair_from_middle,
};
const TO: Record<EffectPoint, () => string> = {
  start: m.pair_to_middle,
  middle: m.pair_to_middle,
  end: m.pair_to_end,
};

type Judged = Pick<Indicator, 'change' | 'from' | 'to' | 'less'>;

/** «Больше», when more of it is counted in the school than elsewhere; whether that is good the verdict says. */
export function changeText({ change, from, to }: Judged): string {
  const { points, low, high, verdict } = change;
  if (verdict === 'no_data' || !from || !to) return m.pair_said_none();
  const span = { from: FROM[from](), to: TO[to]() };
  // Few children stand behind the number: the verdict is said without it.
  if (points === null || low === null || high === null)
    return verdict === 'better'
      ? m.pair_said_better_bare(span)
      : verdict === 'worse'
        ? m.pair_said_worse_bare(span)
        : m.pair_said_within_bare(span);
  const range = { low: signed(low), high: signed(high) };
  if (verdict === 'within_error') return m.pair_said_within({ ...span, points: signed(points), ...range });
  const by = { ...span, points: Math.abs(points), ...range };
  return points >= 0 ? m.pair_said_more(by) : m.pair_said_fewer(by);
}

/** How far a picture of changes goes either way: the next ten behind the farthest end, twenty at least. */
export const changeScale = (ends: readonly number[]): number =>
  Math.max(20, Math.ceil(Math.max(...ends.map(Math.abs)) / 10) * 10);

/** «+7», «−3», «0» */
export const signed = (points: number): string =>
  points > 0 ? `+${points}` : points < 0 ? `−${Math.abs(points)}` : '0';
