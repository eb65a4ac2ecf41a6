import { expect, it } from 'vitest';
import type { EventCard } from '$shared/api';
import { clashesOf, together } from './clashes';

const NOW = Date.parse('2026-10-05T10:30:00Z');
const event = (id: string, from: number, to: number, state: EventCard['state'] = 'published') => ({
  id,
  state,
  starts_at: `2026-10-05T${from}:00:00Z`,
  ends_at: `2026-10-05T${to}:00:00Z`,
});

it('events that touch at an end do not collide', () => {
  expect(together(event('a', 10, 12), event('b', 12, 13), NOW)).toBe(false);
  expect(together(event('a', 10, 12), event('b', 11, 13), NOW)).toBe(true);
  expect(together(event('a', 10, 12), event('a', 10, 12), NOW)).toBe(false);
});

it('what is called off collides with nothing', () => {
  const found = clashesOf(
    [
      event('a', 10, 14),
      event('b', 11, 12),
      event('c', 13, 15),
      event('d', 10, 15, 'cancelled'),
      { id: 'e', state: 'published' as const, starts_at: null, ends_at: null },
    ],
    NOW,
  );
  expect([...found].map(([id, others]) => [id, others.map((one) => one.id).join()])).toEqual([
    ['a', 'b,c'],
    ['b', 'a'],
    ['c', 'a'],
  ]);
});

it('what is over collides with nothing', () => {
  expect(together(event('a', 10, 12, 'held'), event('b', 11, 13), NOW)).toBe(false);
  expect(together(event('a', 10, 12), event('b', 11, 13, 'closed'), NOW)).toBe(false);
  expect(together(event('a', 10, 12), event('b', 11, 13), Date.parse('2026-10-05T11:59:00Z'))).toBe(true);
  expect(together(event('a', 10, 12), event('b', 11, 13), Date.parse('2026-10-05T12:00:00Z'))).toBe(false);
});
