import { describe, expect, it } from 'vitest';
import type { Attendance } from '$shared/api';
import { follows, linesOf, narrowed, windowOf, type Mark } from './marks';

type Word = Attendance['marks'][number];
const at = (minute: number) => `2026-10-05T12:${String(minute).padStart(2, '0')}:00.000Z`;
const word = (method: Word['method'], present: boolean, minute: number) =>
  ({ method, present, at: at(minute), heard_at: at(minute) }) as Word;
const row = (registration_id: string, surname: string, marks: Word[] = []) =>
  ({
    registration_id,
    person: { surname, given_name: 'Пётр', patronymic: null, school: { short_name: 'СОШ № 6' } },
    marks,
  }) as unknown as Attendance;
const scan = (registration_id: string, minute: number): Mark => ({
  registration_id,
  method: 'scan',
  present: true,
  at: at(minute),
});

describe('who is there', () => {
  it('is the earliest scan, unless the host says otherwise at last', () => {
    expect(follows([])).toBeNull();
    expect(follows([word('code', true, 9), word('scan', true, 4)])).toEqual({ at: at(4), how: 'scan' });
    expect(follows([word('scan', true, 4), word('list', false, 20)])).toBeNull();
    expect(follows([word('list', false, 20), word('list', true, 21), word('scan', true, 4)])?.at).toBe(at(4));
    expect(follows([word('list', true, 21)])).toEqual({ at: at(21), how: 'list' });
  });

  it('is told of a part alone, and of the whole by any part', () => {
    const part = (session: number, present: boolean, minute: number) => ({
      ...word('list', present, minute),
      session,
    });
    const words = [part(2, true, 9), part(1, false, 4)];
    expect(follows(words, 2)?.at).toBe(at(9));
    expect(follows(words, 1)).toBeNull();
    expect(follows(words)?.at).toBe(at(9));
    expect(follows([...words, word('list', false, 20)])).toBeNull();
    expect(follows([...words, word('scan', true, 7)], 2)?.at).toBe(at(9));
  });

  it('holds what this device has not sent, and not twice what it has', () => {
    const list = [row('a', 'Зайцев'), row('b', 'Ёлкин', [word('scan', true, 7)])];
    const lines = linesOf(list, [scan('a', 5), scan('b', 7), scan('c', 8)]);
    expect(lines.map(({ at, waiting }) => [at, waiting])).toEqual([
      [at(5), true],
      [at(7), false],
    ]);
  });

  it('is found by a part of the name or of the school', () => {
    const lines = linesOf([row('a', 'Зайцев'), row('b', 'Ёлкин')], [scan('b', 5)]);
    const found = (shown: 'all' | 'absent' | 'here', typed: string) =>
      narrowed(lines, shown, typed).map((line) => line.row.registration_id);
    expect(found('all', 'ЕЛК')).toEqual(['b']);
    expect(found('all', 'петр 6')).toEqual(['a', 'b']);
    expect(found('absent', '')).toEqual(['a']);
    expect(found('here', 'зай')).toEqual([]);
  });

  it('is written down from an hour before to two weeks after', () => {
    const event = { state: 'published', starts_at: at(0), ends_at: at(30) };
    const when = (iso: string, of = event) => windowOf(of, Date.parse(iso));
    expect(when('2026-10-05T10:59:00Z')).toBe('early');
    expect(when('2026-10-05T11:00:00Z')).toBe('open');
    expect(when('2026-10-19T12:30:00Z')).toBe('open');
    expect(when('2026-10-19T12:31:00Z')).toBe('late');
    expect(when(at(5), { ...event, state: 'cancelled' })).toBe('none');
  });
});
