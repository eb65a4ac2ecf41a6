import { expect, it } from 'vitest';
import '$shared/words/locale.svelte';
import { halfName, halfOf, halvesOf } from './halves';

it('autumn belongs to the year that begins, spring and summer to the one before', () => {
  expect(halfOf('2026-09-01')).toEqual({ year: 2026, half: 1 });
  expect(halfOf('2026-12-31')).toEqual({ year: 2026, half: 1 });
  expect(halfOf('2027-01-01')).toEqual({ year: 2026, half: 2 });
  expect(halfOf('2027-08-31')).toEqual({ year: 2026, half: 2 });
});

it('each half from the beginning on, the newest first', () => {
  expect(halvesOf('2026-10-05', '2027-09-02')).toEqual([
    { year: 2027, half: 1 },
    { year: 2026, half: 2 },
    { year: 2026, half: 1 },
  ]);
  expect(halvesOf('2026-10-05', '2026-10-05')).toHaveLength(1);
});

it('a half is called by its school year', () => {
  expect(halfName(2026, 1)).toContain('2026/27');
});
