import { describe, expect, it } from 'vitest';
import {
  addressOf,
  asks,
  chosenOf,
  has,
  queryOf,
  readSearch,
  searchFor,
  toggled,
  withFacet,
  type Search,
} from './address';

const read = (address: string) => readSearch(new URL(address, 'http://x').searchParams);
const none = read('/search');

describe('a search in the address', () => {
  it('reads what it wrote', () => {
    const search: Search = {
      q: 'проценты «по-своему» & -скидка, автор:Сомова',
      chosen: { kind: ['practice'], subject: ['math', 'algebra'], grade: ['5'] },
      sort: 'newest',
      literal: true,
    };
    expect(read(addressOf(search))).toEqual(search);
  });

  it('is short when little is asked', () => {
    expect(addressOf(none)).toBe('/search');
    expect(addressOf(withFacet(none, 'subject', ['math', 'algebra']))).toBe('/search?subject=math,algebra');
    expect(searchFor('  впр  ')).toBe(`/search?q=${encodeURIComponent('впр')}`);
  });

  it('leaves nonsense out', () => {
    expect(read('/search?sort=best&literal=yes&subject=,,&grade=5,5,%206&colour=red')).toEqual({
      ...none,
      chosen: { grade: ['5', '6'] },
    });
  });

  it('bears an address made long by hand', () => {
    const many = Array.from({ length: 500 }, (_, i) => i).join(',');
    expect(read(`/search?skill=${many}`).chosen.skill).toHaveLength(50);
  });
});

describe('facets', () => {
  const math = withFacet(none, 'subject', ['math']);

  it('are chosen and taken back one by one', () => {
    const both = toggled(math, 'subject', 'algebra');
    expect(both.chosen.subject).toEqual(['math', 'algebra']);
    expect(toggled(both, 'subject', 'math').chosen).toEqual({ subject: ['algebra'] });
    expect(toggled(math, 'subject', 'math').chosen).toEqual({});
  });

  it('know what is chosen, tabs apart', () => {
    const search = withFacet(toggled(math, 'grade', '5'), 'kind', ['practice']);
    expect(chosenOf(search)).toEqual([
      { facet: 'subject', value: 'math' },
      { facet: 'grade', value: '5' },
    ]);
    expect(has(search, 'grade', ['5'])).toBe(true);
    expect(has(search, 'grade', ['5', '6'])).toBe(false);
    expect(has(search, 'grade', [])).toBe(false);
  });

  it('go to the server as lists, and what is usual is not said', () => {
    expect(queryOf(toggled(math, 'subject', 'algebra'))).toEqual({
      q: '',
      subject: 'math,algebra',
      sort: undefined,
      literal: undefined,
    });
  });

  it('are something to look for without a word', () => {
    expect(asks(none)).toBe(false);
    expect(asks(math)).toBe(true);
    expect(asks({ ...none, q: 'впр' })).toBe(true);
  });
});
