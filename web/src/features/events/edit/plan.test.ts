import { describe, expect, it } from 'vitest';
import type { Affiliation, Grant, OrgRef } from '$shared/api';
import { chained, hosts, numberOf, stepAt } from './plan';

const org = (id: string) => ({ id, short_name: id }) as OrgRef;

describe('the form of an event', () => {
  it('offers one’s workplace and what one leads, each once', () => {
    const me = {
      affiliations: [
        { org: org('a'), status: 'confirmed' },
        { org: org('b'), status: 'pending' },
      ] as Affiliation[],
      grants: [
        { role: 'school_head', scope: org('a') },
        { role: 'association_leader', scope: org('c') },
        { role: 'teacher', scope: org('d') },
        { role: 'methodist', scope: null },
      ] as Grant[],
    };
    expect(hosts(me, [org('e'), null]).map(({ id }) => id)).toEqual(['a', 'c', 'e']);
  });

  it('lets lines of the programme follow each other', () => {
    const line = (minute: number, minutes: number) => ({ minute, minutes, title: '', who: '' });
    expect(chained([line(0, 15), line(99, 40), line(3, 5)]).map(({ minute }) => minute)).toEqual([0, 15, 55]);
  });

  it('reads numbers and steps', () => {
    expect([numberOf('12'), numberOf(''), numberOf('0')]).toEqual([12, null, 0]);
    expect([stepAt(new URLSearchParams('step=3')), stepAt(new URLSearchParams('step=9'))]).toEqual([3, 1]);
  });
});
