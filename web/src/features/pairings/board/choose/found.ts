/** Mentors whose name has all the words that are sought. */
import type { Mentor } from '../shapes';

type Named = { mentor: Pick<Mentor['mentor'], 'short_name'> };

export function found<T extends Named>(mentors: T[], sought: string): T[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  return mentors.filter(({ mentor }) =>
    words.every((word) => mentor.short_name.toLowerCase().includes(word)),
  );
}
