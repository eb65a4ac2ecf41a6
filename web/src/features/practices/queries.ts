/** What the bank asks the server, with the keys under which answers are kept. */
import { api, type Id } from '$shared/api';
import { keyset } from '$shared/api/queries';
import {
  adoptionsKey,
  collectionKey,
  collectionsKey,
  practiceKey,
  practicesKey,
  reviewsKey,
  similarKey,
  versionsKey,
  workKey,
} from './keys';
import type { ListQuery } from './list/filters';

const byId = (id: string) => ({ params: { path: { id } } });

export const practicesQuery = (query: ListQuery, limit = 20) => ({
  ...keyset,
  queryKey: practicesKey({ ...query, limit }),
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/practices', { params: { query: { ...query, cursor: pageParam, limit } }, signal }),
});

/** The first few, for a page about something else. */
export const somePractices = (query: ListQuery, limit: number) => ({
  queryKey: practicesKey({ ...query, limit, some: true }),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get('/practices', { params: { query: { ...query, limit } }, signal }),
});

export const practiceQuery = (id: string) => ({
  queryKey: practiceKey(id),
  queryFn: () => api.get('/practices/{id}', byId(id)),
});

export const workQuery = (id: string) => ({
  queryKey: workKey(id),
  queryFn: () => api.get('/practices/{id}/draft', byId(id)),
});

export const reviewsQuery = (id: string) => ({
  queryKey: reviewsKey(id),
  queryFn: () => api.get('/practices/{id}/reviews', byId(id)),
});

export const skillQuery = (id: Id) => ({
  queryKey: ['skill', id],
  staleTime: 10 * 60_000,
  queryFn: () => api.get('/skills/{id}', byId(id)),
});

/** An older version, as it was. */
export const versionQuery = (id: string, no: number) => ({
  queryKey: [...versionsKey(id), 'read', no],
  queryFn: () => api.get('/practices/{id}/versions/{no}', { params: { path: { id, no } } }),
});

export const adoptionsQuery = (id: string) => ({
  ...keyset,
  queryKey: adoptionsKey(id),
  queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
    api.get('/practices/{id}/adoptions', {
      params: { path: { id }, query: { cursor: pageParam, limit: 10 } },
    }),
});

export const similarQuery = (id: string) => ({
  queryKey: similarKey(id),
  staleTime: 5 * 60_000,
  queryFn: () => api.get('/practices/{id}/similar', byId(id)),
});

export interface CollectionFilter {
  mine?: boolean;
  organisation?: Id;
  owner?: Id;
  practice?: Id;
}

export const collectionsQuery = (query: CollectionFilter, limit = 20) => ({
  ...keyset,
  queryKey: collectionsKey({ ...query, limit }),
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/collections', { params: { query: { ...query, cursor: pageParam, limit } }, signal }),
});

/** The first few, whole. */
export const someCollections = (query: CollectionFilter, limit: number) => ({
  queryKey: collectionsKey({ ...query, limit, some: true }),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get('/collections', { params: { query: { ...query, limit } }, signal }),
});

export const collectionQuery = (id: Id) => ({
  queryKey: collectionKey(id),
  queryFn: () => api.get('/collections/{id}', byId(id)),
});
