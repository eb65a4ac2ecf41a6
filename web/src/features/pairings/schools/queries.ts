/** What pages about schools ask the server, with the keys under which answers are kept. */
import type { QueryClient } from '@tanstack/svelte-query';
import { api, type Id } from '$shared/api';
import { keyset } from '$shared/api/queries';
import {
  contextKey,
  contextsKey,
  curatorsKey,
  helpingKey,
  likesKey,
  needsKey,
  offerKey,
  partnershipKey,
  statusesKey,
  tableKey,
  termsKey,
} from './keys';

const byId = (id: Id) => ({ params: { path: { id } } });
const HOUR = 60 * 60_000;

export const contextFormQuery = () => ({
  queryKey: ['school-context-form'],
  staleTime: HOUR,
  queryFn: () => api.get('/school-context-form'),
});

export const contextsQuery = (school: Id) => ({
  queryKey: contextsKey(school),
  queryFn: () => api.get('/organisations/{id}/contexts', byId(school)),
});

export const contextQuery = (school: Id, year: number) => ({
  queryKey: contextKey(school, year),
  queryFn: () => api.get('/organisations/{id}/contexts/{year}', { params: { path: { id: school, year } } }),
});

export const partnershipQuery = (school: Id) => ({
  queryKey: partnershipKey(school),
  queryFn: () => api.get('/organisations/{id}/partnership', byId(school)),
});

export const statusesQuery = (school: Id) => ({
  queryKey: statusesKey(school),
  queryFn: () => api.get('/organisations/{id}/statuses', byId(school)),
});

export const needsQuery = (school: Id) => ({
  queryKey: needsKey(school),
  queryFn: () => api.get('/organisations/{id}/needs', byId(school)),
});

export const offerQuery = (school: Id) => ({
  queryKey: offerKey(school),
  queryFn: () => api.get('/organisations/{id}/offer', byId(school)),
});

/** Schools that are willing to help with a skill, so many at first. */
const HELPING = 4;
export const helpingQuery = (skill: Id) => ({
  ...keyset,
  queryKey: helpingKey(skill),
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/skills/{id}/helping-schools', {
      params: { path: { id: skill }, query: { cursor: pageParam, limit: HELPING } },
      signal,
    }),
});

export const likesQuery = (school: Id, year: number | undefined, limit: number) => ({
  queryKey: [...likesKey(school), year ?? null, limit],
  queryFn: () =>
    api.get('/organisations/{id}/like-schools', {
      params: { path: { id: school }, query: { year, limit } },
    }),
});

export const termsQuery = (territory: Id) => ({
  queryKey: termsKey(territory),
  queryFn: () => api.get('/organisations/{id}/status-terms', byId(territory)),
});

export type Only = 'needs' | 'offers' | 'incomplete';
export interface TableFilter {
  only?: Only;
  year?: number;
}
export const tableQuery = (territory: Id, filter: TableFilter) => ({
  ...keyset,
  queryKey: [...tableKey(territory), filter],
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/organisations/{territory}/needs-and-offers', {
      params: { path: { territory }, query: { ...filter, cursor: pageParam, limit: 50 } },
      signal,
    }),
});

export const curatorsQuery = (territory: Id) => ({
  queryKey: curatorsKey(territory),
  queryFn: () => api.get('/organisations/{id}/curators', byId(territory)),
});

/** After something about a school was written: its own pages and the tables it stands in. */
export function schoolChanged(queries: QueryClient, school: Id): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: ['school', school] }),
    queries.invalidateQueries({ queryKey: ['needs-and-offers'] }),
    queries.invalidateQueries({ queryKey: ['helping-schools'] }),
  ]);
}
