import { expect, it } from 'vitest';
import type { OrgPerson, Role } from '$shared/api';
import { bySubject } from './bySubject';

const row = (id: string, subjects: string[], roles: Role[] = []) =>
  ({ person: { id, subjects }, affiliation: {}, roles }) as unknown as OrgPerson;

it('stands each person once: who leads, the primary school, subjects in order, the others', () => {
  const groups = bySubject([
    row('office', []),
    row('physicist', ['physics', 'math']),
    row('philologist', ['russian', 'literature']),
    row('head', ['obzr'], ['school_head']),
    row('first teacher', ['russian', 'reading', 'math', 'world']),
  ]);
  expect(groups.map((group) => [group.heading, group.people.map((one) => one.person.id)])).toEqual([
    ['lead', ['head']],
    ['primary', ['first teacher']],
    ['russian', ['philologist']],
    ['physics', ['physicist']],
    ['', ['office']],
  ]);
});
