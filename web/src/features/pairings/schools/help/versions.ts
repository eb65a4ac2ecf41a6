/** Fields of a need and of an offer in words: for two versions that are shown side by side. */
import { m } from '$paraglide/messages';
import type { PlanForm } from '../../pair/types';
import { FORMS } from '../../pair/words';
import { numberIn } from '../context/filling';
import { chosenName } from '../theme';
import { languageName, percentText, PRIORITIES, strengthWord } from '../words';
import type { NeedValue, OfferValue, SkillShare, ThemeValue } from './forms';

const skillsText = (skills: SkillShare[]) =>
  skills
    .map(({ skill, share }) =>
      [skill.short, share && percentText(numberIn(share) ?? 0)].filter(Boolean).join(', '),
    )
    .join('\n');

export const NEED_LABELS: Record<keyof NeedValue, () => string> = {
  theme: m.schools_theme,
  from: m.schools_grades_from,
  to: m.schools_grades_to,
  strength: m.schools_strength,
  priority: m.schools_priority,
  note: m.schools_need_note,
  skills: m.schools_need_skills,
};

/** What somebody typed and what somebody else has saved, side by side. */
export function needText(field: keyof NeedValue, value: unknown): string {
  if (field === 'theme') return chosenName(String(value));
  if (field === 'strength') return `${String(value)}, ${strengthWord(Number(value))}`;
  if (field === 'priority') return PRIORITIES[Number(value) - 1]?.() ?? '';
  if (field === 'skills') return skillsText(value as SkillShare[]);
  return String(value ?? '');
}

export const OFFER_LABELS: Record<keyof OfferValue, () => string> = {
  capacity: m.schools_offer_capacity,
  online: m.schools_offer_online_long,
  in_person: m.schools_offer_in_person_long,
  max_minutes: m.schools_offer_max_minutes,
  languages: m.schools_languages,
  forms: m.schools_offer_forms,
  note: m.schools_offer_note,
  themes: m.schools_offer_themes,
};

export function offerText(field: keyof OfferValue, value: unknown): string {
  if (typeof value === 'boolean') return value ? m.schools_yes() : m.schools_no();
  if (field === 'languages') return (value as string[]).map(languageName).join(', ');
  if (field === 'forms') return (value as PlanForm[]).map((form) => FORMS[form].name()).join(', ');
  if (field === 'themes')
    return (value as ThemeValue[])
      .map(({ theme, specialists, basis }) =>
        [`${chosenName(theme)}, ${specialists}`, basis].filter(Boolean).join('\n'),
      )
      .join('\n');
  return String(value);
}
