import { expect, it } from 'vitest';
import { grouped } from './groups';

const item = (id: number, due: string | null, more: object = {}) => ({
  id,
  due,
  position: id,
  state: 'planned' as const,
  overdue: false,
  done_on: null,
  ...more,
});

it('what is late stands apart, what comes goes by months, what has no date is last', () => {
  const groups = grouped([
    item(1, null),
    item(2, '2026-12-20'),
    item(3, '2026-10-01', { overdue: true }),
    item(4, '2026-12-03'),
    item(5, '2026-11-30'),
  ]);
  expect(groups.late.map(({ id }) => id)).toEqual([3]);
  expect(groups.ahead.map(({ month, items }) => [month, items.map(({ id }) => id)])).toEqual([
    ['2026-11', [5]],
    ['2026-12', [4, 2]],
    ['', [1]],
  ]);
});

it('of what is done the latest comes first', () => {
  const done = (id: number, on: string) => item(id, null, { state: 'done', done_on: on });
  expect(grouped([done(1, '2026-09-10'), done(2, '2026-10-10')]).done.map(({ id }) => id)).toEqual([2, 1]);
});
