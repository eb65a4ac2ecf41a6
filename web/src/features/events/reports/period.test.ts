import { expect, it } from 'vitest';
import { fiveYears, periodIn, schoolYear } from './period';

const of = (text: string) => periodIn(new URLSearchParams(text), '2026-10-05');

it('a school year begins in September', () => {
  expect(schoolYear('2026-10-05')).toEqual({ from: '2026-09-01', to: '2027-08-31' });
  expect(schoolYear('2027-08-31')).toEqual({ from: '2026-09-01', to: '2027-08-31' });
  expect(schoolYear('2026-09-01', 1)).toEqual({ from: '2025-09-01', to: '2026-08-31' });
});

it('five years end today', () => {
  expect(fiveYears('2026-10-05')).toEqual({ from: '2021-10-06', to: '2026-10-05' });
  expect(fiveYears('2028-02-29')).toEqual({ from: '2023-03-01', to: '2028-02-29' });
});

it('an address names a period, nonsense is the school year', () => {
  expect(of('from=2026-10-01&to=2026-10-31')).toEqual({ from: '2026-10-01', to: '2026-10-31' });
  expect(of('from=2026-10-31&to=2026-10-01')).toEqual(schoolYear('2026-10-05'));
  expect(of('from=2026-02-31')).toEqual(schoolYear('2026-10-05'));
});
