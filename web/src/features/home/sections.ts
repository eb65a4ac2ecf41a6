/** What the home page shows of an answer of the server. */
import type { Home, TopicCard } from '$shared/api';

export interface Sections {
  questions: TopicCard[];
  unread: TopicCard[];
  watched: TopicCard[];
}

/** More of them would push what is new off the screen. */
const QUESTIONS = 3;

/** A question that waits is not repeated among the unread; what one follows is a list of its own. */
export function sectionsOf(home: Pick<Home, 'questions' | 'unread_topics' | 'watched'>): Sections {
  const seen = new Set<string>();
  const fresh = (topics: TopicCard[]) =>
    topics.filter(({ id }) => {
      if (seen.has(id)) return false;
      seen.add(id);
      return true;
    });
  return {
    questions: fresh(home.questions.slice(0, QUESTIONS)),
    unread: fresh(home.unread_topics),
    watched: home.watched,
  };
}
