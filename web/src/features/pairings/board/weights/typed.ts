/** Weights as they are typed: text until they are sent. */
import { locale } from '$shared/words/locale.svelte';
import type { Term, WeightsVersion } from '../shapes';
import { TERM_KEYS } from '../words';

export const LIMITS = ['min_likeness', 'load_penalty', 'minutes_limit'] as const;
export type Limit = (typeof LIMITS)[number];
export type Field = Term | Limit;
export type Typed = Record<Field | 'note', string>;

/** From, to. The server holds to the same. */
export const RANGES: Record<Field, [number, number]> = {
  context: [0, 1000],
  complementarity: [0, 1000],
  practice: [0, 1000],
  access: [0, 1000],
  history: [0, 1000],
  min_likeness: [0, 1000],
  load_penalty: [0, 1000],
  minutes_limit: [1, 1440],
};
export const FIELDS = Object.keys(RANGES) as Field[];

export function typedOf(version: WeightsVersion): Typed {
  const values = FIELDS.map((field) => [field, String(version[field])]);
  return { ...(Object.fromEntries(values) as Record<Field, string>), note: '' };
}

/** A whole number within its range, or nothing. */
export function numberOf(field: Field, text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d+$/.test(trimmed)) return null;
  const value = Number(trimmed);
  const [least, most] = RANGES[field];
  return value >= least && value <= most ? value : null;
}

export type Numbers = Record<Field, number>;

/** All numbers when each of them is one. */
export function numbersOf(typed: Typed): Numbers | null {
  const values = FIELDS.map((field) => [field, numberOf(field, typed[field])] as const);
  return values.every(([, value]) => value !== null) ? (Object.fromEntries(values) as Numbers) : null;
}

/** What each term makes of the score, in per cent; nothing while all are nought. */
export function shares(typed: Typed): Record<Term, number> | null {
  const values = TERM_KEYS.map((term) => [term, numberOf(term, typed[term]) ?? 0] as const);
  const sum = values.reduce((all, [, value]) => all + value, 0);
  if (sum === 0) return null;
  return Object.fromEntries(
    values.map(([term, value]) => [term, Math.round((value / sum) * 1000) / 10]),
  ) as Record<Term, number>;
}

/** «29,7», as the language of the reader has it. */
export const percentText = (percent: number): string =>
  new Intl.NumberFormat(locale.current === 'ru' ? 'ru-RU' : 'en-GB').format(percent);
