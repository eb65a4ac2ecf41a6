/** What the pages of pairs ask the server, with the keys under which answers are kept. */
import { api } from '$shared/api';
import { keyset } from '$shared/api/queries';
import { pairingsKey, pairKey, partKey } from './keys';
import type { Asked } from './list/filters';
import type { SurveyRound } from './types';

const byId = (id: string) => ({ params: { path: { id } } });

export const pairingsQuery = (query: Asked) => ({
  ...keyset,
  queryKey: pairingsKey(query),
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/pairings', { params: { query: { ...query, cursor: pageParam, limit: 30 } }, signal }),
});

export const pairQuery = (id: string) => ({
  queryKey: pairKey(id),
  queryFn: () => api.get('/pairings/{id}', byId(id)),
});

export const planQuery = (id: string) => ({
  queryKey: partKey(id, 'plan'),
  queryFn: () => api.get('/pairings/{id}/plan', byId(id)),
});

export const planEventsQuery = (id: string) => ({
  queryKey: partKey(id, 'plan-events'),
  queryFn: () => api.get('/pairings/{id}/plan/events', byId(id)),
});

export const templatesQuery = (theme_kind: 'subject' | 'management', theme: string) => ({
  queryKey: ['plan-templates', theme_kind, theme],
  queryFn: () => api.get('/pairing-plan-templates', { params: { query: { theme_kind, theme } } }),
});

export const visitsQuery = (id: string) => ({
  queryKey: partKey(id, 'visits'),
  queryFn: () => api.get('/pairings/{id}/visits', byId(id)),
});

export const peopleQuery = (id: string) => ({
  queryKey: partKey(id, 'people'),
  queryFn: () => api.get('/pairings/{id}/people', byId(id)),
});

export const youngQuery = () => ({
  // Of every pair at once: asked for anew with the list of them.
  queryKey: [...pairingsKey(), 'young'],
  queryFn: () => api.get('/young-teachers'),
});

export const agreementQuery = (id: string) => ({
  queryKey: partKey(id, 'agreement'),
  queryFn: () => api.get('/pairings/{id}/agreement', byId(id)),
});

export const reportsQuery = (id: string) => ({
  queryKey: partKey(id, 'reports'),
  queryFn: () => api.get('/pairings/{id}/reports', byId(id)),
});

export const surveyQuery = (id: string, round: SurveyRound) => ({
  queryKey: partKey(id, 'survey', round),
  queryFn: () => api.get('/pairings/{id}/survey', { params: { path: { id }, query: { round } } }),
});

export const effectQuery = (id: string) => ({
  queryKey: partKey(id, 'effect'),
  queryFn: () => api.get('/pairings/{id}/effect', byId(id)),
});

export const networkQuery = (territory: string) => ({
  queryKey: ['pairing-network', territory],
  queryFn: () => api.get('/organisations/{id}/pairing-network', byId(territory)),
});

/** The last words in the room of a pair. */
export const roomTopicsQuery = (space: string) => ({
  queryKey: ['topics', { space, some: 3 }],
  queryFn: () => api.get('/topics', { params: { query: { space, limit: 3 } } }),
});
