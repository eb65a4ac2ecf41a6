/** A sheet of a lesson visit: how far it is, and what is marked. */
import type { VisitCriteria, VisitSheetCard } from '$shared/api';
import { m } from '$paraglide/messages';

type Signed = Pick<VisitSheetCard, 'visitor' | 'visitor_signed_at' | 'teacher_signed_at'>;

export function stateOf(
  sheet: Signed,
  reader: string,
): { tone: 'quiet' | 'attention' | 'accent' | 'calm'; text: () => string } {
  const mine = sheet.visitor.id === reader;
  if (!sheet.visitor_signed_at) return { tone: 'quiet', text: m.events_visit_draft };
  if (sheet.teacher_signed_at) return { tone: 'accent', text: m.events_visit_signed };
  return mine
    ? { tone: 'calm', text: m.events_visit_waits_teacher }
    : { tone: 'attention', text: m.events_visit_waits_you };
}

/** How many of the criteria have a mark. */
export function progress(
  criteria: Pick<VisitCriteria, 'groups'>,
  marks: Readonly<Record<string, number | null>>,
): { marked: number; of: number } {
  const keys = criteria.groups.flatMap((group) => group.criteria.map(({ key }) => key));
  return { marked: keys.filter((key) => typeof marks[key] === 'number').length, of: keys.length };
}
