import '$shared/words/locale.svelte';
import { expect, it } from 'vitest';
import { partnersOf, sideOf } from '../map/sides';
import type { Pair, Run, Uncovered } from '../shapes';
import { chosen, pictureOf } from './picture';

const school = (id: string) => ({ id, kind: 'school' as const, short_name: `СОШ № ${id}` });
const need = (id: string, of: string) => ({
  id,
  school: school(of),
  theme_kind: 'subject' as const,
  theme: 'math',
  priority: 1,
  strength: 70,
  grade_from: null,
  grade_to: null,
  skills: [],
});
const pair = (id: string, of: string, mentor: string) =>
  ({ need: need(id, of), mentor: school(mentor), score: 700 }) as unknown as Pair;
const run = {
  pairs_list: [pair('n1', '1', '8'), pair('n2', '2', '7'), pair('n3', '3', '8')],
  uncovered_list: [{ need: need('n4', '4'), reasons: ['нет мест'], advice: [], pinned: null }] as Uncovered[],
  schools: [{ school: school('9'), x: 0, y: 0, mentor: true, mentee: false }],
} as Run;

it('every need has its row, those nobody helps at the end, with the reason', () => {
  const { needs } = pictureOf(run);
  expect(needs).toHaveLength(4);
  expect(needs.at(-1)?.reasons).toEqual(['нет мест']);
});

it('a mentor of two schools is one row, and one without pairs is shown too', () => {
  const { mentors } = pictureOf(run);
  expect(mentors.map(({ id, pairs }) => [id, pairs.length])).toEqual(
    expect.arrayContaining([
      ['8', 2],
      ['7', 1],
      ['9', 0],
    ]),
  );
  expect(mentors.at(-1)?.id).toBe('9');
});

it('a line joins the rows of its pair', () => {
  const { mentors, needs, lines } = pictureOf(run);
  for (const { from, to, pair } of lines) {
    expect(mentors[from]?.id).toBe(pair.mentor.id);
    expect(needs[to]?.need.id).toBe(pair.need.id);
  }
});

it('a choice lights the lines of a mentor or of a need', () => {
  const lit = (at: string | undefined) => run.pairs_list.filter((one) => chosen(one, at)).length;
  expect([lit('8'), lit('n2'), lit('n4'), lit(undefined)]).toEqual([2, 1, 0, 0]);
});

it('a school may stand on both sides, and its partners are named once', () => {
  expect(sideOf({ mentor: true, mentee: true })).toBe('both');
  const twice = [pair('a', '1', '8'), pair('b', '1', '8')];
  expect(partnersOf(twice).get('8')).toEqual(['СОШ № 1']);
});
