/** On which side of the pairs a school stands. */
import { m } from '$paraglide/messages';
import type { Id } from '$shared/api';
import type { Pair, PlacedSchool } from '../shapes';

export type Side = 'mentor' | 'mentee' | 'both' | 'none';

export const SIDES: Record<Side, () => string> = {
  mentor: m.pairings_board_side_mentor,
  mentee: m.pairings_board_side_mentee,
  both: m.pairings_board_side_both,
  none: m.pairings_board_side_none,
};

export function sideOf({ mentor, mentee }: Pick<PlacedSchool, 'mentor' | 'mentee'>): Side {
  if (mentor && mentee) return 'both';
  return mentor ? 'mentor' : mentee ? 'mentee' : 'none';
}

/** Names of the schools that each is proposed to work with. */
export function partnersOf(pairs: Pair[]): Map<Id, string[]> {
  const found = new Map<Id, string[]>();
  const add = (id: Id, name: string) => {
    const names = found.get(id) ?? [];
    if (!names.includes(name)) found.set(id, [...names, name]);
  };
  for (const { need, mentor } of pairs) {
    add(need.school.id, mentor.short_name);
    add(mentor.id, need.school.short_name);
  }
  return found;
}
