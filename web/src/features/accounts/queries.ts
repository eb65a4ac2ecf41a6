/** What this feature asks the server, with the keys under which answers are kept. */
import { api, type OrgKind, type Role } from '$shared/api';
import { keyset } from '$shared/api/queries';

const PAGE = 30;
/** Lists that are grouped or shown whole are asked for in the largest pages. */
const WHOLE = 100;

export interface PeopleFilter {
  q?: string;
  org?: string;
  subject?: string;
  role?: Role;
}
export interface OrgFilter {
  q?: string;
  kind?: OrgKind;
  parent?: string;
}

export const peopleQuery = (query: PeopleFilter) => ({
  ...keyset,
  queryKey: ['people', query],
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/people', { params: { query: { ...query, cursor: pageParam, limit: PAGE } }, signal }),
});

export const personQuery = (id: string) => ({
  queryKey: ['person', id],
  queryFn: () => api.get('/people/{id}', { params: { path: { id } } }),
});

export const organisationsQuery = (query: OrgFilter, limit = PAGE) => ({
  ...keyset,
  queryKey: ['organisations', query, limit],
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/organisations', { params: { query: { ...query, cursor: pageParam, limit } }, signal }),
});

/** For a field to choose from. */
export const municipalitiesQuery = () => ({
  queryKey: ['organisations', 'municipalities'],
  staleTime: 10 * 60_000,
  queryFn: () =>
    api.get('/organisations', { params: { query: { kind: 'municipality' as const, limit: WHOLE } } }),
});

export const organisationQuery = (id: string) => ({
  queryKey: ['organisation', id],
  queryFn: () => api.get('/organisations/{id}', { params: { path: { id } } }),
});

export const orgPeopleQuery = (id: string) => ({
  ...keyset,
  queryKey: ['organisation', id, 'people'],
  queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
    api.get('/organisations/{id}/people', {
      params: { path: { id }, query: { cursor: pageParam, limit: WHOLE } },
    }),
});

export const sessionsQuery = () => ({
  queryKey: ['sessions'],
  queryFn: () => api.get('/auth/sessions'),
});

export const consentTextQuery = (kind: 'processing' | 'publication') => ({
  queryKey: ['consent-text', kind],
  queryFn: () => api.get('/auth/consent-text', { params: { query: { kind } } }),
});

export const confirmationsQuery = () => ({
  ...keyset,
  queryKey: ['confirmations'],
  queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
    api.get('/confirmations', { params: { query: { cursor: pageParam, limit: PAGE } } }),
});

export const invitationsQuery = (org?: string) => ({
  ...keyset,
  queryKey: ['invitations', org ?? null],
  queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
    api.get('/invitations', { params: { query: { org, cursor: pageParam, limit: PAGE } } }),
});

export const grantsQuery = (query: { org?: string; person?: string }) => ({
  ...keyset,
  queryKey: ['grants', query],
  queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
    api.get('/grants', { params: { query: { ...query, cursor: pageParam, limit: PAGE } } }),
});
