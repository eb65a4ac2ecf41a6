/** Names of what the board keeps in the query cache. */
import type { Id } from '$shared/api';

export const runsKey = (territory: Id) => ['match-runs', territory] as const;
export const runKey = (id: Id) => ['match-run', id] as const;
export const compareKey = (id: Id, other: Id) => ['match-run', id, 'compare', other] as const;
export const sensitivityKey = (id: Id) => ['match-run', id, 'sensitivity'] as const;
export const choiceKey = (id: Id, need: Id) => ['match-run', id, 'mentors', need] as const;
export const weightsKey = (territory: Id) => ['match-weights', territory] as const;
export const wishesKey = (school: Id) => ['school-wishes', school] as const;

export const orderDraft = (run: Id) => `match-order:${run}`;
export const choiceDraft = (need: Id) => `match-choice:${need}`;
export const weightsDraft = (territory: Id) => `match-weights:${territory}`;
export const wishesDraft = (school: Id) => `school-wishes:${school}`;
