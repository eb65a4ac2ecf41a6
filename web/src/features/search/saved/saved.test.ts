import { describe, expect, it } from 'vitest';
import { readSearch } from '../address';
import { sameSearch, searchOf, titleOf } from './saved';

const read = (address: string) => readSearch(new URL(address, 'http://x').searchParams);

describe('a kept search', () => {
  it('is asked again as it was', () => {
    const ask = {
      query: 'проценты',
      chosen: [['practice'], ['math', 'algebra'], ['5'], [], [], [], [], [], ['2026']],
      sort: 'newest' as const,
      literal: false,
    };
    expect(searchOf({ ask })).toEqual(
      read('/search?q=проценты&kind=practice&subject=math,algebra&grade=5&year=2026&sort=newest'),
    );
  });

  it('is known again in any order', () => {
    expect(sameSearch(read('/search?q=a&grade=5,6'), read('/search?grade=6,5&q=a&sort=newest'))).toBe(true);
    expect(sameSearch(read('/search?q=a&grade=5'), read('/search?q=a'))).toBe(false);
  });

  it('is called by its words and filters', () => {
    const name = (facet: string, value: string) => `${facet}=${value}`;
    expect(titleOf(read('/search?q=впр&grade=5&kind=topic'), name)).toBe('впр · kind=topic · grade=5');
    expect(titleOf(read(`/search?q=${'а'.repeat(300)}`), name)).toHaveLength(120);
  });
});
