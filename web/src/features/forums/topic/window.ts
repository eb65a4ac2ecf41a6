/**
 * The part of a topic that is loaded: posts in order of number, growing at both ends.
 *
 * Everything that can change it is here and is idempotent: a page, a live event or an answer of the server may
 * come twice, late, or after something newer. `at` of a row is the feed position its contents are known to
 * include, so an event at or before it is old news.
 */
import type { Id, Post, PostMarks, PostPage, Reaction, Reactions } from '$shared/api';

export interface Row {
  post: Post;
  marks: PostMarks;
  at: number;
}
export interface PostWindow {
  rows: Row[];
  hasBefore: boolean;
  hasAfter: boolean;
  /** The last number of the topic, loaded or not. */
  lastNo: number;
  /** The position of the first snapshot: live events are asked for from here. */
  position: number;
}
export interface PostEvent {
  kind: string;
  data: unknown;
  seq: number;
}

/** Beyond this many posts on the page the far end is let go. */
export const KEPT = 120;
const NO_MARKS: PostMarks = { reactions: [], bookmarked: false };

export function openWindow(page: PostPage): PostWindow {
  return {
    rows: rowsOf(page),
    hasBefore: page.has_before,
    hasAfter: page.has_after,
    lastNo: page.last_no,
    position: page.position,
  };
}

function rowsOf(page: PostPage): Row[] {
  return page.posts.map((post) => ({ post, marks: page.mine[post.id] ?? NO_MARKS, at: page.position }));
}

/** Joins a page to either end; where both know a post, the newer knowledge stays. */
export function extendWindow(window: PostWindow, page: PostPage, side: 'before' | 'after'): PostWindow {
  const byNo = new Map(window.rows.map((row) => [row.post.no, row]));
  for (const row of rowsOf(page)) {
    const known = byNo.get(row.post.no);
    if (!known || known.at <= row.at) byNo.set(row.post.no, row);
  }
  const joined: PostWindow = {
    ...window,
    rows: [...byNo.values()].sort((a, b) => a.post.no - b.post.no),
    lastNo: Math.max(window.lastNo, page.last_no),
    hasBefore: side === 'before' ? page.has_before : window.hasBefore,
    hasAfter: side === 'after' ? page.has_after || window.lastNo > page.last_no : window.hasAfter,
  };
  return trim(joined, side);
}

/** Lets go of the end that the reader moves away from. */
function trim(window: PostWindow, grownAt: 'before' | 'after'): PostWindow {
  if (window.rows.length <= KEPT) return window;
  return grownAt === 'after'
    ? { ...window, rows: window.rows.slice(-KEPT), hasBefore: true }
    : { ...window, rows: window.rows.slice(0, KEPT), hasAfter: true };
}

/** A newly written post: shown when it continues what is loaded, otherwise only known to exist. */
export function addPost(window: PostWindow, post: Post, seq: number): PostWindow {
  const at = window.rows.findIndex((row) => row.post.id === post.id);
  if (at >= 0) return replacePost(window, post, seq);
  const last = window.rows.at(-1)?.post.no ?? 0;
  const lastNo = Math.max(window.lastNo, post.no);
  if (post.no <= last) return { ...window, lastNo };
  if (window.hasAfter || post.no !== last + 1) return { ...window, lastNo, hasAfter: true };
  return { ...window, lastNo, rows: [...window.rows, { post, marks: NO_MARKS, at: seq }] };
}

/** `seq` null: an answer to our own request, which carries no position; the version decides. */
export function replacePost(window: PostWindow, post: Post, seq: number | null): PostWindow {
  return changeRow(window, post.id, (row) => {
    if (seq !== null && seq <= row.at) return row;
    if (post.version < row.post.version) return row;
    return { ...row, post, at: Math.max(row.at, seq ?? row.at) };
  });
}

export function setReactions(
  window: PostWindow,
  id: Id,
  reactions: Reactions,
  seq: number | null = null,
): PostWindow {
  return changeRow(window, id, (row) =>
    seq !== null && seq <= row.at
      ? row
      : { ...row, at: Math.max(row.at, seq ?? row.at), post: { ...row.post, reactions } },
  );
}

/** Shows the press at once; the answer of the server then sets the true count. */
export function toggleReaction(window: PostWindow, id: Id, kind: Reaction, on: boolean): PostWindow {
  return changeRow(window, id, (row) => {
    if (row.marks.reactions.includes(kind) === on) return row;
    const others = row.marks.reactions.filter((mine) => mine !== kind);
    return {
      ...row,
      marks: { ...row.marks, reactions: on ? [...others, kind] : others },
      post: {
        ...row.post,
        reactions: {
          ...row.post.reactions,
          [kind]: Math.max(0, row.post.reactions[kind] + (on ? 1 : -1)),
        },
      },
    };
  });
}

export function setBookmark(window: PostWindow, id: Id, bookmarked: boolean): PostWindow {
  return changeRow(window, id, (row) => ({ ...row, marks: { ...row.marks, bookmarked } }));
}

export function applyPostEvent(window: PostWindow, event: PostEvent): PostWindow {
  switch (event.kind) {
    case 'post_created':
      return addPost(window, (event.data as { post: Post }).post, event.seq);
    case 'post_edited':
    case 'post_deleted':
    case 'post_restored':
      return replacePost(window, (event.data as { post: Post }).post, event.seq);
    case 'post_reacted': {
      const { post_id, reactions } = event.data as { post_id: Id; reactions: Reactions };
      return setReactions(window, post_id, reactions, event.seq);
    }
    default:
      return window;
  }
}

/** A page was read at `position`; what was heard after that while it travelled is put on top. */
export function catchUp(window: PostWindow, heard: readonly PostEvent[], position: number): PostWindow {
  return heard.reduce(
    (now, event) =>
      event.seq > position
        ? { ...applyPostEvent(now, event), position: Math.max(now.position, event.seq) }
        : now,
    window,
  );
}

function changeRow(window: PostWindow, id: Id, change: (row: Row) => Row): PostWindow {
  const at = window.rows.findIndex((row) => row.post.id === id);
  const row = window.rows[at];
  if (!row) return window;
  const changed = change(row);
  if (changed === row) return window;
  const rows = window.rows.slice();
  rows[at] = changed;
  return { ...window, rows };
}
