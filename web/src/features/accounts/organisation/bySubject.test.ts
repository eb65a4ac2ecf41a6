import { expect, it } from 'vitest';
import type { OrgPerson } from '$shared/api';
import { bySubject } from './bySubject';

const row = (id: string, ...subjects: string[]) =>
  ({ person: { id, subjects }, affiliation: {}, roles: [] }) as unknown as OrgPerson;

it('stands each person once, in the order of subjects, those without one last', () => {
  const groups = bySubject([row('a'), row('b', 'physics', 'math'), row('c', 'russian'), row('d', 'physics')]);
  expect(groups.map((group) => [group.subject, group.people.map((one) => one.person.id)])).toEqual([
    ['russian', ['c']],
    ['physics', ['b', 'd']],
    ['', ['a']],
  ]);
});
