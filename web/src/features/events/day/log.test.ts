import { expect, it } from 'vitest';
import type { JoinLogRow } from '$shared/api';
// Words are said in the language of the application.
import '$shared/words/locale.svelte';
import { contentsOf, inOrder, logProblem, usualLeast } from './log';

it('a file goes as it is, whatever its letters', async () => {
  const bytes = new Uint8Array(70_000).map((_, i) => i % 251);
  const sent = atob(await contentsOf(new Blob([bytes])));
  expect(sent.length).toBe(70_000);
  expect([...sent].every((char, i) => char.charCodeAt(0) === i % 251)).toBe(true);
});

it('half of the event is enough unless told', () => {
  expect(usualLeast({ starts_at: '2026-10-05T12:00:00Z', ends_at: '2026-10-05T13:30:00Z' })).toBe(45);
  expect(usualLeast({ starts_at: null, ends_at: null })).toBe(0);
});

it('who could not be matched comes first', () => {
  const row = (key: string, match: JoinLogRow['match']) => ({ key, match }) as JoinLogRow;
  const rows = [row('a', 'email'), row('b', 'none'), row('c', 'name'), row('d', 'ambiguous')];
  expect(inOrder(rows).map(({ key }) => key)).toEqual(['b', 'd', 'a', 'c']);
});

it('says in words what is wrong with a file', () => {
  expect(logProblem('invalid')).toMatch(/таблиц/);
  expect(logProblem('other')).toBeNull();
});
