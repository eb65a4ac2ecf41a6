import { expect, it } from 'vitest';
import { stateOf } from './invitations';

const now = Date.parse('2026-11-20T12:00:00Z');
const open = { revoked: false, used: 1, max_uses: 30, expires_at: '2026-11-21T12:00:00Z' };

it('tells what became of a link', () => {
  expect(stateOf(open, now)).toBe('open');
  expect(stateOf({ ...open, used: 30, expires_at: '2026-11-01T00:00:00Z' }, now)).toBe('used');
  expect(stateOf({ ...open, expires_at: '2026-11-20T12:00:00Z' }, now)).toBe('expired');
  expect(stateOf({ ...open, revoked: true, used: 30 }, now)).toBe('revoked');
});
