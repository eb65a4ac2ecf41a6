import { describe, expect, it } from 'vitest';
import {
  dayIn,
  daysOf,
  monday,
  monthText,
  onDays,
  plusMonths,
  today,
  weekOf,
  weeksOf,
  weekText,
} from './dates';

/** Thin and hard spaces are typography. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('days of a calendar', () => {
  it('a month is whole weeks from Monday', () => {
    const weeks = weeksOf('2026-10-05');
    expect(weeks.length).toBe(5);
    expect(weeks[0]?.[0]).toBe('2026-09-28');
    expect(weeks.at(-1)?.at(-1)).toBe('2026-11-01');
    expect(weeksOf('2027-02-01').length).toBe(4);
    expect(weeksOf('2026-11-30').length).toBe(6);
  });

  it('a week begins on Monday over the end of a year', () => {
    expect(monday('2027-01-01')).toBe('2026-12-28');
    expect(weekOf('2027-01-03').at(-1)).toBe('2027-01-03');
  });

  it('months follow each other whatever their length', () => {
    expect(plusMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(plusMonths('2026-12-15', 1)).toBe('2027-01-15');
    expect(plusMonths('2026-01-15', -1)).toBe('2025-12-15');
  });

  it('an address names a day or a month, nonsense names nothing', () => {
    expect(dayIn('2026-10-05')).toBe('2026-10-05');
    expect(dayIn('2026-10')).toBe('2026-10-01');
    for (const other of [null, '', '2026-02-31', '2026-13', '0001-01-01', 'x2026-10', '2026-10-05T00:00'])
      expect(dayIn(other)).toBeNull();
  });

  it('an event is on each of its days, by the clock of the reader', () => {
    const event = (starts_at: string | null, ends_at: string | null) => ({ starts_at, ends_at });
    const zone = 'Asia/Yekaterinburg';
    expect(daysOf(event('2026-10-05T20:00:00Z', '2026-10-05T21:00:00Z'), zone)).toEqual(['2026-10-06']);
    expect(daysOf(event('2026-10-05T05:00:00Z', '2026-10-07T05:00:00Z'), zone).length).toBe(3);
    // Until midnight there.
    expect(daysOf(event('2026-10-05T15:00:00Z', '2026-10-05T19:00:00Z'), zone)).toEqual(['2026-10-05']);
    expect(daysOf(event(null, null), zone)).toEqual([]);
    const two = [event('2026-10-05T05:00:00Z', '2026-10-06T05:00:00Z'), event('2026-10-06T05:00:00Z', null)];
    expect([...onDays(two, zone)].map(([day, events]) => [day, events.length])).toEqual([
      ['2026-10-05', 1],
      ['2026-10-06', 2],
    ]);
    expect(today(Date.parse('2026-10-05T20:00:00Z'), zone)).toBe('2026-10-06');
  });

  it('is named in words', () => {
    expect(plain(monthText('2026-10-05'))).toBe('октябрь 2026');
    expect(plain(weekText('2026-10-07'))).toBe('5–11 октября 2026');
  });
});
