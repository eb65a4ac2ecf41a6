import { expect, it } from 'vitest';
import type { Network } from '../types';
import { crossings, linesOf, picture } from './layout';

const school = (id: string) => ({ id, short_name: `Школа ${id}`, kind: 'school' as const });
const pair = (mentor: string, mentee: string, theme = 'math') => ({
  id: `${mentor}${mentee}${theme}`,
  mentor,
  mentee,
  theme_kind: 'subject' as const,
  theme,
  active_since: null,
  open: true,
  run: null,
});
const net = (ids: string, ...pairs: ReturnType<typeof pair>[]) =>
  ({ schools: [...ids].map(school), pairs }) as unknown as Network;

it('two themes between two schools are one line', () => {
  expect(linesOf([pair('a', 'b'), pair('a', 'b', 'russian')])).toHaveLength(1);
  expect(linesOf([pair('a', 'b'), pair('b', 'a')])).toHaveLength(2);
});

it('schools stand beside those they are tied to', () => {
  // As the alphabet has it, every line would cross every other one.
  const found = picture(net('abcxyz', pair('a', 'z'), pair('b', 'y'), pair('c', 'x')));
  expect(crossings(found)).toBe(0);
  expect(found.mentors).toHaveLength(3);
});

it('a school that helps and is helped stands on both sides', () => {
  const found = picture(net('abc', pair('a', 'b'), pair('b', 'c')));
  expect(found.mentors.map(({ id }) => id).sort()).toEqual(['a', 'b']);
  expect(found.mentees.map(({ id }) => id).sort()).toEqual(['b', 'c']);
});

it('nobody yet is a picture still', () => {
  expect(picture(net('')).height).toBeGreaterThan(0);
});
