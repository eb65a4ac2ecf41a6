import '$shared/words/locale.svelte';
import { expect, it } from 'vitest';
import { numberOf, numbersOf, shares, typedOf } from './typed';

const usual = {
  version: 0,
  context: 350,
  complementarity: 300,
  practice: 150,
  access: 120,
  history: 80,
  min_likeness: 100,
  load_penalty: 40,
  minutes_limit: 90,
  note: null,
  by: null,
  created_at: null,
};

it('what is typed is a whole number in its range, or nothing', () => {
  expect(numberOf('context', ' 350 ')).toBe(350);
  for (const wrong of ['', '3.5', '-1', '1001', 'NaN', 'Infinity', '1e3'])
    expect(numberOf('context', wrong)).toBeNull();
  expect(numberOf('minutes_limit', '0')).toBeNull();
});

it('weights go there and back', () => {
  const numbers = numbersOf(typedOf(usual));
  expect(numbers).toMatchObject({ context: 350, minutes_limit: 90 });
  expect(numbersOf({ ...typedOf(usual), access: 'много' })).toBeNull();
});

it('shares are parts of the whole, and all noughts have none', () => {
  expect(shares(typedOf(usual))).toEqual({
    context: 35,
    complementarity: 30,
    practice: 15,
    access: 12,
    history: 8,
  });
  const zero = { context: '0', complementarity: '0', practice: '0', access: '0', history: '0' };
  expect(shares({ ...typedOf(usual), ...zero })).toBeNull();
});
