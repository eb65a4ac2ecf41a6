import { describe, expect, it } from 'vitest';
import { addressOf, countOf, filtersOf } from './filters';
import { gradesText } from './grades';

describe('filters in the address', () => {
  it('come back as they went', () => {
    const filters = {
      filter: 'unread',
      kind: 'question',
      subject: 'math',
      grade: 6,
      tag: 'дроби',
      q: 'часть',
    } as const;
    const address = addressOf('/topics', filters);
    expect(filtersOf(new URL(address, 'http://x').searchParams)).toEqual(filters);
  });
  it('are dropped when they make no sense', () => {
    const search = new URLSearchParams('filter=all&kind=poll&grade=12&subject=&q=%20');
    expect(filtersOf(search)).toEqual({});
    expect(filtersOf(new URLSearchParams('grade=2.5'))).toEqual({});
  });
  it('change one by one', () => {
    const filters = { filter: 'unread', tag: 'ВПР' } as const;
    expect(addressOf('/spaces/s', filters, { filter: undefined })).toBe('/spaces/s?tag=%D0%92%D0%9F%D0%A0');
    expect(addressOf('/spaces/s', filters, { filter: undefined, tag: undefined })).toBe('/spaces/s');
    expect(countOf(filters)).toBe(2);
  });
});

describe('school years', () => {
  it.each([
    [[6], '6'],
    [[7, 5, 6], '5–7'],
    [[5, 6, 9], '5, 6, 9'],
    [[1, 2, 3, 4, 11], '1–4, 11'],
    [[], ''],
  ])('%j', (grades, text) => expect(gradesText(grades)).toBe(text));
});
