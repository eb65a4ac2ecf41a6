import { expect, it } from 'vitest';
import { dotOf, ringOf } from './place';

const far = ({ x, y }: { x: number; y: number }) => Math.hypot(x, y);

it('stands the more alike nearer, and nobody upon the school itself', () => {
  expect(far(dotOf(90, 1))).toBeLessThan(far(dotOf(60, 2)));
  expect(far(dotOf(100, 1))).toBeCloseTo(0.16);
  expect(far(dotOf(0, 3))).toBeCloseTo(1);
  expect(far(dotOf(75, 4))).toBeCloseTo(ringOf(75));
});

it('turns neighbours in rank away from one another', () => {
  const places = Array.from({ length: 30 }, (_, at) => dotOf(70, at + 1));
  for (const [at, one] of places.entries())
    for (const other of places.slice(at + 1))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(0.05);
});
