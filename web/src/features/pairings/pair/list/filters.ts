/** What the list of pairs shows, as its address says it. */
import type { PairState } from '../types';

export interface Filters {
  state?: PairState;
  /** Also those that are over. */
  past?: boolean;
  territory?: string;
  school?: string;
}
/** The same as the server is asked. */
export interface Asked {
  state?: PairState;
  live?: boolean;
  territory?: string;
  school?: string;
}

const STATES: readonly string[] = [
  'proposed',
  'agreed',
  'active',
  'suspended',
  'completed',
  'ended',
  'declined',
  'vetoed',
  'withdrawn',
];
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function filtersOf(params: URLSearchParams): Filters {
  const [state, territory, school] = ['state', 'territory', 'school'].map((name) => params.get(name) ?? '');
  return {
    state: STATES.includes(state ?? '') ? (state as PairState) : undefined,
    past: params.get('past') === '1' || undefined,
    territory: ID.test(territory ?? '') ? territory : undefined,
    school: ID.test(school ?? '') ? school : undefined,
  };
}

export function addressOf(filters: Filters, change: Filters = {}): string {
  const { state, past, territory, school } = { ...filters, ...change };
  const pairs = [
    ['state', state],
    ['past', past ? '1' : undefined],
    ['territory', territory],
    ['school', school],
  ].filter((pair): pair is [string, string] => !!pair[1]);
  const query = new URLSearchParams(pairs).toString();
  return query ? `/pairings?${query}` : '/pairings';
}

export const asked = ({ state, past, territory, school }: Filters): Asked => ({
  state,
  live: state || past ? undefined : true,
  territory,
  school,
});
