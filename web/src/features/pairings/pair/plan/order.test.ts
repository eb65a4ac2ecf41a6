import { expect, it } from 'vitest';
import { inOrder, moved } from './order';

const item = (id: string, position: number, state: 'planned' | 'cancelled' = 'planned') => ({
  id,
  position,
  state,
});
const items = inOrder([item('в', 3), item('а', 0), item('х', 1, 'cancelled'), item('б', 2)]);
const said = (to: number, id: string) => {
  const { items: after, before } = moved(items, id, to);
  return [after.map((one) => one.id).join(''), before];
};

it('what is cancelled stands in no order', () => {
  expect(items.map(({ id }) => id)).toEqual(['а', 'б', 'в']);
});

it('an item goes up, down and to either end, and says before which one it stands', () => {
  expect(said(1, 'в')).toEqual(['авб', 'б']);
  expect(said(1, 'а')).toEqual(['бав', 'в']);
  expect(said(2, 'а')).toEqual(['бва', null]);
  expect(said(-1, 'а')).toEqual(['абв', 'б']);
  expect(said(9, 'а')).toEqual(['бва', null]);
  expect(said(0, 'нет')).toEqual(['абв', null]);
});
