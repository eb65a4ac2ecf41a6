import { describe, expect, it } from 'vitest';
import { addressOf, filtersOf, narrowing, queryOf } from './filters';

const of = (text: string) => filtersOf(new URLSearchParams(text));
const ID = '0192f6a0-1b2c-7def-8123-456789abcdef';

describe('the address of a list of practices', () => {
  it('says what is shown', () => {
    const filters = of(`filter=mine&kind=worksheet&subject=math&grade=5&level=regional&skill=${ID}&q= доли `);
    expect(filters).toEqual({
      filter: 'mine',
      kind: 'worksheet',
      subject: 'math',
      grade: 5,
      level: 'regional',
      skill: ID,
      q: 'доли',
    });
    expect(of(new URL(addressOf('/practices', filters), 'http://a').search)).toEqual(filters);
  });

  it('leaves nonsense out', () => {
    expect(of('kind=toy&grade=12&level=x&skill=8&school=&subject=magic&licence=free')).toEqual({});
    expect(addressOf('/practices', {})).toBe('/practices');
  });

  it('takes one filter away', () => {
    expect(addressOf('/practices', of('grade=5&subject=math'), { grade: undefined })).toBe(
      '/practices?subject=math',
    );
  });

  it('asks for what nobody reviewed', () => {
    expect(queryOf(of('level=none&grade=5'))).toEqual({ community: true, grade: 5 });
    expect(queryOf(of('level=school'))).toEqual({ level: 'school' });
  });

  it('counts what narrows, not whose desk it is', () => {
    expect(narrowing(of('filter=mine'))).toBe(0);
    expect(narrowing(of('filter=mine&grade=5&level=none'))).toBe(2);
  });
});
