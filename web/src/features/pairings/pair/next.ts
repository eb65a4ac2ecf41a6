/** What a pair waits for and of whom, and where one does it. */
import { m } from '$paraglide/messages';
import type { Pair, PlanItem, Right, Side, Wait, WaitWhat } from './types';

export type TabKey =
  'overview' | 'plan' | 'visits' | 'people' | 'agreement' | 'reports' | 'survey' | 'effect';

export const TAB_KEYS: TabKey[] = [
  'overview',
  'plan',
  'visits',
  'people',
  'agreement',
  'reports',
  'survey',
  'effect',
];

export const tabHref = (pair: string, tab: TabKey): string =>
  tab === 'overview' ? `/pairings/${pair}` : `/pairings/${pair}?tab=${tab}`;

/** What is said to whoever has to do it. */
export const WANTED: Record<WaitWhat, () => string> = {
  agree: m.pair_want_agree,
  write_agreement: m.pair_want_write,
  send_agreement: m.pair_want_send,
  sign_agreement: m.pair_want_sign,
  activate: m.pair_want_activate,
  resume: m.pair_want_resume,
  renew_agreement: m.pair_want_renew,
  name_curator: m.pair_want_curator,
};
/** What the others are told: «ждёт подписи директора». */
const AWAITED: Record<WaitWhat, () => string> = {
  agree: m.pair_wait_agree,
  write_agreement: m.pair_wait_write,
  send_agreement: m.pair_wait_send,
  sign_agreement: m.pair_wait_sign,
  activate: m.pair_wait_activate,
  resume: m.pair_wait_resume,
  renew_agreement: m.pair_wait_renew,
  name_curator: m.pair_wait_curator,
};

const NEEDS: Record<WaitWhat, Right[]> = {
  agree: ['agree'],
  write_agreement: ['write_agreement'],
  send_agreement: ['send_agreement'],
  sign_agreement: ['sign_agreement'],
  activate: ['activate'],
  resume: ['resume'],
  renew_agreement: ['renew_agreement', 'write_agreement'],
  name_curator: ['name_mentor_people', 'name_mentee_people'],
};
const CURATOR: Record<Side, Right> = { mentor: 'name_mentor_people', mentee: 'name_mentee_people' };

type Standing = Pick<Pair, 'waits_for' | 'rights' | 'my_sides'>;

/** Mine: it waits for my side, or for the coordinator, and I may do it. */
function mine({ rights, my_sides }: Standing, { side, what }: Wait): boolean {
  if (side === 'coordinator') return NEEDS[what].some((right) => rights.includes(right));
  if (!my_sides.includes(side)) return false;
  const needs = what === 'name_curator' ? [CURATOR[side]] : NEEDS[what];
  return needs.some((right) => rights.includes(right));
}

/** The one thing that waits for the reader, if any. */
export const waitsForMe = (pair: Standing): Wait | null =>
  pair.waits_for.find((wait) => mine(pair, wait)) ?? null;

export const TAB_OF: Record<WaitWhat, TabKey> = {
  agree: 'overview',
  write_agreement: 'agreement',
  send_agreement: 'agreement',
  sign_agreement: 'agreement',
  activate: 'overview',
  resume: 'overview',
  renew_agreement: 'agreement',
  name_curator: 'people',
};

/** «Школа-наставник: согласие директора» for each that is waited for, the same thing of both schools once. */
export function awaited(pair: Pick<Pair, 'waits_for' | 'mentor' | 'mentee'>): string[] {
  const name = { mentor: pair.mentor?.short_name ?? '', mentee: pair.mentee?.short_name ?? '' };
  const whats = [...new Set(pair.waits_for.map(({ what }) => what))];
  return whats.map((what) => {
    const sides = pair.waits_for.filter((wait) => wait.what === what).map(({ side }) => side);
    const who = sides.map((side) => (side === 'coordinator' ? m.pair_coordinator() : name[side]));
    // Their names stand beside it.
    const both = sides.includes('mentor') && sides.includes('mentee');
    return m.pair_waits({ who: both ? m.pair_both_schools() : who.join(', '), what: AWAITED[what]() });
  });
}

/** The nearest thing of the plan that is still to be done: what is late first. */
export function nextItem<I extends Pick<PlanItem, 'state' | 'due' | 'position'>>(
  items: readonly I[],
): I | null {
  const planned = items.filter(({ state }) => state === 'planned');
  const order = (one: I, other: I) =>
    (one.due ?? '9999').localeCompare(other.due ?? '9999') || one.position - other.position;
  return [...planned].sort(order)[0] ?? null;
}

/** From so many days on, silence is told. */
export const QUIET_DAYS = 14;
export const SILENT_DAYS = 30;
