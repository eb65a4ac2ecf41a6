import { describe, expect, it } from 'vitest';
import type { Grant, Organisation, OrgKind, Role } from '$shared/api';
import {
  dismissable,
  foundable,
  givable,
  inForce,
  invitable,
  receiversWithin,
  scopes,
  takeable,
} from './rights';

const region = { id: 'r', kind: 'region' as OrgKind, short_name: 'Край' };
const district = { id: 'm', kind: 'municipality' as OrgKind, short_name: 'Район' };
const school = { id: 's', kind: 'school' as OrgKind, short_name: 'СОШ № 6' };
const circle = { id: 'a', kind: 'association' as OrgKind, short_name: 'РМО' };

function grant(role: Role, scope: Grant['scope'], until: string | null = null): Grant {
  return { id: `${role}-${scope?.id}`, role, scope, since: '2020-01-01', until, basis: 'приказ' };
}
const person = (...grants: Grant[]) => ({ id: 'me', grants });
const head = person(grant('school_head', school));
const leader = person(grant('association_leader', circle));
const coordinator = person(grant('municipal_coordinator', district));
const administrator = person(grant('administrator', null));

const theSchool = { ...school, path: [region, district] };
const rights = { affiliation: null, can_edit: true, can_invite: true, can_confirm: true, can_join: false };
const full = (ref: typeof school, path: (typeof school)[], my = rights) =>
  ({ ...ref, path, my }) as unknown as Organisation;

describe('roles one may give', () => {
  it('a head gives the roles of the own school', () => {
    expect(givable(head, theSchool)).toEqual(['teacher', 'deputy_head', 'tutor', 'psychologist']);
    expect(givable(head, { ...school, id: 'other', path: [region, district] })).toEqual([]);
  });

  it('a coordinator appoints heads in the district but no coordinators', () => {
    expect(givable(coordinator, theSchool)).toContain('school_head');
    expect(givable(coordinator, { ...district, path: [region] })).not.toContain('municipal_coordinator');
  });

  it('only an administrator gives roles over the whole network', () => {
    expect(givable(administrator, null)).toContain('administrator');
    expect(givable(coordinator, null)).toEqual([]);
  });

  it('a role whose period is over gives nothing', () => {
    expect(givable(person(grant('school_head', school, '2021-06-30')), theSchool)).toEqual([]);
    expect(inForce(grant('teacher', school, '2021-06-30'), new Date('2021-06-30T20:00:00Z'))).toBe(true);
  });
});

describe('roles one may invite with', () => {
  it('a leader invites members', () => {
    expect(invitable(leader, full(circle, [region, district]))).toEqual(['teacher']);
  });

  it('nobody becomes a plain member of a district', () => {
    expect(invitable(coordinator, full(district, [region]))).not.toContain('teacher');
  });
});

describe('roles one may take away', () => {
  it('follows the table of giving', () => {
    expect(takeable(head, grant('deputy_head', school), 'x')).toBe(true);
    expect(takeable(head, grant('school_head', school), 'x')).toBe(false);
    expect(takeable(coordinator, grant('school_head', school), 'x')).toBe(true);
    expect(takeable(leader, grant('association_leader', circle), 'x')).toBe(false);
  });

  it('an association led elsewhere is not under the own school', () => {
    const both = person(grant('school_head', school), grant('association_leader', circle));
    expect(takeable(both, grant('association_leader', circle), 'x')).toBe(false);
  });

  it('everybody lays down the own role', () => {
    expect(takeable(head, grant('school_head', school), 'me')).toBe(true);
  });
});

describe('other acts', () => {
  it('a deputy does not dismiss the head', () => {
    const deputy = person(grant('deputy_head', school));
    expect(dismissable(deputy, full(school, [district]), 'x', ['school_head'])).toBe(false);
    expect(dismissable(deputy, full(school, [district]), 'x', ['teacher'])).toBe(true);
    expect(dismissable(coordinator, full(school, [district]), 'x', ['school_head'])).toBe(true);
  });

  it('founds what may stand there', () => {
    expect(foundable(head, theSchool)).toEqual(['unit', 'association']);
    expect(foundable(coordinator, { ...district, path: [region] })).toEqual([
      'school',
      'centre',
      'unit',
      'association',
    ]);
    expect(foundable(administrator, null)).toEqual(['region']);
    expect(foundable(leader, theSchool)).toEqual([]);
  });

  it('looks for receivers of roles where the server takes them', () => {
    expect(receiversWithin(head)).toBe('s');
    expect(receiversWithin(coordinator)).toBe(null);
  });

  it('lists the widest place first', () => {
    const both = person(grant('school_head', school), grant('municipal_coordinator', district));
    expect(scopes(both).map((one) => one.id)).toEqual(['m', 's']);
  });
});
