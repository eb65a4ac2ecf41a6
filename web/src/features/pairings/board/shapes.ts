/** What the board reads, as the server tells it. */
import type { Whole } from '$shared/api/paths';
import type { components } from '$shared/api/schema';

type Schemas = components['schemas'];

export type Mode = Schemas['MatchMode'];
export type DecisionKind = Schemas['MatchDecisionKind'];
export type Term = Schemas['MatchTerm'];
export type Parts = Whole<Schemas['MatchParts']>;
export type TermWeights = Record<Term, number>;
export type WeightsVersion = Whole<Schemas['MatchWeightsVersion']>;

/** A run in one line. */
export type RunHead = Whole<Schemas['MatchRunHead']>;
export type Run = Whole<Schemas['MatchRun']>;
export type NeedRef = Whole<Schemas['MatchNeed']>;
export type Pair = Whole<Schemas['MatchPair']>;
/** Another mentor that was chosen for a need since. */
export type Pinned = Whole<Schemas['MatchPinned']>;
/** A pin the run could not keep. */
export type Unheld = Whole<Schemas['MatchUnheld']>;
/** Whom one may choose for a need by hand. */
export type Choice = Whole<Schemas['MatchChoice']>;
export type Mentor = Whole<Schemas['MatchMentor']>;
export type Uncovered = Whole<Schemas['MatchUncovered']>;
export type Decision = Whole<Schemas['MatchDecision']>;
export type PlacedSchool = Whole<Schemas['MatchSchool']>;
/** A need that another school would help. */
export type Move = Whole<Schemas['MatchMove']>;
export type Trial = Whole<Schemas['MatchTrial']>;
export type Comparison = Whole<Schemas['MatchComparison']>;
