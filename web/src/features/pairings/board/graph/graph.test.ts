import { expect, it } from 'vitest';
import { columns, crossings, curve, linesOf } from './graph';

const links = [
  { mentor: 'a', need: '3' },
  { mentor: 'b', need: '1' },
  { mentor: 'c', need: '2' },
];

it('rows are ordered so that lines do not cross', () => {
  const order = columns(['a', 'b', 'c'], ['1', '2', '3'], links);
  expect(crossings(linesOf(order, links))).toBe(0);
});

it('rows without lines stand at the end, in their order', () => {
  const order = columns(['x', 'a', 'b', 'c'], ['9', '1', '2', '8', '3'], links);
  expect(order.mentors.at(-1)).toBe('x');
  expect(order.needs.slice(-2)).toEqual(['9', '8']);
});

it('a mentor of several schools stands beside them', () => {
  const many = [
    { mentor: 'a', need: '1' },
    { mentor: 'b', need: '2' },
    { mentor: 'a', need: '3' },
    { mentor: 'b', need: '4' },
  ];
  const order = columns(['a', 'b'], ['1', '2', '3', '4'], many);
  expect(order.needs).toEqual(['1', '3', '2', '4']);
});

it('nothing is no picture, and the same input gives the same picture', () => {
  expect(columns([], [], [])).toEqual({ mentors: [], needs: [] });
  expect(columns(['a', 'b', 'c'], ['1', '2', '3'], links)).toEqual(
    columns(['a', 'b', 'c'], ['1', '2', '3'], links),
  );
});

it('two lines cross when their ends are in another order', () => {
  expect(crossings([{ from: 0, to: 1 }, { from: 1, to: 0 }])).toBe(1); // prettier-ignore
  expect(crossings([{ from: 0, to: 0 }, { from: 0, to: 1 }])).toBe(0); // prettier-ignore
});

it('a line goes from the middle of a row to the middle of a row', () => {
  expect(curve({ from: 0, to: 1 }, 4, 12)).toBe('M0 2C6 2 6 6 12 6');
});
