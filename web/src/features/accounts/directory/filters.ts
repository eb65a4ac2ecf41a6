/** What the directory is asked for. The address of the page holds it, so that a search can be sent to a colleague. */
import type { OrgKind, Role } from '$shared/api';
import { ROLES } from '$shared/words/roles';
import { SUBJECTS } from '$shared/words/subjects';

export type Shelf = 'people' | 'organisations';

export interface Filters {
  q: string;
  /** A municipality: its people, or what stands under it. */
  place: string;
  subject: string;
  role: Role | '';
  kind: OrgKind | '';
}

/** Kinds somebody looks for by name; parts of an organisation are found on its page. */
export const KINDS: OrgKind[] = ['school', 'association', 'municipality', 'centre', 'unit', 'region'];

/** What a search in the whole house keeps when one goes from people to organisations. */
const SHARED = ['q', 'place'] as const;
const OWN: Record<Shelf, readonly (keyof Filters)[]> = {
  people: ['subject', 'role'],
  organisations: ['kind'],
};

export function readFilters(params: URLSearchParams): Filters {
  const text = (name: keyof Filters) => params.get(name)?.trim() ?? '';
  const known = <T extends string>(name: keyof Filters, values: readonly T[]): T | '' =>
    values.find((value) => value === text(name)) ?? '';
  return {
    q: text('q').slice(0, 100),
    place: text('place'),
    subject: known('subject', SUBJECTS),
    role: known('role', ROLES),
    kind: known('kind', KINDS),
  };
}

export function addressOf(shelf: Shelf, filters: Filters): string {
  const params = new URLSearchParams();
  for (const name of [...SHARED, ...OWN[shelf]]) if (filters[name]) params.set(name, filters[name]);
  const search = params.toString();
  return `/${shelf}${search && `?${search}`}`;
}

/** Is anything asked for on this shelf? Then an empty list says how to ask for less. */
export function narrowed(shelf: Shelf, filters: Filters): boolean {
  return [...SHARED, ...OWN[shelf]].some((name) => filters[name] !== '');
}

/** «24»; nothing while unknown or while there is more than what was loaded. */
export function countOf(pages: { items: unknown[]; next: string | null }[] | undefined): string {
  if (!pages || pages.at(-1)?.next) return '';
  return `${pages.reduce((sum, page) => sum + page.items.length, 0)}`;
}
