/** What the calendar asks the server, with the keys under which answers are kept. */
import { api } from '$shared/api';
import { keyset } from '$shared/api/queries';
import { eventKey, eventsKey, feedsKey, registrationsKey } from './keys';
import type { ListQuery } from './list/filters';

const byId = (id: string) => ({ params: { path: { id } } });

export const eventsQuery = (query: ListQuery, limit = 30) => ({
  ...keyset,
  queryKey: eventsKey({ ...query, limit }),
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/events', { params: { query: { ...query, cursor: pageParam, limit } }, signal }),
});

/** The nearest few, for a page about something else. */
export const someEvents = (query: ListQuery, limit: number) => ({
  queryKey: eventsKey({ ...query, limit, some: true }),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get('/events', { params: { query: { ...query, limit } }, signal }),
});

export const eventQuery = (id: string) => ({
  queryKey: eventKey(id),
  queryFn: () => api.get('/events/{id}', byId(id)),
});

export const eventKindsQuery = () => ({
  queryKey: ['event-kinds'],
  staleTime: 60 * 60_000,
  queryFn: () => api.get('/event-kinds'),
});

export const registrationsQuery = (id: string) => ({
  ...keyset,
  queryKey: registrationsKey(id),
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/events/{id}/registrations', {
      params: { path: { id }, query: { cursor: pageParam, limit: 50 } },
      signal,
    }),
});

export const feedsQuery = () => ({
  queryKey: feedsKey,
  queryFn: () => api.get('/calendar-feeds'),
});
