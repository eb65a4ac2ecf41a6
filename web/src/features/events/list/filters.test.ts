import { describe, expect, it } from 'vitest';
import { byDay } from './days';
import { addressOf, filtersOf, narrowing } from './filters';

const of = (text: string) => filtersOf(new URLSearchParams(text));
const ID = '0192f6a0-1b2c-7def-8123-456789abcdef';

describe('the address of the agenda', () => {
  it('says what is shown', () => {
    const filters = of(`filter=registered&kind=webinar&subject=math&grade=5&skill=${ID}&past=true`);
    expect(filters).toEqual({
      filter: 'registered',
      kind: 'webinar',
      subject: 'math',
      grade: 5,
      skill: ID,
      past: true,
    });
    expect(of(new URL(addressOf(filters), 'http://a').search)).toEqual(filters);
  });

  it('leaves nonsense out', () => {
    expect(of('kind=party&grade=12&skill=8&subject=magic&filter=all&past=1')).toEqual({});
    expect(addressOf({})).toBe('/events');
  });

  it('counts what narrows, not whose desk it is', () => {
    expect(narrowing(of('filter=hosting&past=true'))).toBe(0);
    expect(narrowing(of('grade=5&subject=math'))).toBe(2);
  });
});

describe('the agenda', () => {
  it('is parted by the days of the reader', () => {
    const at = (starts_at: string | null) => ({ starts_at });
    const days = byDay(
      [at('2026-10-05T12:00:00Z'), at('2026-10-05T20:00:00Z'), at('2026-10-06T03:00:00Z'), at(null)],
      'Asia/Yekaterinburg',
    );
    expect(days.map(({ day, events }) => [day, events.length])).toEqual([
      ['2026-10-05', 1],
      ['2026-10-06', 2],
      ['', 1],
    ]);
  });
});
