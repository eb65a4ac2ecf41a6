/** What the agenda shows, as its address says it. */
import type { EventKind } from '$shared/api';
import { SUBJECTS } from '$shared/words/subjects';
import { dayIn } from '../month/dates';
import { KINDS, keysOf } from '../words';

export type View = 'month' | 'week';
/** `mine` is what the reader takes part in, speaks at or holds, put together here. */
export type Desk = 'mine' | 'registered' | 'hosting' | 'speaking' | 'drafts' | 'planned';
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
  /** The agenda unless told. */
  view?: View;
  /** A day of the month or week that is shown. */
  date?: string;
}
/** The same as the server is asked. */
export type ListQuery = Omit<Filters, 'view' | 'date' | 'filter'> & {
  filter?: Exclude<Desk, 'mine'>;
  for_me?: boolean;
  from?: string;
  to?: string;
};

const DESKS: readonly string[] = ['mine', 'registered', 'hosting', 'speaking', 'drafts', 'planned'];
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
  filters.view = closed('view', ['month', 'week']) as View | undefined;
  if (filters.view) filters.date = dayIn(search.get('date')) ?? undefined;
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
export const narrowing = ({
  filter: _desk,
  past: _past,
  view: _view,
  date: _date,
  ...rest
}: Filters): number => Object.keys(clean(rest)).length;

/** The same without what narrows it. */
export const wide = ({ filter, past, view, date }: Filters): Filters => ({ filter, past, view, date });

/** What the server is asked: one's own calendar is three lists. */
export function asked({ view: _view, date: _date, filter, ...rest }: Filters): ListQuery[] {
  if (filter !== 'mine') return [filter ? { ...rest, filter } : rest];
  return (['registered', 'speaking', 'hosting'] as const).map((desk) => ({ ...rest, filter: desk }));
}

/** Lists without dates are not parted by days. */
export const undated = ({ filter }: Filters): boolean => filter === 'drafts' || filter === 'planned';

function clean<T extends object>(filters: T): T {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as T;
}
