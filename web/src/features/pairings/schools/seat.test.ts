import { expect, it } from 'vitest';
import type { Me } from '$shared/api';
import { compares, coordinates, runIn, runs, tables, writes } from './seat';

const school = { id: 'school', path: [{ id: 'region' }, { id: 'town' }, { id: 'school' }] };
const person = (role: string, scope: string | null, kind = 'school'): Pick<Me, 'grants'> =>
  ({
    grants: [
      { role, scope: scope && { id: scope, kind, short_name: scope }, since: '2020-01-01', until: null },
    ],
  }) as unknown as Pick<Me, 'grants'>;

it('knows who answers for a school and who acts for it', () => {
  expect(coordinates(person('municipal_coordinator', 'town'), school)).toBe(true);
  expect(coordinates(person('municipal_coordinator', 'elsewhere'), school)).toBe(false);
  expect(coordinates(person('administrator', null), school)).toBe(true);
  expect(runs(person('deputy_head', 'school'), 'school')).toBe(true);
  expect(runs(person('deputy_head', 'other'), 'school')).toBe(false);
  expect(writes(person('teacher', 'school'), school)).toBe(false);
  expect(compares(person('curator', 'school'), school)).toBe(true);
  expect(writes(person('curator', 'school'), school)).toBe(false);
});

it('names each school one acts for once', () => {
  const { grants } = person('deputy_head', 'school');
  const twice = { grants: [...grants, ...person('mentor_coordinator', 'school').grants] };
  expect(runIn(twice).map(({ id }) => id)).toEqual(['school']);
  expect(runIn(person('teacher', 'school'))).toEqual([]);
  expect(runIn(person('administrator', null))).toEqual([]);
});

it('opens tables of territories only', () => {
  expect(tables(person('municipal_coordinator', 'town', 'municipality')).orgs.map(({ id }) => id)).toEqual([
    'town',
  ]);
  expect(tables(person('curator', 'school')).orgs).toEqual([]);
  expect(tables(person('administrator', null))).toEqual({ orgs: [], everywhere: true });
  expect(tables(person('school_head', 'school'))).toEqual({ orgs: [], everywhere: false });
});
