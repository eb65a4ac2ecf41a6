import { describe, expect, it } from 'vitest';
import { addressOf, readFilters } from './filters';

const read = (address: string, own: string[] = []) =>
  readFilters(new URL(address, 'http://x').searchParams, own);

describe('the catalogue in the address', () => {
  it('reads what it wrote', () => {
    const filters = { subject: 'math', grade: 5, q: 'проценты' };
    expect(read(addressOf(filters))).toEqual(filters);
    expect(read(addressOf({ subject: 'any', grade: null, q: '' }), ['math'])).toEqual({
      subject: 'any',
      grade: null,
      q: '',
    });
  });

  it('begins with the first own subject that has works', () => {
    expect(read('/skills', ['music', 'math', 'physics']).subject).toBe('math');
    expect(read('/skills', ['music']).subject).toBe('any');
    expect(read('/skills').subject).toBe('any');
  });

  it('looks everywhere for words, unless a subject is asked for', () => {
    expect(read('/skills?q=дроби', ['math']).subject).toBe('any');
    expect(read('/skills?q=дроби&subject=physics', ['math']).subject).toBe('physics');
  });

  it('leaves nonsense out', () => {
    expect(read('/skills?subject=alchemy&grade=12')).toEqual({ subject: 'any', grade: null, q: '' });
    expect(read('/skills?grade=5.5').grade).toBeNull();
  });
});
