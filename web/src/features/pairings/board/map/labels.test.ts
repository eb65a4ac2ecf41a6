import { expect, it } from 'vitest';
import { boxOf, overlap, placed, type Dot } from './labels';
import { fitted, sheet, turned } from './scale';

const paper = { width: 600, height: 400, size: 13 };
const dot = (id: string, x: number, y: number, rank = 0): Dot => ({
  id,
  x,
  y,
  radius: 6,
  text: `Школа № ${id}`,
  rank,
});

it('a name alone stands to the right of its point', () => {
  expect(placed([dot('1', 100, 100)], paper).get('1')?.anchor).toBe('start');
});

it('at the right edge a name goes to the left', () => {
  expect(placed([dot('1', 590, 100)], paper).get('1')?.anchor).toBe('end');
});

it('no two names lie over one another, however close the points', () => {
  const dots = Array.from({ length: 60 }, (_, i) =>
    dot(String(i), 250 + ((i * 37) % 100), 150 + ((i * 53) % 90)),
  );
  const labels = [...placed(dots, paper)].map(([id, label]) => boxOf(label, `Школа № ${id}`, paper.size));
  expect(labels.length).toBeGreaterThan(5);
  expect(labels.some((one, i) => labels.slice(i + 1).some((other) => overlap(one, other)))).toBe(false);
});

it('when there is no room, the more important point is named', () => {
  const narrow = { width: 90, height: 16, size: 13 };
  const labels = placed([dot('1', 8, 8, 1), dot('2', 9, 8, 0)], narrow);
  expect([...labels.keys()]).toEqual(['2']);
});

it('the picture keeps distances: both axes have one scale', () => {
  const at = fitted([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 0, y: 5 }], 220, 220, 10); // prettier-ignore
  const [a, b, c] = at as [{ x: number; y: number }, { x: number; y: number }, { x: number; y: number }];
  expect(b.x - a.x).toBeCloseTo(200);
  expect(Math.abs(c.y - a.y)).toBeCloseTo(100);
});

it('schools in one place stand in the middle', () => {
  expect(fitted([{ x: 3, y: 3 }], 100, 60, 10)).toEqual([{ x: 50, y: 30 }]);
});

it('on a tall sheet a wide picture is turned, and distances stay', () => {
  const wide = [{ x: 0, y: 0 }, { x: 10, y: 2 }]; // prettier-ignore
  expect(turned(wide, false)).toEqual(wide);
  const [a, b] = turned(wide, true) as [{ x: number; y: number }, { x: number; y: number }];
  expect([Math.abs(b.x - a.x), Math.abs(b.y - a.y)]).toEqual([2, 10]);
});

it('a sheet is as high as the picture, within its ends', () => {
  const points = [{ x: 0, y: 0 }, { x: 10, y: 5 }]; // prettier-ignore
  expect(sheet(points, 220, 10, 50, 400)).toBe(120);
  expect(sheet(points, 220, 10, 200, 400)).toBe(200);
  expect(sheet([{ x: 1, y: 1 }], 220, 10, 50, 400)).toBe(50);
});
