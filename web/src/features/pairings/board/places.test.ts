import { expect, it } from 'vitest';
import type { Grant, OrgRef, Role } from '$shared/api';
import { coordinates, territories, wide } from './places';

const org = (id: string, kind: OrgRef['kind']): OrgRef => ({ id, kind, short_name: id });
const me = (role: Role, scope: OrgRef | null, until: string | null = null) => ({
  grants: [{ role, scope, since: '2020-01-01', until } as Grant],
});
const below = [
  { ...org('north', 'municipality'), parent: org('land', 'region') },
  { ...org('south', 'municipality'), parent: org('land', 'region') },
  { ...org('far', 'municipality'), parent: org('other', 'region') },
];
const names = (orgs: OrgRef[]) => orgs.map(({ id }) => id);

it('a municipal coordinator has one territory', () => {
  const person = me('municipal_coordinator', org('north', 'municipality'));
  expect(names(territories(person, []))).toEqual(['north']);
  expect(wide(person)).toBe(false);
});

it('a regional coordinator has the municipalities of the region, and the region', () => {
  const person = me('regional_coordinator', org('land', 'region'));
  expect(wide(person)).toBe(true);
  expect(names(territories(person, below))).toEqual(['north', 'south', 'land']);
});

it('an administrator has all', () => {
  expect(names(territories(me('administrator', null), below))).toEqual(['north', 'south', 'far']);
});

it('an observer reads but does not coordinate, a teacher does neither', () => {
  const observer = me('observer', org('north', 'municipality'));
  expect(names(territories(observer, []))).toEqual(['north']);
  expect(coordinates(observer)).toBe(false);
  expect(territories(me('teacher', org('s', 'school')), below)).toEqual([]);
});

it('a role that has ended opens nothing', () => {
  const person = me('municipal_coordinator', org('north', 'municipality'), '2021-01-01');
  expect(territories(person, [])).toEqual([]);
  expect(coordinates(person)).toBe(false);
});
