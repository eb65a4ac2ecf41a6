/** An item as its form holds it, and its fields in words where two versions stand side by side. */
import type { SkillLike } from '$features/skills/words';
import { m } from '$paraglide/messages';
import type { PersonRef } from '$shared/api';
import { shortName } from '$shared/people/names';
import { dayText } from '../days';
import type { PlanForm, PlanItem } from '../types';
import { FORMS, SIDES } from '../words';

export interface ItemValue {
  form: PlanForm;
  title: string;
  goal: string;
  due: string;
  mentor: PersonRef | null;
  mentee: PersonRef | null;
  skills: SkillLike[];
}

export const valueOf = (item: PlanItem | null): ItemValue => ({
  form: item?.form ?? 'visit',
  title: item?.title ?? '',
  goal: item?.goal ?? '',
  due: item?.due ?? '',
  mentor: item?.mentor_person ?? null,
  mentee: item?.mentee_person ?? null,
  skills: item?.skills ?? [],
});

export const LABELS: Record<keyof ItemValue, () => string> = {
  form: m.pair_item_form,
  title: m.pair_item_title,
  goal: m.pair_item_goal,
  due: m.pair_item_due,
  mentor: () => m.pair_item_who({ side: SIDES.mentor() }),
  mentee: () => m.pair_item_who({ side: SIDES.mentee() }),
  skills: m.pair_skills,
};

export function itemText(field: keyof ItemValue, value: unknown): string {
  if (field === 'form') return FORMS[value as PlanForm].name();
  if (field === 'due') return value ? dayText(String(value)) : '';
  if (field === 'mentor' || field === 'mentee') return value ? shortName(value as PersonRef) : '';
  if (field === 'skills') return (value as SkillLike[]).map(({ short }) => short).join('\n');
  return String(value);
}
