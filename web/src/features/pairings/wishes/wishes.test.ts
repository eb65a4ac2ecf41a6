import '$shared/words/locale.svelte';
import { expect, it } from 'vitest';
import { listsOf, moved, named, reasonless, sameLists, sentOf, type Kept } from './wishes';

const school = (id: string) => ({ id, kind: 'school' as const, short_name: `СОШ № ${id}` });
const kept = (id: string, rank: number | null, more: Partial<Kept> = {}): Kept => ({
  other: school(id),
  theme_kind: null,
  theme: null,
  rank,
  veto: rank === null,
  reason: rank === null ? 'далеко' : null,
  ...more,
});

it('wishes stand by their places, refusals apart', () => {
  const lists = listsOf([kept('3', null), kept('2', 2), kept('1', 1)]);
  expect(lists.ranked.map(({ other }) => other.id)).toEqual(['1', '2']);
  expect(lists.vetoes.map(({ other }) => other.id)).toEqual(['3']);
});

it('what is sent counts places anew and keeps the theme', () => {
  const lists = listsOf([kept('1', 4), kept('2', 9, { theme_kind: 'subject', theme: 'math' })]);
  expect(sentOf(lists)).toEqual([
    { other_id: '1', theme_kind: null, theme: null, rank: 1, veto: false, reason: null },
    { other_id: '2', theme_kind: 'subject', theme: 'math', rank: 2, veto: false, reason: null },
  ]);
});

it('a school is named once for a theme', () => {
  const lists = listsOf([kept('1', 1)]);
  expect(named(lists, '1', '')).toBe(true);
  expect(named(lists, '1', 'subject:math')).toBe(false);
});

it('a refusal without a reason is found', () => {
  const lists = listsOf([kept('1', null), kept('2', null, { reason: ' ' })]);
  expect(reasonless(lists).map(({ other }) => other.id)).toEqual(['2']);
});

it('an item moves within the list and not out of it', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
});

it('lists are the same when the same would be sent', () => {
  const lists = listsOf([kept('1', 1), kept('2', 2)]);
  expect(sameLists(lists, listsOf([kept('2', 7), kept('1', 3)]))).toBe(true);
  expect(sameLists(lists, { ...lists, ranked: moved(lists.ranked, 0, 1) })).toBe(false);
});
