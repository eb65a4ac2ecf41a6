/** What a list of topics shows, as its address says it: shared, reloaded and gone back to like any page. */
import type { TopicKind } from '$shared/api';

export type TopicFilter = 'unread' | 'watched' | 'unanswered' | 'mine';
export interface Filters {
  filter?: TopicFilter;
  kind?: TopicKind;
  section?: string;
  subject?: string;
  grade?: number;
  tag?: string;
  skill?: string;
  q?: string;
}

const FILTERS: readonly string[] = ['unread', 'watched', 'unanswered', 'mine'];
const KINDS: readonly string[] = ['discussion', 'question', 'announcement'];

/** What an address asks for; nonsense in it is left out. */
export function filtersOf(search: URLSearchParams): Filters {
  const filters: Filters = {};
  const filter = search.get('filter');
  if (filter && FILTERS.includes(filter)) filters.filter = filter as TopicFilter;
  const kind = search.get('kind');
  if (kind && KINDS.includes(kind)) filters.kind = kind as TopicKind;
  const grade = Number(search.get('grade'));
  if (Number.isInteger(grade) && grade >= 1 && grade <= 11) filters.grade = grade;
  for (const name of ['section', 'subject', 'tag', 'skill', 'q'] as const) {
    const value = search.get(name)?.trim();
    if (value) filters[name] = value;
  }
  return filters;
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

export const countOf = (filters: Filters): number => Object.keys(filters).length;
