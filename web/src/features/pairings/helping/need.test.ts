import '$shared/words/locale.svelte';
import { describe, expect, it } from 'vitest';
import type { HelpingSchool, SchoolNeed } from '$shared/api';
import { beginning, needAddress, wantedOf } from './need';
import { howTheyWork, inWhat, placesLeft } from './words';

const skill = { id: 'percent', subject: 'math', grade: 5, code: '8', short: 'проценты' };

describe('a need begun at a weak spot', () => {
  it('goes to the form of the school and comes out of its address again', () => {
    const address = needAddress('school', skill);
    expect(address).toBe('/organisations/school?tab=help&need=subject:math&skill=percent');
    expect(wantedOf(new URL(address, 'http://x').searchParams)).toEqual({
      theme: 'subject:math',
      skill: 'percent',
    });
    for (const other of ['', 'need=subject:math', 'need=nonsense&skill=percent', 'skill=percent'])
      expect(wantedOf(new URLSearchParams(other))).toBeNull();
  });

  it('begins with the subject, the grade and the skill', () => {
    const value = beginning(null, 'subject:math', skill);
    expect(value).toMatchObject({ theme: 'subject:math', from: 5, to: 5, note: '', priority: 2 });
    expect(value.skills).toEqual([{ skill, share: '', pupils: '' }]);
  });

  it('goes on with what the school has said already', () => {
    const other = { ...skill, id: 'other' };
    const need = {
      theme: { kind: 'subject', theme: 'math', title: '' },
      grade_from: 5,
      grade_to: 9,
      strength: 80,
      priority: 1,
      note: 'слово',
      skills: [{ skill: other, share_done: 34, pupils: 20, hidden: false }],
    } as unknown as SchoolNeed;
    const value = beginning(need, 'subject:math', skill);
    expect(value).toMatchObject({ from: 5, to: 9, strength: 80, priority: 1, note: 'слово' });
    expect(value.skills.map((one) => one.skill.id)).toEqual(['other', 'percent']);
    expect(beginning(need, 'subject:math', other).skills).toHaveLength(1);
  });
});

describe('a school that is willing to help', () => {
  const school = {
    theme: { kind: 'subject', theme: 'math', title: 'Математика' },
    grade_from: 5,
    grade_to: 6,
    in_person: true,
    max_minutes: 60,
    online: true,
  } as unknown as HelpingSchool;

  it('says in words how many more it takes', () => {
    expect([0, 1, 2, 3, 4, 5, 11].map(placesLeft)).toEqual([
      'сейчас мест нет',
      'есть место ещё для одной школы',
      'есть место ещё для двух школ',
      'есть место ещё для трёх школ',
      'есть место ещё для четырёх школ',
      'есть место ещё для 5 школ',
      'есть место ещё для 11 школ',
    ]);
  });

  it('says in what and how', () => {
    expect(inWhat(school)).toBe('математика, 5–6\u00a0классы');
    expect(howTheyWork(school)).toBe('очно, до 60\u00a0мин дороги, дистанционно');
    const near = { ...school, grade_from: null, grade_to: null, in_person: false } as HelpingSchool;
    expect([inWhat(near), howTheyWork(near)]).toEqual(['математика', 'дистанционно']);
  });
});
