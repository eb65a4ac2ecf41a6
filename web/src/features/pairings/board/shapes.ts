/** What the board reads, as the server tells it. */
import type { Id, Instant, OrgRef, PersonRef, SkillChip } from '$shared/api';
import type { Theme } from '../themes';

export type Mode = 'flow' | 'stable';
export type DecisionKind = 'accept' | 'veto' | 'pin';
export type Term = 'context' | 'complementarity' | 'practice' | 'access' | 'history';
export type Parts = Record<Term, number | null>;
export type TermWeights = Record<Term, number>;

export interface Loss {
  /** Needs that would stay without help, by weight. */
  covered: number;
  score: number;
}

export interface RunHead {
  id: Id;
  number: number;
  year: number;
  mode: Mode;
  weights_version: number;
  pairs: number;
  uncovered: number;
  total: number;
  by: PersonRef | null;
  created_at: Instant;
}

export interface NeedRef extends Theme {
  id: Id;
  school: OrgRef;
  priority: number;
  strength: number;
  grade_from: number | null;
  grade_to: number | null;
  skills: SkillChip[];
}

export interface Decision {
  id: Id;
  kind: DecisionKind;
  reason: string | null;
  by: PersonRef | null;
  created_at: Instant;
}

export interface Pair {
  need: NeedRef;
  mentor: OrgRef;
  score: number;
  parts: Parts;
  explanation: string[];
  runner_up: { mentor: OrgRef; score: number } | null;
  cost_of_forbidding: Loss | null;
  decision: Decision | null;
  pairing_id: Id | null;
}

export interface Uncovered {
  need: NeedRef;
  reasons: string[];
}

export interface PlacedSchool {
  school: OrgRef;
  x: number;
  y: number;
  mentor: boolean;
  mentee: boolean;
}

export interface Run extends RunHead {
  territory: OrgRef;
  weights: TermWeights;
  pairs_list: Pair[];
  uncovered_list: Uncovered[];
  schools: PlacedSchool[];
  /** Decisions have changed since it was solved. */
  stale: boolean;
  can_decide: boolean;
}

/** A need that another school would help. */
export interface Move {
  need: NeedRef;
  before: OrgRef | null;
  after: OrgRef | null;
}

export interface Trial {
  term: Term;
  /** 20 or −20. */
  percent: number;
  moved: Move[];
  total: number;
}

export interface Comparison {
  before: RunHead;
  after: RunHead;
  moved: Move[];
  kept: number;
}

export interface WeightsVersion extends TermWeights {
  /** 0: the built-in ones. */
  version: number;
  min_likeness: number;
  load_penalty: number;
  minutes_limit: number;
  note: string | null;
  by: PersonRef | null;
  created_at: Instant | null;
}
