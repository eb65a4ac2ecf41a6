import { expect, it } from 'vitest';
import type { VisitCriteria, VisitSheet } from '$shared/api';
// Words are said in the language of the application.
import '$shared/words/locale.svelte';
import { progress, stateOf } from './sheet';

const sheet = (visitor_signed_at: string | null, teacher_signed_at: string | null) =>
  ({ visitor: { id: 'v' }, visitor_signed_at, teacher_signed_at }) as VisitSheet;
const said = (of: VisitSheet, reader: string) => stateOf(of, reader).text();

it('the visitor signs first, then the teacher', () => {
  expect(said(sheet(null, null), 'v')).toBe('черновик');
  expect(said(sheet('2026-10-05T10:00:00Z', null), 'v')).toBe('ждёт подписи учителя');
  expect(said(sheet('2026-10-05T10:00:00Z', null), 't')).toBe('ждёт вашей подписи');
  expect(said(sheet('2026-10-05T10:00:00Z', '2026-10-05T11:00:00Z'), 't')).toBe('подписана обоими');
});

it('marks are counted, a skipped criterion is not', () => {
  const criteria = { groups: [{ title: '', criteria: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] }] };
  expect(progress(criteria as VisitCriteria, { a: 0, b: null, other: 3 })).toEqual({ marked: 1, of: 3 });
});
