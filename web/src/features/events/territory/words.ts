/** Days of a territory's calendar in words. */
import { m } from '$paraglide/messages';
import type { CalendarDay } from '$shared/api';
import { gradesText } from '$features/forums/topics/grades';
import { subjectName } from '$shared/words/subjects';
import { dayText } from '../when';

export const DAY_KINDS: Record<CalendarDay['kind'], () => string> = {
  exam: m.events_days_exam,
  assessment: m.events_days_assessment,
  holiday: m.events_days_holiday,
  other: m.events_days_other,
};

const named = (day: string, now = Date.now()) => dayText(`${day}T00:00`, now, true);

/** «27 марта – 4 апреля 2027 г.»: a year they share is said once. */
export function stretchText({ first, last }: Pick<CalendarDay, 'first' | 'last'>): string {
  if (first === last) return named(first);
  const shared = first.slice(0, 4) === last.slice(0, 4);
  return `${shared ? named(first, Date.parse(first)) : named(first)} – ${named(last)}`;
}

export const aboutText = ({
  kind,
  grades,
  subjects,
}: Pick<CalendarDay, 'kind' | 'grades' | 'subjects'>): string =>
  [
    DAY_KINDS[kind](),
    grades.length > 0 && m.events_grades({ grades: gradesText(grades) }),
    subjects.map(subjectName).join(', '),
  ]
    .filter(Boolean)
    .join(' · ');
