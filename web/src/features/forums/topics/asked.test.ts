import { describe, expect, it } from 'vitest';
import { bestSpace, readAsked, writeAsked } from './asked';

const space = (
  id: string,
  kind: 'open' | 'association' | 'school' | 'group',
  title: string,
  state: 'member' | 'none' = 'member',
) => ({
  id,
  kind,
  title,
  archived: false,
  my: {
    role: state === 'member' ? ('member' as const) : null,
    state,
    unread: 0,
    unread_topics: 0,
    watch: 'normal' as const,
  },
});

describe('a question brought along', () => {
  it('is read as it was written', () => {
    const asked = { title: 'Как объяснить проценты?', subject: 'math', grades: [5, 6], skill: 's1' };
    expect(readAsked(new URLSearchParams(writeAsked(asked)))).toEqual(asked);
  });

  it('is none without words and skill', () => {
    expect(readAsked(new URLSearchParams('subject=math&grades=5'))).toBeNull();
    expect(readAsked(new URLSearchParams('grades=5,12,x&skill=s1'))).toEqual({
      title: '',
      subject: '',
      grades: [5],
      skill: 's1',
    });
  });
});

describe('the space for a question', () => {
  const open = space('open', 'open', 'Общая учительская');
  const math = space('math', 'association', 'РМО математиков Журавлинского района');
  const russian = space('russian', 'association', 'РМО учителей русского языка');
  const school = space('school', 'school', 'Учительская СОШ № 6');

  it('is the association of the subject', () => {
    expect(bestSpace([school, open, russian, math], 'math')?.id).toBe('math');
    expect(bestSpace([school, open, math, russian], 'russian')?.id).toBe('russian');
  });

  it('is the open staff room where there is no such association', () => {
    expect(bestSpace([school, math, open], 'physics')?.id).toBe('open');
    expect(bestSpace([school, math, open], '')?.id).toBe('open');
  });

  it('is one in which one writes', () => {
    const foreign = space('foreign', 'association', 'РМО математиков', 'none');
    const reader = { ...math, my: { ...math.my, role: 'reader' as const } };
    expect(bestSpace([foreign, reader, { ...open, archived: true }, school], 'math')?.id).toBe('school');
    expect(bestSpace([foreign], 'math')).toBeNull();
  });
});
