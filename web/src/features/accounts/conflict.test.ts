import { describe, expect, it } from 'vitest';
import { changes, merge } from './conflict';

const began = { surname: 'Иванова', about: 'Учу', subjects: ['math', 'algebra'] };

describe('two people save one thing', () => {
  it('takes what only the other changed and keeps what only I changed', () => {
    const merged = merge(began, { ...began, about: 'Учу считать' }, { ...began, surname: 'Петрова' });
    expect(merged).toEqual({
      value: { surname: 'Петрова', about: 'Учу считать', subjects: ['math', 'algebra'] },
      clashes: [],
    });
  });

  it('asks about what both changed, and keeps mine until answered', () => {
    const merged = merge(began, { ...began, about: 'А' }, { ...began, about: 'Б' });
    expect(merged.value.about).toBe('А');
    expect(merged.clashes).toEqual([{ field: 'about', mine: 'А', theirs: 'Б' }]);
  });

  it('sees no clash where both wrote the same', () => {
    expect(merge(began, { ...began, about: 'А' }, { ...began, about: 'А' }).clashes).toEqual([]);
  });

  it('does not mind the order of codes', () => {
    expect(changes(began, { ...began, subjects: ['algebra', 'math'] })).toEqual({});
    expect(changes(began, { ...began, subjects: ['algebra'] })).toEqual({ subjects: ['algebra'] });
  });
});
