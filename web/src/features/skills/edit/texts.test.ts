import { describe, expect, it } from 'vitest';
import type { Skill } from '$shared/api';
import { changesOf, filled, textsOf, wordList } from './texts';

const skill: Skill = {
  id: '1',
  subject: 'math',
  grade: 5,
  code: '8',
  short: 'проценты',
  text: 'Решать задачи на проценты',
  block: 'Текстовые задачи',
  max: 2,
  source: 'ВПР, описание работы',
  year: 2026,
  archived: false,
  version: 3,
  synonyms: ['скидка', 'доля в сотых'],
};

describe('the words of a skill', () => {
  it('that were not touched are not sent', () => {
    expect(changesOf(skill, textsOf(skill), false)).toEqual({});
  });

  it('are sent when they differ, and only they', () => {
    const texts = { ...textsOf(skill), max: '3', synonyms: 'скидка, Наценка ,скидка' };
    expect(changesOf(skill, texts, true)).toEqual({
      max: 3,
      synonyms: ['наценка', 'скидка'],
      archived: true,
    });
  });

  it('are read from a list as people write it', () => {
    expect(wordList(' доля  в сотых; СКИДКА,\nналог,, ')).toEqual(['доля в сотых', 'налог', 'скидка']);
    expect(filled({ ...textsOf(skill), max: 'два' }).max).toBe(0);
  });
});
