/** What of the catalogue is shown. The address holds it. */
import { SUBJECTS } from '$shared/words/subjects';

export interface Filters {
  /** A subject code; `any` when somebody asked for all. */
  subject: string;
  grade: number | null;
  q: string;
}

/** Without a word in the address one sees one's own subject. */
export function readFilters(address: URLSearchParams, own: readonly string[]): Filters {
  const asked = address.get('subject') ?? '';
  const grade = Number(address.get('grade'));
  const q = (address.get('q') ?? '').trim();
  const usual = q ? 'any' : (own.find((subject) => WITH_WORKS.includes(subject)) ?? 'any');
  return {
    subject: asked === 'any' || SUBJECTS.includes(asked) ? asked : usual,
    grade: Number.isInteger(grade) && grade >= 1 && grade <= 11 ? grade : null,
    q,
  };
}

export function addressOf({ subject, grade, q }: Filters): string {
  const address = new URLSearchParams({ subject });
  if (grade) address.set('grade', String(grade));
  if (q) address.set('q', q);
  return `/skills?${address}`;
}

/** Subjects that have works of their own; others are filled by methodists. */
export const WITH_WORKS = [
  'russian',
  'math',
  'reading',
  'world',
  'english',
  'informatics',
  'history',
  'social_studies',
  'geography',
  'physics',
  'chemistry',
  'biology',
];

/** Everything else that can be chosen, in the usual order. */
export const OTHERS = SUBJECTS.filter((subject) => !WITH_WORKS.includes(subject));
