import { describe, expect, it } from 'vitest';
import { anchorsOf, currentNo, lastSeen, shiftOf } from './anchor';

const stack = (from: number, heights: number[], top: number) => {
  let y = top;
  return heights.map((height, i) => {
    const edge = { id: `p${from + i}`, no: from + i, top: y, bottom: y + height };
    y += height;
    return edge;
  });
};

describe('the reader’s place', () => {
  it('stays when posts are put above', () => {
    const before = anchorsOf(stack(21, [200, 300, 250], -150), 60, 700);
    expect(before.map((edge) => edge.id)).toEqual(['p22', 'p23']);
    const after = new Map(stack(1, Array<number>(23).fill(100), 0).map((edge) => [edge.id, edge.top]));
    // p22 stood at 50 and now stands at 2100.
    expect(shiftOf(before, (id) => after.get(id) ?? null)).toBe(2100 - 50);
  });

  it('falls back to the next post when the first one was let go', () => {
    const before = anchorsOf(stack(1, [200, 300], 60), 60, 700);
    expect(shiftOf(before, (id) => (id === 'p2' ? 300 : null))).toBe(40);
    expect(shiftOf(before, () => null)).toBe(0);
  });

  it('does not move when posts are added below', () => {
    const edges = stack(1, [200, 300], 60);
    const before = anchorsOf(edges, 60, 700);
    const after = new Map(stack(1, [200, 300, 90, 90], 60).map((edge) => [edge.id, edge.top]));
    expect(shiftOf(before, (id) => after.get(id) ?? null)).toBe(0);
  });
});

describe('what counts as read', () => {
  it('is a post whose end was on the screen', () => {
    expect(lastSeen(stack(1, [200, 300, 500], 60), 60, 700)).toBe(2);
  });
  it('is a post longer than the screen once it fills it', () => {
    expect(lastSeen(stack(1, [200, 3000], -150), 60, 700)).toBe(2);
    expect(lastSeen(stack(1, [200, 3000], 60), 60, 700)).toBe(1);
  });
  it('is not what was scrolled over above', () => {
    expect(lastSeen(stack(5, [100, 100], -500), 60, 700)).toBe(0);
  });
  it('knows the post before the reader’s eyes', () => {
    expect(currentNo(stack(5, [100, 100, 100], -60), 60)).toBe(6);
    expect(currentNo([], 60)).toBeNull();
  });
});
