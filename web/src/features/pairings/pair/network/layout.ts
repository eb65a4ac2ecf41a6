/** Where schools stand in the picture of who helps whom: mentors on the left, mentees on the right, few lines crossing. */
import type { Network, NetworkPair } from '../types';

export interface Spot {
  id: string;
  name: string;
  y: number;
}
export interface Line {
  key: string;
  mentor: string;
  mentee: string;
  pairs: NetworkPair[];
}
export interface Picture {
  mentors: Spot[];
  mentees: Spot[];
  lines: Line[];
  height: number;
}

export const STEP = 46;

/** Several themes between the same two schools are one line. */
export function linesOf(pairs: readonly NetworkPair[]): Line[] {
  const found = new Map<string, Line>();
  for (const pair of pairs) {
    const key = `${pair.mentor} ${pair.mentee}`;
    const line = found.get(key) ?? { key, mentor: pair.mentor, mentee: pair.mentee, pairs: [] };
    line.pairs.push(pair);
    found.set(key, line);
  }
  return [...found.values()];
}

/** Each stands by the middle of those it is tied to; a few turns are enough. */
function settle(ids: string[], others: string[], tied: (id: string) => string[]): string[] {
  const place = new Map(others.map((id, i) => [id, i]));
  const middle = (id: string) => {
    const at = tied(id).map((other) => place.get(other) ?? 0);
    return at.reduce((sum, one) => sum + one, 0) / Math.max(1, at.length);
  };
  return [...ids].sort((a, b) => middle(a) - middle(b));
}

export function picture({ schools, pairs }: Pick<Network, 'schools' | 'pairs'>): Picture {
  const lines = linesOf(pairs);
  const unique = (ids: string[]) => schools.map(({ id }) => id as string).filter((id) => ids.includes(id));
  let mentors = unique(lines.map(({ mentor }) => mentor));
  let mentees = unique(lines.map(({ mentee }) => mentee));
  for (let turn = 0; turn < 4; turn++) {
    mentees = settle(mentees, mentors, (id) => lines.filter((l) => l.mentee === id).map((l) => l.mentor));
    mentors = settle(mentors, mentees, (id) => lines.filter((l) => l.mentor === id).map((l) => l.mentee));
  }
  const height = Math.max(mentors.length, mentees.length, 1) * STEP;
  const name = (id: string) => schools.find((school) => school.id === id)?.short_name ?? '';
  // The shorter column stands in the middle of the longer one.
  const spots = (ids: string[]): Spot[] =>
    ids.map((id, i) => ({ id, name: name(id), y: (height - ids.length * STEP) / 2 + (i + 0.5) * STEP }));
  return { mentors: spots(mentors), mentees: spots(mentees), lines, height };
}

/** Crossings of lines, for whoever wants to know whether it is readable. */
export function crossings({ mentors, mentees, lines }: Picture): number {
  const at = (spots: Spot[], id: string) => spots.find((spot) => spot.id === id)?.y ?? 0;
  const ends = lines.map(({ mentor, mentee }) => [at(mentors, mentor), at(mentees, mentee)] as const);
  let count = 0;
  for (const [i, [a, b]] of ends.entries())
    for (const [c, d] of ends.slice(i + 1)) if ((a - c) * (b - d) < 0) count += 1;
  return count;
}
