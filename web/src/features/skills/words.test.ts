import { describe, expect, it } from 'vitest';
import { skillCode, skillWords, subjectLetters } from './words';

const percents = { id: '1', subject: 'math', grade: 5, code: '8', short: 'проценты' };

describe('the name of a skill', () => {
  it('is what the reports print', () => {
    expect(skillCode(percents)).toBe('МА-5 · 8');
    expect(skillCode({ subject: 'russian', grade: 4, code: '1k2' })).toBe('РУ-4 · 1К2');
    expect(skillCode({ subject: 'russian', grade: 8, code: 'gk1' })).toBe('РУ-8 · ГК1');
  });

  it('has letters for a subject without works', () => {
    expect(subjectLetters('music')).toBe('МУ');
  });

  it('is said in words as well', () => {
    expect(skillWords(percents)).toBe('Математика, 5\u00a0класс, задание 8: проценты');
  });
});
