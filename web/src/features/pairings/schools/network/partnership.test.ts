import { expect, it } from 'vitest';
import '$shared/words/locale.svelte';
import type { SchoolPartnership } from '$shared/api';
import { restsOn, standing } from './partnership';

type Pair = SchoolPartnership['pairs'][number];
const pair = (held: number, last_on: string | null) => ({ held, last_on }) as Pair;
const now = Date.parse('2026-11-20T09:00:00Z');

it('a pair in which nothing was held is only begun', () => {
  expect(standing({ present: false, pairs: [pair(0, null)] })).toBe('begun');
  expect(standing({ present: false, pairs: [] })).toBe('absent');
  expect(standing({ present: true, pairs: [pair(2, '2026-11-12')] })).toBe('present');
});

it('what it rests on is counted over all pairs', () => {
  const pairs = [pair(3, '2026-10-02'), pair(1, '2026-11-12')];
  expect(restsOn({ pairs }, now)).toBe('2 пары, 4 встречи, последняя 12\u00a0ноября');
  expect(restsOn({ pairs: [pair(0, null)] }, now)).toBe('1 пара, 0 встреч');
});
