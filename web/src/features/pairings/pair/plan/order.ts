/** The order people give a plan: where an item goes, and before which other one that is. */
import type { PlanItem } from '../types';

type Placed = Pick<PlanItem, 'id' | 'state' | 'position'>;

/** What is not cancelled, in its order. */
export const inOrder = <I extends Placed>(items: readonly I[]): I[] =>
  items.filter(({ state }) => state !== 'cancelled').sort((one, other) => one.position - other.position);

/** The list with an item put at a place, and the item it stands before then; none: behind all. */
export function moved<I extends Pick<Placed, 'id'>>(
  items: readonly I[],
  id: string,
  to: number,
): { items: I[]; before: string | null } {
  const item = items.find((one) => one.id === id);
  const others = items.filter((one) => one.id !== id);
  if (!item) return { items: [...items], before: null };
  const place = Math.max(0, Math.min(to, others.length));
  return { items: others.toSpliced(place, 0, item), before: others[place]?.id ?? null };
}

/** The same page with the plan by date or in its own order. */
export function orderHref(url: URL, own: boolean): string {
  const query = new URLSearchParams(url.searchParams);
  if (own) query.set('order', 'own');
  else query.delete('order');
  return `${url.pathname}?${query}`;
}
