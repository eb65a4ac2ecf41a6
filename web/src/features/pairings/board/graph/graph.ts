/** The picture of who helps whom: two columns, ordered so that few lines cross. */

export interface Line {
  /** Row of the mentor. */
  from: number;
  /** Row of the need. */
  to: number;
}

interface Link {
  mentor: string;
  need: string;
}

export interface Columns {
  mentors: string[];
  needs: string[];
}

const SWEEPS = 6;

/**
 * Both columns in an order with few crossings: each row moves to the mean of its neighbours, a few times over. Rows
 * without lines keep their order at the end. The best order that was met is kept, and the same input gives the same
 * picture.
 */
export function columns(mentors: string[], needs: string[], links: Link[]): Columns {
  const linked = (ids: string[], side: keyof Link) => {
    const used = new Set(links.map((link) => link[side]));
    return { used: ids.filter((id) => used.has(id)), free: ids.filter((id) => !used.has(id)) };
  };
  const left = linked(mentors, 'mentor');
  const right = linked(needs, 'need');
  let order: Columns = { mentors: left.used, needs: right.used };
  let best = order;
  let least = crossings(linesOf(order, links));
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    order = { ...order, needs: byNeighbours(order.needs, order.mentors, links, 'need', 'mentor') };
    order = { ...order, mentors: byNeighbours(order.mentors, order.needs, links, 'mentor', 'need') };
    const count = crossings(linesOf(order, links));
    if (count < least) [best, least] = [order, count];
  }
  return { mentors: [...best.mentors, ...left.free], needs: [...best.needs, ...right.free] };
}

function byNeighbours(
  rows: string[],
  others: string[],
  links: Link[],
  mine: keyof Link,
  theirs: keyof Link,
): string[] {
  const place = new Map(others.map((id, i) => [id, i]));
  const mean = (id: string, now: number) => {
    const at = links.filter((link) => link[mine] === id).map((link) => place.get(link[theirs]) ?? now);
    return at.length === 0 ? now : at.reduce((sum, one) => sum + one, 0) / at.length;
  };
  return rows
    .map((id, now) => ({ id, now, mean: mean(id, now) }))
    .sort((a, b) => a.mean - b.mean || a.now - b.now)
    .map(({ id }) => id);
}

export function linesOf({ mentors, needs }: Columns, links: Link[]): Line[] {
  const rowOf = (ids: string[]) => new Map(ids.map((id, i) => [id, i]));
  const [left, right] = [rowOf(mentors), rowOf(needs)];
  return links.map((link) => ({ from: left.get(link.mentor) ?? 0, to: right.get(link.need) ?? 0 }));
}

export function crossings(lines: Line[]): number {
  let count = 0;
  for (const [i, one] of lines.entries())
    for (const other of lines.slice(i + 1)) if ((one.from - other.from) * (one.to - other.to) < 0) count += 1;
  return count;
}

/** A soft line between the middles of two rows, in units in which a row is `row` high and the gap `width` wide. */
export function curve({ from, to }: Line, row: number, width: number): string {
  const [y1, y2] = [(from + 0.5) * row, (to + 0.5) * row];
  return `M0 ${y1}C${width / 2} ${y1} ${width / 2} ${y2} ${width} ${y2}`;
}

/** Where the score of a line is written: on its middle. */
export const middle = ({ from, to }: Line, row: number): number => ((from + to + 1) / 2) * row;
