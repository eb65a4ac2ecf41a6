import { expect, it } from 'vitest';
import type { TopicCard } from '$shared/api';
import { sectionsOf } from './sections';

const topics = (...ids: string[]) => ids.map((id) => ({ id }) as TopicCard);
const ids = (list: TopicCard[]) => list.map(({ id }) => id).join('');

it('a question that waits is not shown a second time as unread', () => {
  const shown = sectionsOf({ questions: topics('a', 'b'), unread_topics: topics('b', 'c'), watched: [] });
  expect([ids(shown.questions), ids(shown.unread)]).toEqual(['ab', 'c']);
});

it('many questions do not push away what is new, and lose no place among it', () => {
  const shown = sectionsOf({
    questions: topics('a', 'b', 'c', 'd'),
    unread_topics: topics('d', 'e'),
    watched: [],
  });
  expect([ids(shown.questions), ids(shown.unread)]).toEqual(['abc', 'de']);
});

it('what one follows is whole, whatever stands above it', () => {
  const shown = sectionsOf({ questions: [], unread_topics: topics('c'), watched: topics('c', 'd') });
  expect([ids(shown.unread), ids(shown.watched)]).toEqual(['c', 'cd']);
});
