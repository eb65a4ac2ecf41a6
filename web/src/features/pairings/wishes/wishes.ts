/** Whom a school would like to work with, and whom it cannot, while the lists are being changed. */
import type { Id, OrgRef } from '$shared/api';
import type { Whole } from '$shared/api/paths';
import type { components } from '$shared/api/schema';
import { themeCode, themeOf } from '../themes';

type Schemas = components['schemas'];

export interface Wish {
  other: Pick<OrgRef, 'id' | 'short_name'>;
  /** «subject:math»; empty: any theme. */
  theme: string;
  reason: string;
}

export interface Lists {
  /** The most wanted first. */
  ranked: Wish[];
  vetoes: Wish[];
}

/** As the server keeps them. */
export type Kept = Whole<Schemas['SchoolWish']>;
export type Sent = Schemas['NewSchoolWish'];

export function listsOf(kept: Kept[]): Lists {
  const wish = ({ other, theme_kind, theme, reason }: Kept): Wish => ({
    other: { id: other.id, short_name: other.short_name },
    theme: theme_kind && theme ? themeCode({ theme_kind, theme }) : '',
    reason: reason ?? '',
  });
  const ranked = kept.filter(({ veto }) => !veto).sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9));
  return { ranked: ranked.map(wish), vetoes: kept.filter(({ veto }) => veto).map(wish) };
}

/** All of them: places are counted anew. */
export function sentOf({ ranked, vetoes }: Lists): Sent[] {
  const one = ({ other, theme, reason }: Wish, rank: number | null): Sent => ({
    other_id: other.id,
    theme_kind: themeOf(theme)?.theme_kind ?? null,
    theme: themeOf(theme)?.theme ?? null,
    rank,
    veto: rank === null,
    reason: reason.trim() || null,
  });
  return [...ranked.map((wish, i) => one(wish, i + 1)), ...vetoes.map((wish) => one(wish, null))];
}

/** Is the school already named for this theme? «Any theme» stands beside a named one, not beside itself. */
export const named = ({ ranked, vetoes }: Lists, id: Id, theme: string): boolean =>
  [...ranked, ...vetoes].some((wish) => wish.other.id === id && wish.theme === theme);

/** A refusal says why. */
export const reasonless = ({ vetoes }: Lists): Wish[] => vetoes.filter(({ reason }) => !reason.trim());

export function moved<T>(items: T[], from: number, to: number): T[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item === undefined || to < 0 || to > next.length) return items;
  next.splice(to, 0, item);
  return next;
}

export const sameLists = (one: Lists, other: Lists): boolean =>
  JSON.stringify(sentOf(one)) === JSON.stringify(sentOf(other));
