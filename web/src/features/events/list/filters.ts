/** What the agenda shows, as its address says it. */
import type { EventKind } from '$shared/api';
import { SUBJECTS } from '$shared/words/subjects';
import { KINDS, keysOf } from '../words';

export type Desk = 'registered' | 'hosting' | 'speaking' | 'drafts' | 'planned';
export interface Filters {
  filter?: Desk;
  /** What is over, the latest first. */
  past?: true;
  kind?: EventKind;
  subject?: string;
  grade?: number;
  skill?: string;
  host?: string;
  association?: string;
  /** Only where places are left. */
  free?: true;
}
/** The same as the server is asked. */
export type ListQuery = Filters & { for_me?: boolean };

const DESKS: readonly string[] = ['registered', 'hosting', 'speaking', 'drafts', 'planned'];
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What an address asks for; nonsense in it is left out, so that a broken link still shows a list. */
export function filtersOf(search: URLSearchParams): Filters {
  const filters: Filters = {};
  const closed = (name: string, words: readonly string[]) => {
    const value = search.get(name);
    return value && words.includes(value) ? value : undefined;
  };
  filters.filter = closed('filter', DESKS) as Desk | undefined;
  filters.kind = closed('kind', keysOf(KINDS)) as EventKind | undefined;
  filters.subject = closed('subject', SUBJECTS);
  const grade = Number(search.get('grade'));
  if (Number.isInteger(grade) && grade >= 1 && grade <= 11) filters.grade = grade;
  for (const name of ['past', 'free'] as const) if (search.get(name) === 'true') filters[name] = true;
  for (const name of ['skill', 'host', 'association'] as const) {
    const value = search.get(name);
    if (value && ID.test(value)) filters[name] = value;
  }
  return clean(filters);
}

/** The address of the agenda with some of its filters changed; `undefined` takes one away. */
export function addressOf(filters: Filters, change: Partial<Filters> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, ...change })) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `/events?${text}` : '/events';
}

/** How many filters narrow the list; whose desk it is and which time are chosen by a tab and do not count. */
export const narrowing = ({ filter: _desk, past: _past, ...rest }: Filters): number =>
  Object.keys(clean(rest)).length;

/** Lists without dates are not parted by days. */
export const undated = ({ filter }: Filters): boolean => filter === 'drafts' || filter === 'planned';

function clean<T extends object>(filters: T): T {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as T;
}
