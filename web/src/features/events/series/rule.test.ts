import { expect, it } from 'vitest';
import { ruleOf, ruleText, usualRepeat, type Repeat } from './rule';

const TUESDAY = '2026-10-06T15:00';
const of = (change: Partial<Repeat>, starts = TUESDAY) =>
  ruleOf({ ...usualRepeat(starts), ...change }, starts);

it('the choices of the form make a rule', () => {
  expect(of({})).toBe('FREQ=WEEKLY;BYDAY=TU;COUNT=4');
  expect(of({ days: [3, 1], interval: 2, count: 10 })).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10');
  expect(of({ days: [] })).toBe('FREQ=WEEKLY;BYDAY=TU;COUNT=4');
  expect(of({ every: 'month_day', end: 'until', until: '2027-05-31' })).toBe(
    'FREQ=MONTHLY;BYMONTHDAY=6;UNTIL=20270531',
  );
  expect(of({ every: 'month_weekday' })).toBe('FREQ=MONTHLY;BYDAY=1TU;COUNT=4');
  expect(of({ every: 'month_weekday' }, '2026-10-29T15:00')).toBe('FREQ=MONTHLY;BYDAY=-1TH;COUNT=4');
});

it('a rule is told in words', () => {
  expect(ruleText('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10')).toBe('раз в 2 недели: вт, чт · 10 раз');
  expect(ruleText('FREQ=WEEKLY;BYDAY=TU;COUNT=4')).toBe('каждую неделю: вт · 4 раза');
  expect(ruleText('FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270531')).toBe('каждый месяц: ср · до 31\u00a0мая 2027');
  expect(ruleText('FREQ=DAILY;COUNT=1')).toBe('каждый день · 1 раз');
});
