import { describe, expect, it } from 'vitest';
import { grouped } from './offers';

const plain = (text: string) => [{ text, hit: false }];
const thing = (kind: string, path: string, hint: string | null = null) => ({
  kind,
  id: path,
  path,
  title: plain(path),
  hint,
});

describe('suggestions', () => {
  it('stand in groups: queries first, then what can be opened', () => {
    const groups = grouped(
      {
        queries: ['проценты', 'проценты 5 класс'],
        things: [
          thing('person', '/people/1'),
          thing('practice', '/b/1'),
          thing('practice', '/b/2'),
          thing('comet', '/c'),
        ],
      },
      [{ id: 's', title: 'РМО математиков', about: '', org: null }],
    );
    expect(groups.map(({ kind, offers }) => [kind, offers.length])).toEqual([
      ['query', 2],
      ['space', 1],
      ['practice', 2],
      ['person', 1],
      ['comet', 1],
    ]);
    expect(groups[0]?.offers[1]?.href).toBe(`/search?q=${encodeURIComponent('проценты 5 класс')}`);
  });

  it('offer nothing twice', () => {
    const groups = grouped({ queries: [], things: [thing('space', '/spaces/s')] }, [
      { id: 's', title: 'РМО', about: 'о себе', org: null },
    ]);
    expect(groups).toEqual([
      { kind: 'space', offers: [{ href: '/spaces/s', title: plain('/spaces/s'), hint: null }] },
    ]);
  });

  it('may be none', () => {
    expect(grouped({ queries: [], things: [] }, [])).toEqual([]);
  });
});
