import { QueryClient } from '@tanstack/svelte-query';
import { describe, expect, it } from 'vitest';
import type { Post, Space, Topic, TopicCard } from '$shared/api';
import { patchRead, patchTopic, withPost } from './cache';

const topic = (unread: number, last_read_no: number) =>
  ({
    id: 't',
    space: { id: 's', title: 'Математики', kind: 'association' },
    section: { id: 'sec', title: 'Задания' },
    last_no: 10,
    post_count: 10,
    my: { unread, last_read_no, watch: 'normal' },
  }) as unknown as Topic & TopicCard;
const space = () =>
  ({
    id: 's',
    my: { unread: 9, unread_topics: 3, watch: 'normal' },
    sections: [{ id: 'sec', unread: 6 }],
  }) as unknown as Space;
const post = (no: number, author: string) =>
  ({ no, author: { id: author }, deleted: null }) as unknown as Post;

function filled() {
  const queries = new QueryClient();
  queries.setQueryData(['topic', 't'], topic(4, 6));
  queries.setQueryData(['space', 's'], space());
  queries.setQueryData(['topics', {}], {
    pages: [{ items: [topic(4, 6), { ...topic(1, 1), id: 'other' }], next: null }],
    pageParams: [undefined],
  });
  return queries;
}

describe('unread', () => {
  it('falls everywhere by what was read', () => {
    const queries = filled();
    patchRead(queries, { topic_id: 't', last_read_no: 10, unread: 0 });
    expect(queries.getQueryData<Topic>(['topic', 't'])?.my).toMatchObject({ unread: 0, last_read_no: 10 });
    expect(queries.getQueryData<Space>(['space', 's'])).toMatchObject({
      my: { unread: 5, unread_topics: 2 },
      sections: [{ unread: 2 }],
    });
    patchRead(queries, { topic_id: 't', last_read_no: 10, unread: 0 });
    expect(queries.getQueryData<Space>(['space', 's'])?.my.unread).toBe(5);
  });

  it('believes the server about the space', () => {
    const queries = filled();
    patchRead(queries, { topic_id: 't', last_read_no: 8, unread: 2, space_unread: 11 });
    expect(queries.getQueryData<Space>(['space', 's'])?.my).toMatchObject({ unread: 11, unread_topics: 3 });
  });

  it('rises again when marked unread', () => {
    const queries = filled();
    patchRead(queries, { topic_id: 't', last_read_no: 10, unread: 0 });
    patchRead(queries, { topic_id: 't', last_read_no: 2, unread: 8 });
    expect(queries.getQueryData<Space>(['space', 's'])).toMatchObject({
      my: { unread: 13, unread_topics: 3 },
      sections: [{ unread: 10 }],
    });
  });

  it('changes only the topic meant', () => {
    const queries = filled();
    patchTopic(queries, 't', (one) => ({ ...one, title: 'Новое' }));
    const list = queries.getQueryData<{ pages: { items: TopicCard[] }[] }>(['topics', {}]);
    expect(list?.pages[0]?.items.map((one) => one.title)).toEqual(['Новое', undefined]);
  });
});

describe('a new post on a topic', () => {
  it('is unread when a colleague wrote it', () => {
    expect(withPost(topic(4, 6), post(11, 'p2'), 'me').my.unread).toBe(5);
    expect(withPost(topic(4, 6), post(11, 'me'), 'me').my.unread).toBe(4);
  });
  it('counts once', () => {
    const once = withPost(topic(4, 6), post(11, 'p2'), 'me');
    expect(withPost(once, post(11, 'p2'), 'me')).toBe(once);
    expect(once).toMatchObject({ last_no: 11, post_count: 11 });
  });
  it('is not unread when it was read elsewhere already', () => {
    expect(withPost(topic(0, 12), post(11, 'p2'), 'me').my.unread).toBe(0);
  });
});
