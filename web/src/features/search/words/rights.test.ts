import { describe, expect, it } from 'vitest';
import type { Grant, Me } from '$shared/api';
import { mayEditWords } from './rights';

const grant = (role: Grant['role'], until: string | null = null): Grant => ({
  id: role,
  role,
  scope: null,
  since: '2020-01-01',
  until,
  basis: '',
});
const me = (grants: Grant[], status: Me['status'] = 'confirmed') => ({ grants, status });

describe('the words of search', () => {
  it('are kept by methodists and administrators', () => {
    expect(mayEditWords(me([grant('administrator')]))).toBe(true);
    expect(mayEditWords(me([grant('teacher'), grant('methodist')]))).toBe(true);
  });

  it('are not offered to anybody else', () => {
    expect(mayEditWords(null)).toBe(false);
    expect(mayEditWords(me([grant('regional_coordinator'), grant('expert')]))).toBe(false);
    expect(mayEditWords(me([grant('methodist', '2021-01-01')]))).toBe(false);
    expect(mayEditWords(me([grant('methodist')], 'blocked'))).toBe(false);
  });
});
