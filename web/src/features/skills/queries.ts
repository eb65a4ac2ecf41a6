/** What this feature asks the server, with the keys under which answers are kept. */
import { api } from '$shared/api';
import { keyset } from '$shared/api/queries';

/** Lists that are grouped are asked for in the largest pages; so many ids fit into one question, too. */
export const WHOLE = 100;
/** The catalogue changes a few times a year. */
const STALE = 10 * 60_000;

export interface SkillFilter {
  subject?: string;
  grade?: number;
  q?: string;
}

export const skillsQuery = (query: SkillFilter) => ({
  ...keyset,
  queryKey: ['skills', query],
  staleTime: STALE,
  queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    api.get('/skills', { params: { query: { ...query, cursor: pageParam, limit: WHOLE } }, signal }),
});

/** By id, archived ones too; for chips beside other things. */
export const skillsById = (ids: string[]) => {
  const unique = [...new Set(ids)].sort().slice(0, WHOLE);
  return {
    queryKey: ['skills', 'ids', unique],
    staleTime: STALE,
    enabled: unique.length > 0,
    queryFn: () => api.get('/skills', { params: { query: { ids: unique.join(','), limit: WHOLE } } }),
  };
};

export const skillQuery = (id: string) => ({
  queryKey: ['skill', id],
  staleTime: STALE,
  queryFn: () => api.get('/skills/{id}', { params: { path: { id } } }),
});
