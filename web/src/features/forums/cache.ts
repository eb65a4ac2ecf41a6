/**
 * What one change means for everything already loaded. Counters are moved by differences of exact numbers the
 * server gave, never guessed; where the difference is unknown the list is asked for anew.
 */
import type { InfiniteData, QueryClient } from '@tanstack/svelte-query';
import type {
  Home,
  Id,
  Page,
  Post,
  Section,
  Space,
  SpaceCard,
  Topic,
  TopicCard,
  TopicHead,
  WatchLevel,
} from '$shared/api';
import { spaceKey, topicKey } from './keys';

type Card = TopicHead & { my: TopicCard['my'] };
type Lists<T> = InfiniteData<Page<T>> | undefined;

/** Applies a change to a topic wherever it is shown: its page, lists, home. */
export function patchTopic(queries: QueryClient, id: Id, change: <T extends Card>(topic: T) => T): void {
  queries.setQueryData<Topic>(topicKey(id), (topic) => topic && change(topic));
  const each = <T extends Card>(topic: T) => (topic.id === id ? change(topic) : topic);
  queries.setQueriesData<Lists<TopicCard>>({ queryKey: ['topics'] }, (data) => mapItems(data, each));
  queries.setQueriesData<Home>(
    { queryKey: ['home'] },
    (home) =>
      home && {
        ...home,
        unread_topics: home.unread_topics.map(each),
        questions: home.questions.map(each),
        watched: home.watched.map(each),
      },
  );
}

export function patchSpace(queries: QueryClient, id: Id, change: <T extends SpaceCard>(space: T) => T): void {
  queries.setQueryData<Space>(spaceKey(id), (space) => space && change(space));
  const each = <T extends SpaceCard>(space: T) => (space.id === id ? change(space) : space);
  queries.setQueriesData<Lists<SpaceCard>>({ queryKey: ['spaces'] }, (data) => mapItems(data, each));
  queries.setQueriesData<Home>(
    { queryKey: ['home'] },
    (home) => home && { ...home, spaces: home.spaces.map(each) },
  );
}

export function mapItems<T>(data: Lists<T>, change: (item: T) => T): Lists<T> {
  if (!data?.pages) return data;
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}

/** Read up to `last_read_no`: on the topic, and by the difference on its space, section and home. */
export function patchRead(
  queries: QueryClient,
  read: { topic_id: Id; last_read_no: number; unread: number; space_unread?: number },
): void {
  const known = findTopic(queries, read.topic_id);
  patchTopic(queries, read.topic_id, (topic) => ({
    ...topic,
    my: { ...topic.my, last_read_no: read.last_read_no, unread: read.unread },
  }));
  if (!known) return void queries.invalidateQueries({ queryKey: ['spaces'] });
  const less = read.unread - known.my.unread;
  const topics = Number(read.unread > 0) - Number(known.my.unread > 0);
  if (less === 0 && read.space_unread === undefined) return;
  patchSpace(queries, known.space.id, (space) => ({
    ...space,
    my: {
      ...space.my,
      unread: read.space_unread ?? Math.max(0, space.my.unread + less),
      unread_topics: Math.max(0, space.my.unread_topics + topics),
    },
    ...('sections' in space
      ? { sections: sectionsWith(space.sections as Section[], known.section?.id, less) }
      : {}),
  }));
  queries.setQueriesData<Home>(
    { queryKey: ['home'] },
    (home) => home && { ...home, unread_total: Math.max(0, home.unread_total + less) },
  );
}

function sectionsWith(sections: Section[], id: Id | undefined, less: number): Section[] {
  return sections.map((section) =>
    section.id === id ? { ...section, unread: Math.max(0, section.unread + less) } : section,
  );
}

function findTopic(queries: QueryClient, id: Id): Card | undefined {
  const open = queries.getQueryData<Topic>(topicKey(id));
  if (open) return open;
  for (const [, data] of queries.getQueriesData<Lists<TopicCard>>({ queryKey: ['topics'] })) {
    for (const page of data?.pages ?? []) {
      const found = page.items.find((topic) => topic.id === id);
      if (found) return found;
    }
  }
  return undefined;
}

/** A new post on a topic; told twice it changes nothing the second time. */
export function withPost<T extends Card>(topic: T, post: Post, me: Id): T {
  if (post.no <= topic.last_no) return topic;
  const counts = post.author.id !== me && post.no > topic.my.last_read_no && !post.deleted;
  return {
    ...topic,
    last_no: post.no,
    post_count: topic.post_count + 1,
    last_post_at: post.created_at,
    last_post_by: post.author,
    my: { ...topic.my, unread: topic.my.unread + (counts ? 1 : 0) },
  };
}

export function withWatch<T extends { my: { watch: WatchLevel } }>(thing: T, watch: WatchLevel): T {
  return { ...thing, my: { ...thing.my, watch } };
}
