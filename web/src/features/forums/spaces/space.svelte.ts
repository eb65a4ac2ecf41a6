/** One space: its data and the live news of it. */
import { createQuery, useQueryClient, type QueryClient } from '@tanstack/svelte-query';
import { me } from '$features/accounts/session.svelte';
import { api, type Id, type PersonRef } from '$shared/api';
import { live, type LiveEvent } from '$shared/live';
import { patchTopic } from '../cache';
import { spaceKey } from '../keys';

const GATHER_MS = 1_500;

export function spaceQuery(id: () => Id) {
  return createQuery(() => ({
    queryKey: spaceKey(id()),
    queryFn: () => api.get('/spaces/{id}', { params: { path: { id: id() } } }),
  }));
}

interface Bumped {
  topic_id: Id;
  last_no: number;
  post_count: number;
  last_post_at: string;
  last_post_by: PersonRef;
}

/** Keeps lists of a space current while one of its pages is open. Call it from an effect. */
export function followSpace(id: Id, queries: QueryClient, closed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A lively space must not reload its lists with every post; the rows move at once, the order a moment later.
  const soon = (...keys: (readonly string[])[]) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
    }, GATHER_MS);
  };
  const stop = live.subscribe(
    `space:${id}`,
    (event: LiveEvent) => {
      if (event.kind === 'topic_bumped') {
        const news = event.data as Bumped;
        patchTopic(queries, news.topic_id, (topic) => {
          if (news.last_no <= topic.last_no) return topic;
          const { topic_id: _, ...shown } = news;
          const foreign = news.last_post_by.id !== me().id;
          return { ...topic, ...shown, my: { ...topic.my, unread: topic.my.unread + Number(foreign) } };
        });
        soon(['topics'], ['space', id], ['spaces']);
      } else {
        soon(['topics'], ['space', id], ['spaces']);
      }
    },
    {
      onResync: async () => {
        await Promise.all([
          queries.invalidateQueries({ queryKey: ['space', id] }),
          queries.invalidateQueries({ queryKey: ['topics'] }),
        ]);
      },
      onClosed: closed,
    },
  );
  return () => {
    clearTimeout(timer);
    stop();
  };
}

export { useQueryClient };
