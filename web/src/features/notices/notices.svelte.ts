/** The inbox in the cache, and what live events change in it. */
import type { InfiniteData, QueryClient } from '@tanstack/svelte-query';
import { api, type Notice, type NoticePage } from '$shared/api';
import { keyset } from '$shared/api/queries';
import type { LiveEvent } from '$shared/live';

export const COUNT_KEY = ['notices', 'count'];
type Pages = InfiniteData<NoticePage, string | undefined>;

export const countQuery = () => ({ queryKey: COUNT_KEY, queryFn: () => api.get('/notices/count') });

export const listQuery = (unread: boolean) => ({
  ...keyset,
  queryKey: ['notices', 'list', { unread }],
  queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
    api.get('/notices', { params: { query: { cursor: pageParam, unread: unread || undefined } } }),
});

export async function markRead(
  queries: QueryClient,
  which: { ids: string[] } | { all: true },
): Promise<void> {
  const { unread } = await api.post('/notices/read', { body: which });
  setUnread(queries, unread);
  patch(queries, (notice) =>
    'all' in which || which.ids.includes(notice.id) ? { ...notice, read: true } : notice,
  );
}

/** Events of the stream `user:<id>` that are about the inbox. */
export function applyNoticeEvent(queries: QueryClient, event: LiveEvent): Notice | null {
  if (event.kind === 'notice') {
    const { notice, unread } = event.data as { notice: Notice; unread: number };
    setUnread(queries, unread);
    queries.setQueriesData<Pages>({ queryKey: ['notices', 'list'] }, (data) => prepend(data, notice));
    return notice;
  }
  if (event.kind === 'notices_read') {
    const { unread } = event.data as { unread: number };
    setUnread(queries, unread);
    if (unread === 0) patch(queries, (notice) => ({ ...notice, read: true }));
    else void queries.invalidateQueries({ queryKey: ['notices', 'list'] });
  }
  return null;
}

function setUnread(queries: QueryClient, unread: number): void {
  queries.setQueryData(COUNT_KEY, { unread });
}

function patch(queries: QueryClient, change: (notice: Notice) => Notice): void {
  queries.setQueriesData<Pages>(
    { queryKey: ['notices', 'list'] },
    (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) },
  );
}

function prepend(data: Pages | undefined, notice: Notice): Pages | undefined {
  const [first, ...rest] = data?.pages ?? [];
  if (!data || !first) return data;
  // The newest about the same thing may replace an older one with the same id.
  const others = first.items.filter((item) => item.id !== notice.id);
  return { ...data, pages: [{ ...first, items: [notice, ...others] }, ...rest] };
}
