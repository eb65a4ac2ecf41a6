/** The closed words of the board as people read them. */
import { m } from '$paraglide/messages';
import type { DecisionKind, Mode, Parts, Term, TermWeights } from './shapes';

export const TERMS: Record<Term, { name: () => string; text: () => string }> = {
  context: { name: m.pairings_weights_context, text: m.pairings_weights_context_text },
  complementarity: {
    name: m.pairings_weights_complementarity,
    text: m.pairings_weights_complementarity_text,
  },
  practice: { name: m.pairings_weights_practice, text: m.pairings_weights_practice_text },
  access: { name: m.pairings_weights_access, text: m.pairings_weights_access_text },
  history: { name: m.pairings_weights_history, text: m.pairings_weights_history_text },
};
export const TERM_KEYS = Object.keys(TERMS) as Term[];

/** Fills of the terms in bars. A colour is never alone: its name and numbers stand below. */
export const FILLS: Record<Term, string> = {
  context: 'fill-accent bg-accent',
  complementarity: 'fill-attention bg-attention',
  practice: 'fill-calm bg-calm',
  access: 'fill-quiet bg-quiet',
  history: 'fill-edge bg-edge',
};

export const MODES: Record<Mode, { word: () => string; name: () => string; text: () => string }> = {
  flow: {
    word: m.pairings_board_mode_flow,
    name: m.pairings_board_mode_flow_title,
    text: m.pairings_board_mode_flow_text,
  },
  stable: {
    word: m.pairings_board_mode_stable,
    name: m.pairings_board_mode_stable_title,
    text: m.pairings_board_mode_stable_text,
  },
};

export const DECISIONS: Record<DecisionKind, { name: () => string; tone: 'accent' | 'alarm' | 'calm' }> = {
  accept: { name: m.pairings_board_state_accept, tone: 'accent' },
  veto: { name: m.pairings_board_state_veto, tone: 'alarm' },
  pin: { name: m.pairings_board_state_pin, tone: 'calm' },
};

/** «2026/27» */
export const yearText = (year: number): string => `${year}/${String((year + 1) % 100).padStart(2, '0')}`;

/** The school year that holds this day, by the year in which it begins. */
export const yearOf = (day: Date): number => day.getFullYear() - (day.getMonth() < 8 ? 1 : 0);

export interface Given {
  term: Term;
  /** In thousandths; `null`: not known. */
  part: number | null;
  /** Of all weights that counted, in per cent. */
  weight: number;
  /** What it brings to the score. */
  points: number;
}

/** How the terms make the score: what is not known does not count, and the others share its weight. */
export function given(parts: Parts, weights: TermWeights): Given[] {
  const known = TERM_KEYS.filter((term) => parts[term] !== null);
  const whole = known.reduce((sum, term) => sum + weights[term], 0);
  return TERM_KEYS.map((term) => {
    const part = parts[term];
    const weight = part === null || whole === 0 ? 0 : weights[term] / whole;
    return { term, part, weight: Math.round(weight * 100), points: Math.round(weight * (part ?? 0)) };
  });
}
