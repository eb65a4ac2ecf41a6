/** Forms of a need and of an offer as they stand on the screen, and what is sent. */
import type { SkillLike } from '$features/skills/words';
import type { NeedBody, OfferBody, SchoolNeed, SchoolOffer, SuggestedNeed } from '$shared/api';
import { themeOf, type Theme } from '../../themes';
import { numberIn } from '../context/filling';
import { codeOf } from '../theme';
import type { PlanForm } from '../../pair/types';

export interface SkillShare {
  skill: SkillLike;
  /** Per cent, as typed. */
  share: string;
  pupils: string;
}
const text = (value: number | null | undefined) => (value == null ? '' : String(value));
const whole = (typed: string): number | null => {
  const value = numberIn(typed);
  return value === null ? null : Math.round(value);
};

/** Nothing is sent before a theme is chosen. */
const chosen = (code: string): Theme => themeOf(code) ?? { theme_kind: 'subject', theme: '' };

export interface NeedValue {
  theme: string;
  from: number | null;
  to: number | null;
  strength: number;
  priority: number;
  note: string;
  skills: SkillShare[];
}

type Skilled = { skill: SkillLike; share_done: number | null; pupils?: number | null }[];
const sharesOf = (skills: Skilled): SkillShare[] =>
  skills.map(({ skill: { id, subject, grade, code, short }, share_done, pupils }) => ({
    skill: { id, subject, grade, code, short },
    share: text(share_done),
    pupils: text(pupils),
  }));

const USUAL_STRENGTH = 50;
export function needValue(need: SchoolNeed | SuggestedNeed | null): NeedValue {
  return {
    theme: need ? codeOf(need.theme) : '',
    from: need?.grade_from ?? null,
    to: need?.grade_to ?? null,
    strength: need?.strength ?? USUAL_STRENGTH,
    priority: need && 'priority' in need ? need.priority : 2,
    note: need && 'note' in need ? need.note : '',
    skills: need ? sharesOf(need.skills) : [],
  };
}

export function needBody(value: NeedValue, revision: number, fromResults: boolean): NeedBody {
  return {
    ...chosen(value.theme),
    revision,
    grade_from: value.from,
    grade_to: value.to,
    strength: value.strength,
    priority: value.priority,
    note: value.note,
    skills: value.skills.map((one) => ({
      skill_id: one.skill.id,
      share_done: whole(one.share),
      pupils: whole(one.pupils),
    })),
    from_results: fromResults,
  };
}

export interface ThemeValue {
  theme: string;
  specialists: string;
  from: number | null;
  to: number | null;
  strength: string;
  basis: string;
  skills: SkillShare[];
  /** Pairs that work in it now: it cannot be taken away under them. */
  active: number;
}
export interface OfferValue {
  capacity: string;
  online: boolean;
  in_person: boolean;
  max_minutes: string;
  languages: string[];
  forms: PlanForm[];
  note: string;
  themes: ThemeValue[];
}

export const newTheme = (): ThemeValue => ({
  theme: '',
  specialists: '1',
  from: null,
  to: null,
  strength: '',
  basis: '',
  skills: [],
  active: 0,
});

export function offerValue(offer: SchoolOffer | null): OfferValue {
  return {
    capacity: text(offer?.capacity ?? 1),
    online: offer?.online ?? true,
    in_person: offer?.in_person ?? true,
    max_minutes: text(offer?.max_minutes),
    languages: offer?.languages ?? ['ru'],
    forms: [...(offer?.forms ?? [])],
    note: offer?.note ?? '',
    themes: offer?.themes.map((one) => ({
      theme: codeOf(one.theme),
      specialists: text(one.specialists),
      from: one.grade_from,
      to: one.grade_to,
      strength: text(one.strength),
      basis: one.basis,
      skills: sharesOf(one.skills),
      active: one.active,
    })) ?? [newTheme()],
  };
}

export function offerBody(value: OfferValue, revision: number): OfferBody {
  return {
    revision,
    capacity: whole(value.capacity) ?? 0,
    online: value.online,
    in_person: value.in_person,
    max_minutes: value.in_person ? whole(value.max_minutes) : null,
    languages: value.languages,
    forms: value.forms,
    note: value.note,
    themes: value.themes.map((one) => ({
      ...chosen(one.theme),
      specialists: whole(one.specialists) ?? 0,
      grade_from: one.from,
      grade_to: one.to,
      strength: whole(one.strength),
      basis: one.basis,
      skills: one.skills.map(({ skill, share }) => ({ skill_id: skill.id, share_done: whole(share) })),
    })),
  };
}
