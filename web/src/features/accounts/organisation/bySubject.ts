/** People of a school as a staff room sorts itself: who leads, the primary school, then by subject. */
import type { OrgPerson } from '$shared/api';
import { SUBJECTS } from '$shared/words/subjects';

/** `lead` and `primary` are no subjects; empty: people without one (the office, the library). */
export type Heading = 'lead' | 'primary' | '' | (string & {});

export interface Group {
  heading: Heading;
  people: OrgPerson[];
}

const LEADING = new Set(['school_head', 'deputy_head']);
/** Taught by whoever teaches everything to the little ones. */
const OF_PRIMARY = new Set(['reading', 'world']);

function headingOf(row: OrgPerson): Heading {
  if (row.roles.some((role) => LEADING.has(role))) return 'lead';
  if (row.person.subjects.some((subject) => OF_PRIMARY.has(subject))) return 'primary';
  return row.person.subjects[0] ?? '';
}

/** Each person stands once. */
export function bySubject(rows: OrgPerson[]): Group[] {
  const groups = new Map<Heading, OrgPerson[]>();
  for (const row of rows) {
    const heading = headingOf(row);
    groups.set(heading, [...(groups.get(heading) ?? []), row]);
  }
  const order: Heading[] = ['lead', 'primary', ...SUBJECTS, ''];
  return [...groups]
    .map(([heading, people]) => ({ heading, people }))
    .sort((a, b) => order.indexOf(a.heading) - order.indexOf(b.heading));
}
