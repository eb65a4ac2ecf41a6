import '$shared/words/locale.svelte';
import { expect, it } from 'vitest';
import { given, yearOf, yearText } from './words';

const weights = { context: 350, complementarity: 300, practice: 150, access: 120, history: 80 };

it('terms bring their share of the score', () => {
  const parts = { context: 800, complementarity: 500, practice: 0, access: 1000, history: 500 };
  const told = given(parts, weights);
  expect(told.map(({ points }) => points)).toEqual([280, 150, 0, 120, 40]);
  expect(told.map(({ weight }) => weight)).toEqual([35, 30, 15, 12, 8]);
});

it('what is not known is no nought: the others share its weight', () => {
  const parts = { context: 800, complementarity: null, practice: null, access: 1000, history: null };
  const told = given(parts, weights);
  expect(told[1]).toEqual({ term: 'complementarity', part: null, weight: 0, points: 0 });
  expect(told[0]?.weight).toBe(74);
  expect(told.reduce((sum, { points }) => sum + points, 0)).toBe(851);
});

it('nothing known, or no weights at all, is nothing and not a fault', () => {
  const none = { context: null, complementarity: null, practice: null, access: null, history: null };
  expect(given(none, weights).every(({ points }) => points === 0)).toBe(true);
  const zero = { context: 0, complementarity: 0, practice: 0, access: 0, history: 0 };
  expect(given({ ...none, context: 500 }, zero)[0]?.points).toBe(0);
});

it('a school year is named by both its years and begins in September', () => {
  expect(yearText(2026)).toBe('2026/27');
  expect(yearText(2099)).toBe('2099/00');
  expect(yearOf(new Date(2026, 8, 1))).toBe(2026);
  expect(yearOf(new Date(2027, 7, 31))).toBe(2026);
});
