/** What the board asks the server, with the keys under which answers are kept. */
import { api, type Id } from '$shared/api';
import { choiceKey, compareKey, runKey, runsKey, sensitivityKey, weightsKey, wishesKey } from './keys';

const byId = (id: Id) => ({ params: { path: { id } } });

export const runsQuery = (territory: Id) => ({
  queryKey: runsKey(territory),
  queryFn: () => api.get('/organisations/{id}/match-runs', byId(territory)),
});

export const runQuery = (id: Id) => ({
  queryKey: runKey(id),
  queryFn: () => api.get('/match-runs/{id}', byId(id)),
});

/** A run never changes, so neither does what two of them have in common. */
export const compareQuery = (id: Id, other: Id) => ({
  queryKey: compareKey(id, other),
  staleTime: 60 * 60_000,
  queryFn: () => api.get('/match-runs/{id}/compare/{other}', { params: { path: { id, other } } }),
});

export const sensitivityQuery = (id: Id) => ({
  queryKey: sensitivityKey(id),
  staleTime: 60 * 60_000,
  queryFn: () => api.get('/match-runs/{id}/sensitivity', byId(id)),
});

/** Places and refusals change by the hour: asked each time it is opened. */
export const choiceQuery = (id: Id, need: Id) => ({
  queryKey: choiceKey(id, need),
  queryFn: () => api.get('/match-runs/{id}/needs/{need}/mentors', { params: { path: { id, need } } }),
});

export const weightsQuery = (territory: Id) => ({
  queryKey: weightsKey(territory),
  queryFn: () => api.get('/organisations/{id}/match-weights', byId(territory)),
});

export const wishesQuery = (school: Id) => ({
  queryKey: wishesKey(school),
  queryFn: () => api.get('/organisations/{id}/wishes', byId(school)),
});
