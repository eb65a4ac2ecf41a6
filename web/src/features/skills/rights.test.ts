import { describe, expect, it } from 'vitest';
import type { Grant, Me } from '$shared/api';
import { mayEditSkills } from './rights';

const region = { id: 'r', kind: 'region', short_name: 'Регион' } as const;
const school = { id: 's', kind: 'school', short_name: 'Школа' } as const;
const grant = (role: Grant['role'], scope: Grant['scope'] = null, until: string | null = null): Grant => ({
  id: role,
  role,
  scope,
  since: '2020-01-01',
  until,
  basis: '',
});
const me = (grants: Grant[], status: Me['status'] = 'confirmed') => ({ grants, status });

describe('editing the catalogue', () => {
  it('is offered to those who answer for the region', () => {
    expect(mayEditSkills(me([grant('administrator')]))).toBe(true);
    expect(mayEditSkills(me([grant('regional_coordinator', region)]))).toBe(true);
    expect(mayEditSkills(me([grant('expert', region)]))).toBe(true);
    expect(mayEditSkills(me([grant('expert')]))).toBe(true);
  });

  it('is not offered to anybody else', () => {
    expect(mayEditSkills(null)).toBe(false);
    expect(mayEditSkills(me([]))).toBe(false);
    expect(mayEditSkills(me([grant('teacher', school), grant('expert', school)]))).toBe(false);
    expect(mayEditSkills(me([grant('expert', region, '2021-01-01')]))).toBe(false);
    expect(mayEditSkills(me([grant('administrator')], 'pending'))).toBe(false);
  });
});
