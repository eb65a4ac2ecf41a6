import { expect, it } from 'vitest';
import '$shared/words/locale.svelte';
import { awaited, nextItem, waitsForMe } from './next';
import type { Pair } from './types';

type Waits = Pair['waits_for'];
const schools = {
  mentor: { short_name: 'Гимназия № 2' },
  mentee: { short_name: 'СОШ с. Увал' },
} as Pick<Pair, 'mentor' | 'mentee'>;

it('what waits for the other school does not wait for me', () => {
  const waits_for: Waits = [{ side: 'mentee', what: 'agree' }];
  expect(waitsForMe({ waits_for, rights: ['decline'], my_sides: ['mentor'] })).toBeNull();
  expect(waitsForMe({ waits_for, rights: ['agree'], my_sides: ['mentee'] })?.what).toBe('agree');
});

it('somebody of the school who may not sign is not told to', () => {
  const waits_for: Waits = [{ side: 'mentee', what: 'sign_agreement' }];
  expect(waitsForMe({ waits_for, rights: ['work'], my_sides: ['mentee'] })).toBeNull();
});

it('each side names its own curator', () => {
  const waits_for: Waits = [{ side: 'mentor', what: 'name_curator' }];
  expect(waitsForMe({ waits_for, rights: ['name_mentee_people'], my_sides: ['mentor'] })).toBeNull();
  expect(waitsForMe({ waits_for, rights: ['name_mentor_people'], my_sides: ['mentor'] })).not.toBeNull();
});

it('one thing that both schools owe is said once', () => {
  const waits_for: Waits = [
    { side: 'mentor', what: 'sign_agreement' },
    { side: 'mentee', what: 'sign_agreement' },
  ];
  const said = awaited({ ...schools, waits_for });
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^Обе школы: /);
});

it('the next thing is the earliest that is not done; what has no date comes last', () => {
  const item = (due: string | null, position: number, state: 'planned' | 'done' = 'planned') => ({
    due,
    position,
    state,
  });
  expect(nextItem([item(null, 1), item('2026-11-02', 3), item('2026-10-01', 2, 'done')])?.due).toBe(
    '2026-11-02',
  );
  expect(nextItem([item('2026-10-01', 2, 'done')])).toBeNull();
});
