/** The closed words of a pair as people read them. */
import type { Component } from 'svelte';
import BookOpen from '@lucide/svelte/icons/book-open';
import Footprints from '@lucide/svelte/icons/footprints';
import Hammer from '@lucide/svelte/icons/hammer';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Presentation from '@lucide/svelte/icons/presentation';
import Users from '@lucide/svelte/icons/users';
import { m } from '$paraglide/messages';
import type {
  AgreementState,
  Duty,
  EffectPoint,
  EffectVerdict,
  PairState,
  PlanForm,
  Side,
  TieKind,
  VisitState,
} from './types';

type Words<K extends string> = Record<K, () => string>;
type Tone = 'quiet' | 'accent' | 'attention' | 'alarm' | 'calm';

export const STATES: Record<PairState, { name: () => string; tone: Tone }> = {
  proposed: { name: m.pair_state_proposed, tone: 'attention' },
  agreed: { name: m.pair_state_agreed, tone: 'attention' },
  active: { name: m.pair_state_active, tone: 'accent' },
  suspended: { name: m.pair_state_suspended, tone: 'attention' },
  completed: { name: m.pair_state_completed, tone: 'calm' },
  ended: { name: m.pair_state_ended, tone: 'quiet' },
  declined: { name: m.pair_state_declined, tone: 'quiet' },
  vetoed: { name: m.pair_state_vetoed, tone: 'quiet' },
  withdrawn: { name: m.pair_state_withdrawn, tone: 'quiet' },
};
export const SIDES: Words<Side> = { mentor: m.pair_side_mentor, mentee: m.pair_side_mentee };
export const DUTIES: Words<Duty> = {
  director: m.pair_duty_director,
  teacher: m.pair_duty_teacher,
  young_teacher: m.pair_duty_young,
  curator: m.pair_duty_curator,
};
export const TIES: Words<TieKind> = {
  director: m.pair_tie_director,
  teacher: m.pair_tie_teacher,
  young_teacher: m.pair_tie_young,
};
export const PAPERS: Record<AgreementState, { name: () => string; tone: Tone }> = {
  draft: { name: m.pair_paper_draft, tone: 'quiet' },
  sent: { name: m.pair_paper_sent, tone: 'attention' },
  signed_one: { name: m.pair_paper_one, tone: 'attention' },
  signed: { name: m.pair_paper_signed, tone: 'accent' },
  expired: { name: m.pair_paper_expired, tone: 'alarm' },
  terminated: { name: m.pair_paper_terminated, tone: 'quiet' },
};
export const FORMS: Record<PlanForm, { name: () => string; icon: Component }> = {
  council: { name: m.pair_form_council, icon: Users },
  seminar: { name: m.pair_form_seminar, icon: Presentation },
  workshop: { name: m.pair_form_workshop, icon: Hammer },
  open_lesson: { name: m.pair_form_open_lesson, icon: BookOpen },
  visit: { name: m.pair_form_visit, icon: Footprints },
  consultation: { name: m.pair_form_consultation, icon: MessagesSquare },
  materials: { name: m.pair_form_materials, icon: Paperclip },
};
export const VISITS: Record<VisitState, { name: () => string; tone: Tone }> = {
  planned: { name: m.pair_visit_planned, tone: 'calm' },
  held: { name: m.pair_visit_held, tone: 'attention' },
  signed: { name: m.pair_visit_signed, tone: 'accent' },
  missed: { name: m.pair_visit_missed, tone: 'quiet' },
};
export const POINTS: Words<EffectPoint> = {
  start: m.pair_point_start,
  middle: m.pair_point_middle,
  end: m.pair_point_end,
};
export const VERDICTS: Record<EffectVerdict, { name: () => string; tone: Tone }> = {
  better: { name: m.pair_verdict_better, tone: 'accent' },
  worse: { name: m.pair_verdict_worse, tone: 'attention' },
  within_error: { name: m.pair_verdict_within, tone: 'calm' },
  no_data: { name: m.pair_verdict_none, tone: 'quiet' },
};

export const FORM_KEYS = Object.keys(FORMS) as PlanForm[];

/** «1 ч 30 мин»; nothing spent is a dash. */
export function hoursText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (minutes <= 0) return '—';
  if (hours === 0) return m.pair_minutes({ count: rest });
  return rest === 0 ? m.pair_hours({ hours }) : m.pair_hours_minutes({ hours, minutes: rest });
}

/** «1,5» of a field into minutes; nothing when it is no number. */
export function minutesOf(text: string): number | null {
  const hours = Number(text.trim().replace(',', '.'));
  return text.trim() && Number.isFinite(hours) && hours > 0 ? Math.round(hours * 60) : null;
}
export const hoursOf = (minutes: number | null): string =>
  minutes === null ? '' : String(Math.round((minutes / 60) * 100) / 100).replace('.', ',');
