/** People of a school as a staff room sorts itself: heads first, then by subject. */
import type { OrgPerson } from '$shared/api';
import { SUBJECTS } from '$shared/words/subjects';

export interface Group {
  /** Empty: people without a subject (the office, the library). */
  subject: string;
  people: OrgPerson[];
}

const LEADING = new Set([
  'school_head',
  'deputy_head',
  'association_leader',
  'municipal_coordinator',
  'regional_coordinator',
]);

export function leads(row: OrgPerson): boolean {
  return row.roles.some((role) => LEADING.has(role));
}

/** Each person stands once, under the first subject; who teaches none comes last. */
export function bySubject(rows: OrgPerson[]): Group[] {
  const groups = new Map<string, OrgPerson[]>();
  for (const row of rows) {
    const subject = row.person.subjects[0] ?? '';
    groups.set(subject, [...(groups.get(subject) ?? []), row]);
  }
  const place = (subject: string) => (subject ? SUBJECTS.indexOf(subject) : SUBJECTS.length);
  return [...groups]
    .map(([subject, people]) => ({ subject, people }))
    .sort((a, b) => place(a.subject) - place(b.subject));
}
