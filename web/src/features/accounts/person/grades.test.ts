import { expect, it } from 'vitest';
import { gradesText } from './grades';

it('tells grades in a row by their ends', () => {
  expect(gradesText([7, 5, 6])).toBe('5–7');
  expect(gradesText([5, 6])).toBe('5, 6');
  expect(gradesText([1, 2, 3, 4, 9, 11])).toBe('1–4, 9, 11');
  expect(gradesText([])).toBe('');
});
