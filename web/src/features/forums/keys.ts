/** Names of what the forums keep in the query cache. */
import type { Id } from '$shared/api';

export const topicKey = (id: Id) => ['topic', id] as const;
export const postsKey = (id: Id) => ['posts', id] as const;
export const spaceKey = (id: Id) => ['space', id] as const;
export const membersKey = (id: Id, state?: string) => ['members', id, state ?? 'all'] as const;
export const spacesKey = (query: object = {}) => ['spaces', query] as const;
export const topicsKey = (query: object = {}) => ['topics', query] as const;
export const bookmarksKey = ['bookmarks'] as const;
export const draftsKey = ['drafts'] as const;

export const topicLane = (id: Id) => `topic:${id}`;
export const replyDraft = (topic: Id) => `reply:${topic}`;
export const topicDraft = (space: Id) => `topic:${space}`;
export const editDraft = (post: Id) => `edit:${post}`;
