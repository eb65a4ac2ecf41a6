import { describe, expect, it } from 'vitest';
import type { Skill } from '$shared/api';
import { byWork, countsOf, neighbours } from './groups';

const skill = (id: string, subject: string, grade: number, block = ''): Skill => ({
  id,
  subject,
  grade,
  code: id,
  short: id,
  text: id,
  block,
  max: 1,
  source: '',
  year: 2026,
  archived: false,
  version: 1,
  synonyms: [],
});

describe('a list of skills', () => {
  it('is cut by subject and grade', () => {
    const list = [
      skill('a', 'math', 5),
      skill('b', 'math', 5),
      skill('c', 'math', 6),
      skill('d', 'russian', 6),
    ];
    expect(byWork(list).map((work) => [work.subject, work.grade, work.skills.length])).toEqual([
      ['math', 5, 2],
      ['math', 6, 1],
      ['russian', 6, 1],
    ]);
    expect(byWork([])).toEqual([]);
  });

  it('has neighbours of the same block, nearest grades first', () => {
    const me = skill('me', 'math', 6, 'Проценты');
    const list = [
      skill('here', 'math', 6, 'проценты '),
      skill('four', 'math', 4, 'Проценты'),
      skill('seven', 'math', 7, 'Проценты'),
      skill('other', 'math', 6, 'Дроби'),
      skill('foreign', 'physics', 6, 'Проценты'),
      me,
    ];
    const near = neighbours(me, list);
    expect(near.here.map(({ id }) => id)).toEqual(['here']);
    expect(near.elsewhere.map(({ id }) => id)).toEqual(['seven', 'four']);
  });

  it('has no neighbours where the block is not named', () => {
    const list = [skill('a', 'math', 5), skill('b', 'math', 5)];
    expect(neighbours(skill('me', 'math', 5), list)).toEqual({ here: [], elsewhere: [] });
  });
});

describe('counts of practices', () => {
  it('are none for what a whole list leaves out, and unknown for what a cut one does', () => {
    const values = [
      { value: 'a', count: 3 },
      { value: 'b', count: 1 },
    ];
    expect(countsOf(values, 40).of('a')).toBe(3);
    expect(countsOf(values, 40).of('c')).toBe(0);
    expect(countsOf(values, 2).of('c')).toBeNull();
    expect(countsOf(undefined, 40).of('a')).toBeNull();
  });
});
