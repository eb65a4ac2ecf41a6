import { describe, expect, it } from 'vitest';
import { addressOf, countOf, narrowed, readFilters } from './filters';

const none = readFilters(new URLSearchParams());

describe('the directory in the address', () => {
  it('reads what it wrote', () => {
    const asked = { ...none, q: 'оош 12', place: 'm1', subject: 'math', role: 'curator' as const };
    const address = addressOf('people', asked);
    expect(readFilters(new URL(address, 'http://x').searchParams)).toEqual(asked);
  });

  it('keeps words and place between the shelves, and nothing that means something on one of them only', () => {
    const asked = { ...none, q: 'лицей', place: 'm1', subject: 'math', kind: 'school' as const };
    expect(addressOf('organisations', asked)).toBe(
      `/organisations?q=${encodeURIComponent('лицей')}&place=m1&kind=school`,
    );
    expect(addressOf('people', none)).toBe('/people');
  });

  it('ignores words it does not know', () => {
    expect(readFilters(new URLSearchParams('role=king&subject=alchemy&kind=castle'))).toEqual(none);
  });

  it('knows whether anything is asked for on this shelf', () => {
    expect(narrowed('people', { ...none, kind: 'school' })).toBe(false);
    expect(narrowed('organisations', { ...none, kind: 'school' })).toBe(true);
  });
});

describe('the count of a tab', () => {
  it('is told only when everything is loaded', () => {
    expect(countOf(undefined)).toBe('');
    expect(countOf([{ items: [1, 2], next: null }])).toBe('2');
    expect(
      countOf([
        { items: [1, 2], next: 'a' },
        { items: [3], next: 'b' },
      ]),
    ).toBe('');
  });
});
