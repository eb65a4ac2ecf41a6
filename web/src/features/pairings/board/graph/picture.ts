/** A run as two columns with lines between them. */
import type { Id } from '$shared/api';
import type { NeedRef, Pair, Run } from '../shapes';
import { columns, linesOf, type Line } from './graph';

export interface MentorRow {
  id: Id;
  name: string;
  pairs: Pair[];
}
export interface NeedRow {
  need: NeedRef;
  /** Nothing: nobody was found. */
  pair: Pair | null;
  reasons: string[];
}
export interface Drawn extends Line {
  pair: Pair;
}
export interface Picture {
  mentors: MentorRow[];
  needs: NeedRow[];
  lines: Drawn[];
}

export function pictureOf(run: Run): Picture {
  const links = run.pairs_list.map(({ need, mentor }) => ({ mentor: mentor.id, need: need.id }));
  const mentors = new Map<Id, MentorRow>();
  const mentor = (id: Id, name: string): MentorRow => {
    const known = mentors.get(id) ?? { id, name, pairs: [] };
    mentors.set(id, known);
    return known;
  };
  for (const pair of run.pairs_list) mentor(pair.mentor.id, pair.mentor.short_name).pairs.push(pair);
  for (const { school, mentor: helps } of run.schools) if (helps) mentor(school.id, school.short_name);
  const needs = new Map<Id, NeedRow>();
  for (const pair of run.pairs_list) needs.set(pair.need.id, { need: pair.need, pair, reasons: [] });
  for (const { need, reasons } of run.uncovered_list) needs.set(need.id, { need, pair: null, reasons });
  const order = columns([...mentors.keys()], [...needs.keys()], links);
  const drawn = linesOf(order, links);
  return {
    mentors: order.mentors.flatMap((id) => mentors.get(id) ?? []),
    needs: order.needs.flatMap((id) => needs.get(id) ?? []),
    lines: run.pairs_list.flatMap((pair, i) => {
      const line = drawn[i];
      return line ? [{ ...line, pair }] : [];
    }),
  };
}

/** Does a pair belong to what is chosen? A choice is a mentor or a need. */
export const chosen = (pair: Pair, at: Id | undefined): boolean =>
  at !== undefined && (pair.mentor.id === at || pair.need.id === at);
