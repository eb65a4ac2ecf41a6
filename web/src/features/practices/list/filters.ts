/** What a list of practices shows, as its address says it. */
import type { Licence, PracticeKind, PracticeLevel } from '$shared/api';
import { SUBJECTS } from '$shared/words/subjects';

export type Desk = 'mine' | 'to_review' | 'to_check' | 'archived';
export interface Filters {
  filter?: Desk;
  kind?: PracticeKind;
  subject?: string;
  grade?: number;
  /** `none`: what nobody reviewed. */
  level?: PracticeLevel | 'none';
  licence?: Licence;
  skill?: string;
  school?: string;
  place?: string;
  author?: string;
  q?: string;
}
/** The same as the server is asked. */
export type ListQuery = Omit<Filters, 'level'> & { level?: PracticeLevel; community?: boolean };

const DESKS: readonly string[] = ['mine', 'to_review', 'to_check', 'archived'];
const KINDS: readonly string[] = [
  'lesson_plan',
  'technological_map',
  'worksheet',
  'presentation',
  'diagnostics',
  'technique',
  'programme',
  'mentoring',
  'parents',
  'management',
  'extracurricular',
  'inclusive',
];
const LEVELS: readonly string[] = ['none', 'school', 'municipal', 'regional'];
const LICENCES: readonly string[] = ['cc_by', 'cc_by_sa', 'cc_by_nc', 'network'];
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What an address asks for; nonsense in it is left out, so that a broken link still shows a list. */
export function filtersOf(search: URLSearchParams): Filters {
  const filters: Filters = {};
  const closed = (name: string, words: readonly string[]) => {
    const value = search.get(name);
    return value && words.includes(value) ? value : undefined;
  };
  filters.filter = closed('filter', DESKS) as Desk | undefined;
  filters.kind = closed('kind', KINDS) as PracticeKind | undefined;
  filters.level = closed('level', LEVELS) as Filters['level'];
  filters.licence = closed('licence', LICENCES) as Licence | undefined;
  filters.subject = closed('subject', SUBJECTS);
  const grade = Number(search.get('grade'));
  if (Number.isInteger(grade) && grade >= 1 && grade <= 11) filters.grade = grade;
  for (const name of ['skill', 'school', 'place', 'author'] as const) {
    const value = search.get(name);
    if (value && ID.test(value)) filters[name] = value;
  }
  const q = search.get('q')?.trim();
  if (q) filters.q = q;
  return clean(filters);
}

/** The address of a list with some of its filters changed; `undefined` takes one away. */
export function addressOf(path: string, filters: Filters, change: Partial<Filters> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, ...change })) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export function queryOf({ level, ...rest }: Filters): ListQuery {
  if (level === 'none') return { ...rest, community: true };
  return level ? { ...rest, level } : rest;
}

/** How many filters narrow the list; the desk is chosen by a tab and does not count. */
export const narrowing = ({ filter: _desk, ...rest }: Filters): number => Object.keys(clean(rest)).length;

function clean<T extends object>(filters: T): T {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as T;
}
