/** What a calendar for other programs holds, from the filters of a list and in words. */
import type { CalendarFeed } from '$shared/api';
import { subjectName } from '$shared/words/subjects';
import { m } from '$paraglide/messages';
import type { Filters } from '../list/filters';
import { KINDS } from '../words';

export type Scope = CalendarFeed['scope'];

/** The desk of whoever takes part is theirs; others have no feed. */
export const scopeOf = (filters: Filters): Scope => ({
  mine: filters.filter === 'mine' || filters.filter === 'registered',
  host: filters.host ?? null,
  association: filters.association ?? null,
  subject: filters.subject ?? null,
  skill: filters.skill ?? null,
  kind: filters.kind ?? null,
});

/** Filters that a feed does not know: it is told that they stay out. */
export const leftOut = (filters: Filters): boolean => !!filters.grade || !!filters.free;

/** Only what is coming and what one takes part in can be followed. */
export const followable = (filters: Filters): boolean =>
  (!filters.filter || filters.filter === 'mine' || filters.filter === 'registered') && !filters.past;

/** «Математика · открытый урок»; schools and skills come by their names, where they are known. */
export function scopeText(scope: Scope, names: Record<string, string> = {}): string {
  const named = (id: string | null) => id && names[id];
  return [
    scope.mine && m.events_feed_mine_title(),
    scope.subject && subjectName(scope.subject),
    scope.kind && KINDS[scope.kind](),
    named(scope.skill),
    named(scope.host),
    named(scope.association),
  ]
    .filter(Boolean)
    .join(' · ');
}
