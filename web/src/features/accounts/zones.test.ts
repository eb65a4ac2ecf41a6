import { describe, expect, it } from 'vitest';
import { clockThere, fromMoscow, zoneOptions } from './zones';

const noon = new Date('2026-11-20T09:00:00Z');

describe('time zones', () => {
  it('are told by their distance from Moscow', () => {
    expect(fromMoscow('Europe/Moscow', noon)).toBe('МСК');
    expect(fromMoscow('Asia/Yekaterinburg', noon)).toBe('МСК+2');
    expect(fromMoscow('Europe/Kaliningrad', noon)).toBe('МСК−1');
    expect(fromMoscow('Asia/Kolkata', noon)).toBe('МСК+2:30');
  });

  it('an unknown zone breaks nothing', () => {
    expect(fromMoscow('Mars/Base', noon)).toBe('');
    expect(clockThere('Mars/Base', noon.getTime())).toBe('');
  });

  it('shows the clock there', () => {
    expect(clockThere('Asia/Omsk', noon.getTime())).toBe('15:00');
  });

  it('keeps a stored zone in the list', () => {
    expect(zoneOptions('Asia/Chita').map((one) => one.value)).toContain('Asia/Chita');
  });
});
