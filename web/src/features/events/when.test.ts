import { describe, expect, it } from 'vitest';
import { hoursHere, later, programmeHour, wallAt, whenLine as line } from './when';

/** Spaces that hold a line together are as wide as others. */
const whenLine = (...asked: Parameters<typeof line>) => line(...asked).replaceAll('\u00a0', ' ');
const NOW = Date.parse('2026-09-01T00:00:00Z');
const event = (starts: string, ends: string, at: string, zone: string) => ({
  starts,
  ends,
  starts_at: at,
  time_zone: zone,
  slot: '',
});
const moscow = event('2026-10-05T15:00', '2026-10-05T17:00', '2026-10-05T12:00:00Z', 'Europe/Moscow');
const chita = event('2026-10-05T09:00', '2026-10-05T10:00', '2026-10-05T00:00:00Z', 'Asia/Chita');

describe('when an event is', () => {
  it('is told by its own wall, and by the clock of the reader', () => {
    expect(whenLine(moscow, 'Asia/Omsk', NOW)).toBe('понедельник, 5 октября, 15:00–17:00 МСК (18:00 у вас)');
    expect(whenLine(moscow, 'Europe/Moscow', NOW)).toBe('понедельник, 5 октября, 15:00–17:00 МСК');
  });

  it('names Moscow where the wall is not there, and the day where it is another', () => {
    expect(whenLine(chita, 'Europe/Kaliningrad', NOW)).toBe(
      'понедельник, 5 октября, 09:00–10:00 МСК+6 (03:00 МСК, 02:00 у вас)',
    );
    expect(whenLine(chita, 'Asia/Chita', NOW)).toBe('понедельник, 5 октября, 09:00–10:00 МСК+6 (03:00 МСК)');
    expect(whenLine(chita, 'Atlantic/Azores', NOW)).toContain('00:00 у вас');
    expect(whenLine(chita, 'America/New_York', NOW)).toContain('4 октября, 20:00 у вас');
  });

  it('is told shortly by the clock of the reader', () => {
    const lesson = { starts_at: '2026-10-05T12:09:00Z', ends_at: '2026-10-05T13:29:00Z' };
    expect(hoursHere(lesson, 'Asia/Omsk', NOW)).toBe('18:09–19:29');
    expect(hoursHere({ ...lesson, ends_at: '2026-10-06T09:00:00Z' }, 'Europe/Moscow', NOW)).toBe(
      '5\u00a0октября, 15:09 – 6\u00a0октября, 12:00',
    );
    expect(hoursHere({ ...lesson, ends_at: null })).toBe('');
  });

  it('says what is known while there is no date', () => {
    const none = { starts: null, ends: null, starts_at: null, time_zone: 'Europe/Moscow' };
    expect(whenLine({ ...none, slot: 'март, по графику' }, 'Asia/Omsk', NOW)).toBe('март, по графику');
  });

  it('runs over midnight and over days', () => {
    const long = { ...moscow, ends: '2026-10-07T12:00' };
    expect(whenLine(long, 'Europe/Moscow', NOW)).toContain('15:00 – 7 октября, 12:00 МСК');
    expect(later('2026-10-05T23:30', 45)).toBe('2026-10-06T00:15');
    expect(programmeHour('2026-10-05T15:00', 80)).toBe('16:20');
    expect(wallAt(new Date('2026-10-05T21:30:00Z'), 'Asia/Yekaterinburg')).toBe('2026-10-06T02:30');
  });
});
